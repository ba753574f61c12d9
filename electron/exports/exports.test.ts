import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createExports } from "./exports.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-exports-"));
  await writeFile(
    join(folder, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\nrequest:\n  auth:\n    type: bearer\n    token: canary-0123456789\n",
  );
  await writeFile(
    join(folder, "one.yml"),
    "info:\n  name: One\n  type: http\nhttp:\n  method: GET\n  url: http://h/\n",
  );
  await writeFile(join(folder, ".env"), "KEY=canary-env\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const whole = { collectionId: "c", path: "", format: "opencollection", keepSecrets: false };

test("a preview names secrets without their values; writing says the same", async () => {
  const exports = createExports(() => folder);
  const view = await exports["exports.preview"](whole, signal);
  expect(view.secrets.map(({ name }) => name)).toEqual(["bearerToken"]);
  expect(JSON.stringify(view)).not.toContain("canary");
  const file = join(folder, "..", `${folder.split("/").at(-1) ?? ""}.out.yml`);
  const size = await exports["exports.write"]({ ...whole, file }, signal);
  expect(await readFile(file, "utf8")).toBe(view.text);
  expect(size).toBe(Buffer.byteLength(view.text));
  await rm(file);
});

test("what is not there is told", async () => {
  const exports = createExports(() => folder);
  for (const input of [
    { ...whole, path: "none.yml" },
    { ...whole, format: "none" },
  ])
    await expect(exports["exports.preview"](input, signal)).rejects.toMatchObject({
      failure: { kind: "not-found", code: "export" },
    });
});
