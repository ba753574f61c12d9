import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyRequest } from "../../shared/model/request.ts";
import { type Collections, createCollections } from "../collections/service.ts";

const canary = "CANARY-9f3b1c";
const never = new AbortController().signal;
let folder = "";
let app: Collections;
let id = "";

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-environments-")));
  await fs.mkdir(path.join(folder, "data"));
  app = await createCollections({ dataFolder: path.join(folder, "data") });
  id = (await app.handlers["collections.create"]({ parent: folder, name: "C" }, never)).id;
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function filesWith(text: string): Promise<readonly string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if ((await fs.readFile(file)).includes(text)) found.push(file);
  }
  return found;
}

async function withSecret(): Promise<void> {
  await app.handlers["environments.create"]({ collectionId: id, name: "prod" }, never);
  const { environment, hash } = await app.handlers["environments.read"](
    { collectionId: id, name: "prod" },
    never,
  );
  const variables = [
    { name: "base", value: "http://h" },
    { name: "token", value: canary, secret: true },
    { name: "header", value: "Bearer {{token}}" },
  ];
  await app.handlers["environments.save"](
    { collectionId: id, environment: { ...environment, variables }, hash },
    never,
  );
  await app.handlers["secrets.set"](
    { collectionId: id, environment: "prod", name: "token", value: canary },
    never,
  );
}

const lookup = { path: "", environment: "prod" };

test("a secret's value is in no file in plain, and reaches main only", async () => {
  await withSecret();
  expect(await filesWith(canary)).toEqual([]);
  const file = await fs.readFile(path.join(folder, "C", "environments", "prod.yml"), "utf8");
  expect(file).toContain("- secret: true\n    name: token\n");
  const view = await app.handlers["variables.view"]({ collectionId: id, ...lookup }, never);
  expect(JSON.stringify(view)).not.toContain(canary);
  expect(view.find((variable) => variable.name === "header")).toMatchObject({
    secret: true,
    value: "",
  });
  const context = await app.readSendContext({ collectionId: id, ...lookup, request: emptyRequest });
  expect(context.resolver.resolve("{{header}}").text).toBe(`Bearer ${canary}`);
  const names = await app.handlers["secrets.names"](
    { collectionId: id, environment: "prod" },
    never,
  );
  expect(names).toEqual(["token"]);
});

test.skipIf(process.platform === "win32")(
  "the key and the values are for this user only",
  async () => {
    await withSecret();
    for (const name of ["secret.key", path.join("secrets", `${id}.json`), "collections.json"]) {
      expect((await fs.stat(path.join(folder, "data", name))).mode & 0o077, name).toBe(0);
    }
  },
);

test("values survive a restart, follow a rename, and go when removed", async () => {
  await withSecret();
  await app.close();
  app = await createCollections({ dataFolder: path.join(folder, "data") });
  await app.handlers["environments.rename"](
    { collectionId: id, from: "prod", to: "production" },
    never,
  );
  const text = async () => {
    const input = { collectionId: id, path: "", environment: "production", request: emptyRequest };
    return (await app.readSendContext(input)).resolver.resolve("{{token}}").text;
  };
  expect(await text()).toBe(canary);
  expect(
    await fs.readFile(path.join(folder, "C", "environments", "production.yml"), "utf8"),
  ).toMatch(/^name: production\n/);
  await app.handlers["secrets.remove"](
    { collectionId: id, environment: "production", name: "token" },
    never,
  );
  expect(await text()).toBe("{{token}}");
});

test("with another key values count as missing, and the file is not thrown away", async () => {
  await withSecret();
  await app.close();
  const keyFile = path.join(folder, "data", "secret.key");
  const key = await fs.readFile(keyFile);
  await fs.writeFile(keyFile, `${"0".repeat(64)}\n`);
  app = await createCollections({ dataFolder: path.join(folder, "data") });
  const view = await app.handlers["variables.view"]({ collectionId: id, ...lookup }, never);
  expect(view.find((variable) => variable.name === "token")).toMatchObject({ missing: true });
  await app.close();
  await fs.writeFile(keyFile, key);
  app = await createCollections({ dataFolder: path.join(folder, "data") });
  const context = await app.readSendContext({ collectionId: id, ...lookup, request: emptyRequest });
  expect(context.resolver.resolve("{{token}}").text).toBe(canary);
  await app.close();
  await fs.writeFile(keyFile, "garbage");
  app = await createCollections({ dataFolder: path.join(folder, "data") });
  const again = { collectionId: id, environment: lookup.environment, name: "token", value: "x" };
  await expect(app.handlers["secrets.set"](again, never)).rejects.toMatchObject({
    failure: { code: "secret-key-unusable" },
  });
  await app.close();
  expect(await fs.readFile(keyFile, "utf8")).toBe("garbage");
  await fs.writeFile(keyFile, key);
  app = await createCollections({ dataFolder: path.join(folder, "data") });
});

test("copying, deleting and bringing back; a file changed outside is a conflict", async () => {
  await withSecret();
  const copied = await app.handlers["environments.create"](
    { collectionId: id, name: "prod", copyOf: "prod" },
    never,
  );
  expect(copied.name).toBe("prod 2");
  const read = () => app.handlers["environments.read"]({ collectionId: id, name: "prod 2" }, never);
  const { environment, hash } = await read();
  expect(environment.variables).toHaveLength(3);
  const file = path.join(folder, "C", "environments", "prod 2.yml");
  await fs.appendFile(file, "# outside\n");
  const save = { collectionId: id, environment: { ...environment, color: "#ff0000" }, hash };
  expect((await app.handlers["environments.save"](save, never)).kind).toBe("conflict");
  await app.handlers["environments.save"]({ ...save, overwrite: true }, never);
  expect(await fs.readFile(file, "utf8")).toMatch(/color: "#ff0000"[^]*# outside/);
  const { undoId } = await app.handlers["environments.delete"](
    { collectionId: id, name: "prod 2" },
    never,
  );
  await expect(read()).rejects.toMatchObject({ failure: { kind: "not-found" } });
  await app.handlers["collections.undoDelete"]({ undoId: undoId ?? "" }, never);
  expect((await read()).environment.color).toBe("#ff0000");
});

test("a request takes headers, auth and variables from its place, with the right precedence", async () => {
  await withSecret();
  const root = path.join(folder, "C");
  await fs.mkdir(path.join(root, "a", "bare", "cut"), { recursive: true });
  await fs.writeFile(path.join(root, ".env"), "KEY=from-dotenv\n");
  await fs.appendFile(
    path.join(root, "opencollection.yml"),
    "request:\n  headers: [{name: X-Root, value: 1}]\n  auth: {type: bearer, token: root}\n  variables: [{name: base, value: low}, {name: key, value: '{{process.env.KEY}}'}]\n",
  );
  await fs.writeFile(
    path.join(root, "a", "folder.yml"),
    "info: {name: A}\nrequest: {auth: inherit, variables: [{name: base, value: high}]}\n",
  );
  await fs.writeFile(path.join(root, "a", "bare", "cut", "folder.yml"), "info: {name: Cut}\n");
  const context = (item: string) =>
    app.readSendContext({
      collectionId: id,
      path: item,
      environment: "prod",
      request: emptyRequest,
    });
  const inner = await context("a/bare/x.yml");
  expect(inner.layers.map((layer) => layer.name)).toEqual(["C", "A"]);
  expect([inner.auth, inner.authOrigin]).toEqual([{ kind: "bearer", token: "root" }, "collection"]);
  expect(inner.resolver.resolve("{{base}} {{key}}").text).toBe("high from-dotenv");
  expect((await context("x.yml")).resolver.resolve("{{base}}").text).toBe("http://h");
  // A folder.yml without auth means none for all below it (Bruno's rule).
  expect((await context("a/bare/cut/x.yml")).auth).toEqual({ kind: "none" });
  await fs.writeFile(path.join(root, "a", "folder.yml"), "a: 1\na: 2\n");
  expect((await context("a/x.yml")).problems).toHaveLength(1);
  expect(
    (
      await app.readSendContext({
        collectionId: null,
        path: "",
        environment: null,
        request: emptyRequest,
      })
    ).auth,
  ).toEqual({ kind: "none" });
});

test("values for one machine lie in a file git ignores; the person's own lines of .gitignore stay", async () => {
  await withSecret();
  const ignore = path.join(folder, "C", ".gitignore");
  await fs.writeFile(ignore, "mine\r\nlast");
  const made = await app.handlers["environments.create"](
    { collectionId: id, name: "prod.local" },
    never,
  );
  expect(made.name).toBe("prod.local");
  expect(await fs.readFile(ignore, "utf8")).toBe("mine\r\nlast\r\n*.local.yml\r\n");
  await app.handlers["environments.create"]({ collectionId: id, name: "other.local" }, never);
  expect(await fs.readFile(ignore, "utf8")).toBe("mine\r\nlast\r\n*.local.yml\r\n");
});
