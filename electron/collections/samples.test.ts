import { existsSync, readFileSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  keptOfRequest,
  patchRequest,
  readRequest,
} from "../../shared/formats/opencollection/request.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { patchYaml } from "../../shared/formats/yaml/patch.ts";
import { changedLines } from "../../shared/formats/yaml/patch-cases.ts";
import type { CollectionTree, TreeNode } from "../../shared/model/collection.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { type Collections, createCollections } from "./service.ts";

const samples = path.resolve(import.meta.dirname, "../../../shared/samples/opencollection");
const present = existsSync(samples);
if (!present) console.log("skipped: the sample collections are not on this machine");

const never = new AbortController().signal;
let work = "";
let app: Collections;
let trees: readonly CollectionTree[] = [];

beforeAll(async () => {
  if (!present) return;
  work = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-samples-")));
  await fs.mkdir(path.join(work, "data"));
  await fs.cp(samples, path.join(work, "all"), { recursive: true });
  app = await createCollections({ dataFolder: path.join(work, "data") });
  for (const file of await fs.readdir(path.join(work, "all"), { recursive: true })) {
    if (path.basename(file) !== "opencollection.yml") continue;
    await app.handlers["collections.open"](
      { folder: path.join(work, "all", path.dirname(file)) },
      never,
    );
  }
  for await (const item of app.handlers["collections.watch"](never)) {
    if (item.kind === "snapshot") trees = item.collections;
    break;
  }
}, 60_000);
afterAll(async () => {
  if (!present) return;
  await app.close();
  await fs.rm(work, { recursive: true, force: true });
});

interface Item {
  readonly tree: CollectionTree;
  readonly node: TreeNode;
  readonly file: string;
}

function* everything(): Generator<Item> {
  function* walk(tree: CollectionTree, nodes: readonly TreeNode[]): Generator<Item> {
    for (const node of nodes) {
      yield { tree, node, file: path.join(tree.folder, node.path) };
      if (node.kind === "folder") yield* walk(tree, node.children);
    }
  }
  for (const tree of trees) yield* walk(tree, tree.children);
}

const requests = () =>
  [...everything()].filter(({ node }) => node.kind === "request" && node.itemKind === "http");

describe.skipIf(!present)("the sample collections", () => {
  test("all open, without problems and without broken files", () => {
    expect(trees.length).toBe(19);
    expect(trees.filter((tree) => tree.problem !== undefined)).toEqual([]);
    const kinds = [...everything()].map(({ node }) => node.kind);
    expect(kinds.filter((kind) => kind === "broken")).toEqual([]);
    expect(requests().length).toBeGreaterThan(130);
  });

  test("saving everything unchanged leaves every byte", async () => {
    let saved = 0;
    for (const tree of trees) {
      const before = await snapshot(tree.folder);
      for (const { node } of everything()) {
        const ref = { collectionId: tree.id, path: node.path };
        if (!requests().some((item) => item.tree === tree && item.node === node)) continue;
        const { value, hash } = await app.handlers["collections.readRequest"](ref, never);
        const result = await app.handlers["collections.saveRequest"](
          { ...ref, request: value, hash },
          never,
        );
        expect(result).toMatchObject({ kind: "saved", hash });
        saved += 1;
      }
      for (const folder of [
        "",
        ...[...everything()]
          .filter((item) => item.tree === tree && item.node.kind === "folder")
          .map((item) => item.node.path),
      ]) {
        const ref = { collectionId: tree.id, path: folder };
        const { value, hash } = await app.handlers["collections.readDefaults"](ref, never);
        if (
          !existsSync(
            path.join(tree.folder, folder, folder === "" ? "opencollection.yml" : "folder.yml"),
          )
        )
          continue;
        await app.handlers["collections.saveDefaults"]({ ...ref, defaults: value, hash }, never);
      }
      for (const name of tree.environments) {
        const { environment, hash } = await app.handlers["environments.read"](
          { collectionId: tree.id, name },
          never,
        );
        await app.handlers["environments.save"](
          { collectionId: tree.id, environment, hash },
          never,
        );
      }
      expect(await snapshot(tree.folder)).toEqual(before);
    }
    expect(saved).toBe(requests().length);
  }, 60_000);

  const edits: readonly (readonly [string, number, (request: HttpRequest) => HttpRequest])[] = [
    ["method", 2, (request) => ({ ...request, method: "PURGE" })],
    ["name", 2, (request) => ({ ...request, name: `${request.name} (changed)` })],
    [
      "a new header",
      3,
      (request) => ({ ...request, headers: [...request.headers, { name: "X-New", value: "1" }] }),
    ],
    [
      "timeout",
      3,
      (request) => ({ ...request, settings: { ...request.settings, timeout: 12_345 } }),
    ],
    [
      "auth",
      Infinity,
      (request) => ({ ...request, auth: { kind: "basic", username: "u", password: "{{p}}" } }),
    ],
    [
      "body",
      Infinity,
      (request) => ({ ...request, body: { kind: "json", text: '{\n  "new": true\n}' } }),
    ],
  ];
  test.each(edits)("changing one field changes only its lines: %s", (name, most, edit) => {
    let worst = 0;
    for (const { file } of requests()) {
      const bytes = readFileSync(file, "utf8");
      for (const text of [bytes, bytes.replace(/\r?\n/g, "\r\n"), `\ufeff${bytes}`]) {
        const { data } = parseYaml(text);
        const wanted = edit(readRequest(data));
        const saved = patchYaml(text, patchRequest(data, wanted));
        expect(saved.how, file).toBe("spliced");
        const after = parseYaml(saved.text).data;
        expect(readRequest(after)).toEqual(wanted);
        if (name !== "auth" && name !== "body") {
          expect(keptOfRequest(after)).toEqual(keptOfRequest(data));
        }
        const lines = changedLines(text, saved.text);
        worst = Math.max(worst, lines);
        expect(lines, `${file}\n${saved.text}`).toBeLessThanOrEqual(most);
        if (name !== "body") expect(comments(saved.text)).toEqual(comments(text));
      }
    }
    console.log(`${name}: at most ${worst} lines changed`);
  });
});

const comments = (text: string) =>
  text.split(/\r?\n/).filter((line) => line.trimStart().startsWith("#"));

async function snapshot(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, string]> => {
      const file = path.join(entry.parentPath, entry.name);
      return [file, (await fs.readFile(file)).toString("base64")];
    });
  return new Map(await Promise.all(entries));
}
