import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRequest } from "../../../shared/formats/opencollection/request.ts";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-import-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `envoi import` as a person would, with a data folder of its own. */
function run(words: readonly string[], input = ""): Promise<Outcome> {
  const args = [
    "--import",
    import.meta.resolve("tsx"),
    main,
    "import",
    ...words,
    "--data",
    path.join(folder, "data"),
  ];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

const secret = "s3cret-value-of-mine";
const collection = JSON.stringify({
  info: { name: "Shop: all", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
  item: [
    {
      name: "Orders",
      item: [
        {
          name: "List",
          request: {
            url: "http://a/",
            method: "GET",
            auth: { type: "bearer", bearer: [{ key: "token", value: secret }] },
          },
        },
      ],
    },
  ],
  strange: { a: 1 },
});

async function textOfAll(root: string): Promise<string> {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

test("writes a new folder, keeps secrets out of it, says every warning", async () => {
  await writeFile(path.join(folder, "shop.json"), collection);
  const outcome = await run(["shop.json", "--out", "here/there", "--yes"]);
  expect(outcome.code).toBe(0);
  expect(outcome.stderr).toContain("1 request, 1 folder");
  expect(outcome.stderr).toContain("info: Fields Envoi does not know: strange.");
  expect(outcome.stderr).not.toContain(secret);
  const made = path.join(folder, "here/there/Shop- all");
  expect(outcome.stdout).toBe(`${made}\n`);
  const request = readRequest(
    parseYaml(await readFile(path.join(made, "Orders/List.yml"), "utf8")).data,
  );
  expect(request.auth).toEqual({ kind: "bearer", token: "{{bearerToken}}" });
  expect(await textOfAll(made)).not.toContain(secret);

  const again = await run(["shop.json", "--out", "here/there", "--yes"]);
  expect(again.stdout).toBe(`${made} 2\n`);
});

test("--keep-secrets leaves them; nothing is written without a yes", async () => {
  await writeFile(path.join(folder, "shop.json"), collection);
  const asked = await run(["shop.json", "--out", "out"]);
  expect([asked.code, asked.stdout]).toEqual([130, ""]);
  await expect(readdir(path.join(folder, "out"))).rejects.toThrow("ENOENT");
  const kept = await run(["shop.json", "--out", "out", "--yes", "--keep-secrets"]);
  expect(kept.code).toBe(0);
  expect(await textOfAll(path.join(folder, "out"))).toContain(secret);
});

test("--keep-secrets loses nothing that is marked as secret: it goes to the store", async () => {
  const values = [{ key: "apiKey", value: secret, type: "secret" }];
  await writeFile(path.join(folder, "e.json"), JSON.stringify({ name: "E", values }));
  const kept = await run(["e.json", "--out", "out", "--yes", "--keep-secrets"]);
  expect([kept.code, kept.stderr]).toEqual([
    0,
    expect.stringContaining("Marked as secret, and kept in this machine's store: apiKey\n"),
  ]);
  expect(await textOfAll(path.join(folder, "out"))).not.toContain(secret);
  expect(await readdir(path.join(folder, "data/secrets"))).not.toEqual([]);
});

test("reads standard input and folders, and speaks JSON", async () => {
  const piped = await run(["-", "--json"], "curl -X DELETE http://a/1");
  expect(JSON.parse(piped.stdout)).toMatchObject({
    format: "curl",
    counts: { requests: 1 },
    written: [],
  });
  await mkdir(path.join(folder, "bruno"));
  await writeFile(path.join(folder, "bruno/a.bru"), "get {\n  url: http://a\n}\n");
  const read = await run(["bruno", "--json"]);
  expect(JSON.parse(read.stdout)).toMatchObject({ format: "bruno", counts: { requests: 1 } });
});

test("exit codes: bad options, nothing to import, not there", async () => {
  expect((await run(["--wrong"])).code).toBe(2);
  expect((await run([])).code).toBe(2);
  const nothing = await run(["-"], "plain words");
  expect([nothing.code, nothing.stderr]).toEqual([
    3,
    expect.stringContaining("in no format Envoi can import"),
  ]);
  expect((await run(["missing.json"])).code).toBe(26);
});

test("into a folder that is in no collection: refused", async () => {
  const nowhere = await run(["-", "--into", folder, "--yes"], "curl http://h/");
  expect(nowhere.code).not.toBe(0);
  expect(nowhere.stderr).toContain("no collection and lies in none");
});

test("into a collection that is there: beside what is there, with its secrets kept apart", async () => {
  await writeFile(path.join(folder, "shop.json"), collection);
  const made = path.join(folder, "Shop- all");
  await run(["shop.json", "--out", ".", "--yes"]);
  const before = await textOfAll(path.join(made, "Orders"));
  const outcome = await run(["shop.json", "--into", path.join(made, "Orders"), "--yes"]);
  expect(outcome).toMatchObject({ code: 0, stdout: `${path.join(made, "Orders")}\n` });
  expect((await readdir(path.join(made, "Orders"))).toSorted()).toEqual([
    "List.yml",
    "Shop- all",
    "folder.yml",
  ]);
  const after = await textOfAll(made);
  expect(after).toContain(before);
  expect(after).not.toContain(secret);
  expect(after).toContain("bearerToken2");
});
