import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { afterEach, beforeEach, expect, test } from "vitest";
import { environmentFile, sampleFiles } from "./sample-files.ts";
import { writeSample } from "./sample.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-sample-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const url = "http://127.0.0.1:8642";

test("every file is YAML without a complaint", () => {
  for (const [path, text] of sampleFiles(url)) {
    if (path.endsWith(".yml")) expect(parseDocument(text).errors, path).toEqual([]);
  }
});

test("a second write changes the demo server's address and nothing else", async () => {
  await writeSample(folder, url);
  const mine = join(folder, "Echo.yml");
  await writeFile(mine, "mine now\n");
  const environment = join(folder, environmentFile);
  await writeFile(environment, `# mine\n${await readFile(environment, "utf8")}`);
  await writeSample(folder, "http://127.0.0.1:9");
  expect(await readFile(mine, "utf8")).toBe("mine now\n");
  const text = await readFile(environment, "utf8");
  expect(text).toContain("# mine\n");
  expect(text).toContain("    value: http://127.0.0.1:9\n");
  expect(text).toContain("    value: envoi-demo\n");
});

test("an address the person chose stays", async () => {
  await writeSample(folder, url);
  const environment = join(folder, environmentFile);
  const own = (await readFile(environment, "utf8")).replace(url, "https://staging.test");
  await writeFile(environment, own);
  await writeSample(folder, "http://127.0.0.1:9");
  expect(await readFile(environment, "utf8")).toBe(own);
});
