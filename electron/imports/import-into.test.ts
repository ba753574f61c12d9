import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importText } from "../../shared/formats/import/import.testing.ts";
import { findSecrets, moveSecrets } from "../../shared/formats/import/secrets.ts";
import { readDefaults } from "../../shared/formats/opencollection/defaults.ts";
import { readRequest } from "../../shared/formats/opencollection/request.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import type { Imported } from "../../shared/formats/import/imported.ts";
import { writeInto } from "./import-into.ts";

let folder: string;
let root: string;
beforeEach(async () => {
  folder = realpathSync(await mkdtemp(path.join(tmpdir(), "envoi-into-")));
  root = path.join(folder, "Shop");
  await mkdir(path.join(root, "Orders/Old"), { recursive: true });
  await mkdir(path.join(root, "environments"));
  await writeFile(
    path.join(root, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop # mine\n",
  );
  await writeFile(path.join(root, "Orders/folder.yml"), "info:\n  name: Orders\n  seq: 4\n");
  await writeFile(
    path.join(root, "Orders/GET -list.yml"),
    "info: {name: list, type: http, seq: 7}\nhttp: {method: GET, url: http://h/}\n",
  );
  await writeFile(path.join(root, "environments/Dev.yml"), "name: Dev\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Every file with its text. */
async function all(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const absolute = path.join(parentPath, name);
      return [path.relative(root, absolute), await readFile(absolute, "utf8")] as const;
    }),
  );
  return new Map(texts.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

const postman: Imported = importText(
  JSON.stringify({
    info: {
      name: "Old",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/",
      description: "Docs.",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "very-Secret-value" }] },
    variable: [{ key: "base", value: "http://b/" }],
    item: [{ name: "list", request: { url: "{{base}}x", method: "GET" } }],
  }),
);
const dev: Imported = importText(
  JSON.stringify({
    name: "dev",
    values: [{ key: "a", value: "1" }],
    _postman_variable_scope: "environment",
  }),
);

test("a collection becomes a folder that gives what the collection gave; nothing that is there changes", async () => {
  const before = await all();
  const both: Imported = { ...postman, environments: dev.environments };
  const safe = moveSecrets(both, new Set(findSecrets(both).map(({ id }) => id)));
  const secrets = await writeInto(safe, { root, folder: "Orders", taken: ["bearerToken"] });
  const after = await all();
  for (const [file, text] of before) expect(after.get(file)).toBe(text);
  expect([...after.keys()].filter((file) => !before.has(file))).toEqual([
    "Orders/Old 2/folder.yml",
    "Orders/Old 2/list.yml",
    "environments/dev 2.yml",
  ]);
  const defaults = readDefaults(parseYaml(after.get("Orders/Old 2/folder.yml") ?? "").data);
  expect(defaults).toMatchObject({
    name: "Old",
    docs: "Docs.",
    auth: { kind: "bearer", token: "{{bearerToken2}}" },
    variables: [{ name: "base" }, { name: "bearerToken2", secret: true }],
  });
  // Folders without a number come last; new ones come after them.
  expect(after.get("Orders/Old 2/folder.yml")).toContain("seq: 2");
  expect(secrets).toEqual([{ environment: "", name: "bearerToken2", value: "very-Secret-value" }]);
  expect(after.get("environments/dev 2.yml")).toContain("name: dev 2");
});

test("commands go straight into the folder, after what is there", async () => {
  await writeInto(importText("curl http://a/list\ncurl http://b/list", "x.sh"), {
    root,
    folder: "Orders",
    taken: [],
  });
  const after = await all();
  const made = [...after.keys()].filter((file) => /^Orders\/[^/]+\.yml$/.test(file));
  expect(made).toEqual([
    "Orders/GET -list 2.yml",
    "Orders/GET -list 3.yml",
    "Orders/GET -list.yml",
    "Orders/folder.yml",
  ]);
  expect(after.get("Orders/GET -list 2.yml")).toContain("seq: 8");
  expect(readRequest(parseYaml(after.get("Orders/GET -list 3.yml") ?? "").data).url).toBe(
    "http://b/list",
  );
});

test("two at once get different names", async () => {
  const one = importText("curl http://a/list", "x.sh");
  await Promise.all([1, 2, 3].map(() => writeInto(one, { root, folder: "Orders", taken: [] })));
  const names = await readdir(path.join(root, "Orders"));
  expect(names.toSorted()).toEqual([
    "GET -list 2.yml",
    "GET -list 3.yml",
    "GET -list 4.yml",
    "GET -list.yml",
    "Old",
    "folder.yml",
  ]);
});

test("files go along, and requests name them where they are", async () => {
  const withFile: Imported = {
    ...postman,
    collections: postman.collections.map((collection) => ({
      ...collection,
      children:
        importText("curl http://h/ --data-binary @data/a.bin", "x.sh").collections[0]?.children ??
        [],
      files: [{ path: "data/a.bin", bytes: new Uint8Array([1, 2]) }],
    })),
  };
  await writeInto(withFile, { root, folder: "Orders", taken: [] });
  const after = await all();
  expect(after.has("Orders/Old 2/data/a.bin")).toBe(true);
  const [request] = [...after].filter(([file]) => /Old 2\/(?!folder)[^/]+\.yml$/.test(file));
  expect(readRequest(parseYaml(request?.[1] ?? "").data).body).toMatchObject({
    kind: "file",
    files: [{ path: "Orders/Old 2/data/a.bin" }],
  });
});

test("no place outside, and nothing left behind", async () => {
  await symlink(tmpdir(), path.join(root, "out"));
  const before = await all();
  for (const bad of ["out", "../Shop", "missing", "/etc"])
    await expect(writeInto(postman, { root, folder: bad, taken: [] })).rejects.toThrow();
  const cut = new AbortController();
  cut.abort();
  await expect(
    writeInto(postman, { root, folder: "", taken: [], signal: cut.signal }),
  ).rejects.toThrow("cancelled");
  await rm(path.join(root, "environments"), { recursive: true });
  await symlink(tmpdir(), path.join(root, "environments"));
  await expect(
    writeInto({ ...postman, environments: dev.environments }, { root, folder: "", taken: [] }),
  ).rejects.toThrow();
  expect([...(await all()).keys()].filter((file) => !before.has(file))).toEqual([]);
  expect((await readdir(root)).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a command with a secret stays one request, with the secret as its own variable", async () => {
  const typed = importText(
    "curl -H 'Authorization: Bearer very-Secret-value' http://a/list",
    "x.sh",
  );
  const safe = moveSecrets(typed, new Set(findSecrets(typed).map(({ id }) => id)));
  const before = await all();
  const secrets = await writeInto(safe, { root, folder: "Orders", taken: [] });
  const after = await all();
  const made = [...after.keys()].filter((file) => !before.has(file));
  expect(made).toEqual(["Orders/GET -list 2.yml"]);
  const text = after.get(made[0] ?? "") ?? "";
  expect(text).not.toContain("very-Secret-value");
  const [secret] = secrets;
  expect(secrets).toEqual([{ environment: "", name: secret?.name, value: "very-Secret-value" }]);
  const request = readRequest(parseYaml(text).data);
  expect(request.variables).toMatchObject([{ name: secret?.name, secret: true }]);
  expect(text).toContain(`{{${secret?.name ?? ""}}}`);
});
