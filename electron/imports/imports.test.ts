import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportWriting } from "../../shared/contract/imports.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { createImports } from "./imports.ts";
import type { SecretValue } from "./print.ts";

const never = new AbortController().signal;
let folder: string;
let kept: (readonly [string, SecretValue])[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-import-"));
  kept = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const service = () =>
  createImports({
    fetchDocument: async () => {
      throw new Error("nothing is fetched here");
    },
    open: async (made) => path.basename(made),
    keepSecret: async (id, secret) => void kept.push([id, secret]),
    rootOf: (id) => path.join(folder, id),
    secretNames: async () => ["xApiKey"],
    refresh: async () => undefined,
  });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const secret = "very-Secret-value";
const collection = JSON.stringify({
  info: { name: "C", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
  item: [
    { name: "R", request: { url: "http://a/", header: [{ key: "X-Api-Key", value: secret }] } },
  ],
  variable: [{ key: "pin", value: `${secret}-marked`, type: "secret" }],
});

async function last(stream: AsyncIterable<ImportWriting>): Promise<ImportWriting | undefined> {
  let item: ImportWriting | undefined;
  for await (item of stream);
  return item;
}

test("dropped bytes are shown without secrets, then written with them in the store", async () => {
  const imports = service();
  const half = Math.ceil(collection.length / 2);
  const { id } = await imports["imports.add"](
    { id: null, path: "c.json", base64: base64(collection.slice(0, half)), more: true },
    never,
  );
  await imports["imports.add"](
    { id, path: "c.json", base64: base64(collection.slice(half)), more: false },
    never,
  );
  const preview = await imports["imports.preview"]({ id }, never);
  expect(JSON.stringify(preview)).not.toContain(secret);
  expect(preview).toMatchObject({
    formatName: "Postman Collection 2.1",
    collections: [
      { name: "C", children: [{ kind: "request", name: "R", method: "GET", itemKind: "http" }] },
    ],
    secrets: [{ name: "xApiKey", place: ["R", "X-Api-Key"], count: 1 }],
    marked: ["pin"],
  });
  expect(await readdir(folder)).toEqual([]);

  const secrets = preview.secrets.map((found) => found.id);
  const done = await last(
    imports["imports.write"]({ id, target: { kind: "new", parent: folder }, secrets }, never),
  );
  expect(done).toEqual({
    kind: "done",
    collections: [{ id: "C", name: "C", folder: path.join(folder, "C") }],
  });
  expect(await readFile(path.join(folder, "C/R.yml"), "utf8")).not.toContain(secret);
  expect(kept).toHaveLength(2);
  expect(kept).toContainEqual(["C", { environment: "", name: "xApiKey", value: secret }]);
  expect(kept).toContainEqual(["C", { environment: "", name: "pin", value: `${secret}-marked` }]);
  await expect(imports["imports.preview"]({ id }, never)).rejects.toThrow("no longer there");
});

test("a file of this machine, and one dropped import that is left", async () => {
  const imports = service();
  await writeFile(path.join(folder, "a.sh"), "curl http://a/");
  const { id } = await imports["imports.read"]({ path: path.join(folder, "a.sh") }, never);
  expect((await imports["imports.preview"]({ id }, never)).figures.requests).toBe(1);
  await imports["imports.discard"]({ id }, never);
  await expect(imports["imports.preview"]({ id }, never)).rejects.toBeInstanceOf(FailureError);
});

test("cancelled, nothing is written", async () => {
  const imports = service();
  const { id } = await imports["imports.add"](
    { id: null, path: "c.json", base64: base64(collection), more: false },
    never,
  );
  await imports["imports.preview"]({ id }, never);
  const abort = new AbortController();
  abort.abort();
  await expect(
    last(
      imports["imports.write"](
        { id, target: { kind: "new", parent: folder }, secrets: [] },
        abort.signal,
      ),
    ),
  ).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test("pasted commands become requests for the editor", async () => {
  const { requests, notes } = await service()["imports.commands"](
    { text: "curl -X PUT http://a/ -d x --config y" },
    never,
  );
  expect(requests).toMatchObject([{ method: "PUT", url: "http://a/" }]);
  expect(notes.map((note) => note.code)).toEqual(["no-place-value"]);
});
