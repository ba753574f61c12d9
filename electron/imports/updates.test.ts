import { createServer, type Server } from "node:http";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ImportWriting } from "../../shared/contract/imports.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { createImports } from "./imports.ts";

const never = new AbortController().signal;
let folder: string;
let server: Server;
let origin: string;
const asked: string[] = [];
const served = new Map<string, string>();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-update-"));
  asked.length = 0;
  served.clear();
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const text = served.get(request.url ?? "");
    response.writeHead(text === undefined ? 404 : 200).end(text ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const service = () =>
  createImports({
    rootOf: (id) => path.join(folder, id),
    secretNames: async () => [],
    refresh: async () => undefined,
    open: async (made) => path.relative(folder, made),
    keepSecret: async () => undefined,
    fetchDocument: async (address, signal) => {
      const response = await fetch(address, { signal });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      throw new FailureError({ kind: "not-found", code: "x", message: "Not there." });
    },
  });

const description = (more: object = {}) =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Pets" },
    servers: [{ url: "http://h" }],
    paths: { "/pets": { get: { summary: "List" }, ...more } },
  });

async function written(stream: AsyncIterable<ImportWriting>): Promise<string> {
  let made = "";
  for await (const item of stream) if (item.kind === "done") made = item.collections[0]?.id ?? "";
  return made;
}

async function imported(imports: ReturnType<typeof service>, file: string): Promise<string> {
  const { id } = await imports["imports.read"]({ path: path.join(folder, file) }, never);
  await imports["imports.preview"]({ id }, never);
  const parent = path.join(folder, "apis");
  return written(
    imports["imports.write"]({ id, target: { kind: "new", parent }, secrets: [] }, never),
  );
}

const choices = { skip: [], theirs: [], remove: [], restore: [] };

test("a collection finds its description again, shows what changed and keeps what was edited", async () => {
  const imports = service();
  await writeFile(path.join(folder, "api.json"), description());
  const collectionId = await imported(imports, "api.json");
  expect(await imports["imports.source"]({ collectionId }, never)).toEqual({
    source: "../../api.json",
    document: "",
  });
  const list = path.join(folder, collectionId, "List.yml");
  const text = (await readFile(list, "utf8")).replace("name: List", "name: Mine");
  await writeFile(list, text);
  await writeFile(path.join(folder, "api.json"), description({ get: { summary: "All" }, put: {} }));
  const { id } = await imports["imports.readSource"]({ collectionId }, never);
  const { update } = await imports["imports.planUpdate"]({ id, collectionId }, never);
  expect(update.added.map((one) => one.id)).toEqual(["PUT /pets"]);
  expect(update.changed.map(({ changes }) => changes)).toEqual([
    [{ part: "name", kind: "conflict", mine: "Mine", theirs: "All" }],
  ]);
  const done = await imports["imports.update"]({ id, collectionId, choices }, never);
  expect(done).toEqual({ written: 3, left: [] });
  expect(await readFile(list, "utf8")).toContain("name: Mine");
  expect(await readdir(path.join(folder, collectionId))).toContain("PUT -pets.yml");
});

test("without a link there is nothing to update; a file that is no description is refused", async () => {
  const imports = service();
  await writeFile(path.join(folder, "api.json"), description());
  const { id } = await imports["imports.read"]({ path: path.join(folder, "api.json") }, never);
  expect((await imports["imports.preview"]({ id }, never)).linkable).toBe(true);
  const made = await written(
    imports["imports.write"](
      { id, target: { kind: "new", parent: folder }, secrets: [], link: false },
      never,
    ),
  );
  expect(await imports["imports.source"]({ collectionId: made }, never)).toBeNull();
  await expect(imports["imports.readSource"]({ collectionId: made }, never)).rejects.toMatchObject({
    failure: { code: "source-unknown" },
  });
  const linked = await imported(imports, "api.json");
  await writeFile(path.join(folder, "other.json"), "{}");
  const other = await imports["imports.read"]({ path: path.join(folder, "other.json") }, never);
  await expect(
    imports["imports.planUpdate"]({ id: other.id, collectionId: linked }, never),
  ).rejects.toMatchObject({ failure: { code: "no-description" } });
});

test("references elsewhere are fetched when asked for and never before", async () => {
  const schema = { $ref: `${origin}/schemas/pet.json#/Pet` };
  const get = {
    responses: { 200: { description: "ok", content: { "application/json": { schema } } } },
  };
  await writeFile(path.join(folder, "api.json"), description({ get }));
  served.set(
    "/schemas/pet.json",
    JSON.stringify({ Pet: { type: "object", properties: { owner: { $ref: "owner.yaml" } } } }),
  );
  served.set("/schemas/owner.yaml", "type: object\nproperties: {name: {const: Ada}}\n");
  const imports = service();
  const { id } = await imports["imports.read"]({ path: path.join(folder, "api.json") }, never);
  const before = await imports["imports.preview"]({ id }, never);
  expect([before.remote, asked]).toEqual([[`${origin}/schemas/pet.json`], []]);
  expect(await imports["imports.fetchReferences"]({ id }, never)).toEqual({
    fetched: 2,
    failed: 0,
  });
  const after = await imports["imports.preview"]({ id }, never);
  expect(after.remote).toEqual([]);
  const made = await written(
    imports["imports.write"]({ id, target: { kind: "new", parent: folder }, secrets: [] }, never),
  );
  expect(await readFile(path.join(folder, made, "GET -pets.yml"), "utf8")).toContain(
    '"name": "Ada"',
  );
  expect(asked).toEqual(["/schemas/pet.json", "/schemas/owner.yaml"]);
});

test("a description at an address, with what lies beside it", async () => {
  served.set(
    "/v1/api.yaml",
    "openapi: 3.1.0\ninfo: {title: Web}\nservers: [{url: ../v2}]\npaths: {/a: {$ref: a.yaml}}\n",
  );
  served.set("/v1/a.yaml", "get: {summary: A}\n");
  const imports = service();
  const { id } = await imports["imports.fetch"]({ address: `${origin}/v1/api.yaml` }, never);
  expect(await imports["imports.fetchReferences"]({ id }, never)).toEqual({
    fetched: 1,
    failed: 0,
  });
  const preview = await imports["imports.preview"]({ id }, never);
  expect(preview.collections).toEqual([
    { name: "Web", children: [{ kind: "request", name: "A", method: "GET", itemKind: "http" }] },
  ]);
  const made = await written(
    imports["imports.write"]({ id, target: { kind: "new", parent: folder }, secrets: [] }, never),
  );
  const root = await readFile(path.join(folder, made, "opencollection.yml"), "utf8");
  expect(root).toContain(`value: ${origin}/v2`);
  expect(root).toContain(`source: ${origin}/v1/api.yaml`);
  await expect(
    imports["imports.fetch"]({ address: "file:///etc/passwd" }, never),
  ).rejects.toMatchObject({ failure: { code: "no-address" } });
});

test("a file that changes between look and merge is left alone and named", async () => {
  const imports = service();
  await writeFile(path.join(folder, "api.json"), description());
  const collectionId = await imported(imports, "api.json");
  await writeFile(path.join(folder, "api.json"), description({ put: {} }));
  const { id } = await imports["imports.readSource"]({ collectionId }, never);
  await imports["imports.planUpdate"]({ id, collectionId }, never);
  // Somebody makes a folder where the new file would go: nothing of theirs is replaced.
  await mkdir(path.join(folder, collectionId, "PUT -pets.yml"));
  await writeFile(path.join(folder, collectionId, "PUT -pets.yml", "x.yml"), "a: 1\n");
  const done = await imports["imports.update"]({ id, collectionId, choices }, never);
  expect(done.left).toEqual([]);
  expect(await readdir(path.join(folder, collectionId))).toContain("PUT -pets 2.yml");
});
