import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNodes } from "./read-many.ts";
import { scanTree } from "./tree.ts";
import { createTreeCache, readFileNode } from "./read-node.ts";

let root = "";
beforeEach(async () => {
  root = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-many-")));
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

test("folders sixty deep are read; what is deeper than any limit is said, not left out", async () => {
  await fs.writeFile(path.join(root, "opencollection.yml"), "info:\n  name: Deep\n");
  const at = (depth: number) => path.join(root, ...Array.from({ length: depth }, () => "a"));
  await fs.mkdir(at(130), { recursive: true });
  await fs.writeFile(path.join(at(60), "r.yml"), "info:\n  name: R\n  type: http\n");
  await fs.symlink(root, path.join(at(60), "round"));
  const { children } = await scanTree(root, createTreeCache());
  const seen: string[] = [];
  const visit = (nodes: typeof children): void => {
    for (const node of nodes) {
      const depth = node.path.split("/").length;
      if (node.kind !== "folder") seen.push(`${node.name} at ${depth}`);
      else if (node.problem !== undefined) seen.push(`${node.problem.code} at ${depth}`);
      if (node.kind === "folder") visit(node.children);
    }
  };
  visit(children);
  expect(seen.toSorted()).toEqual(["R at 61", "folder-too-deep at 128"]);
});

test("many files in threads are read as one by one, and not again", async () => {
  const request = (name: string) =>
    `info:\n  name: ${name}\n  type: http\nhttp:\n  method: GET\n  url: http://h/\n`;
  const texts: readonly (readonly [string, string | Buffer])[] = [
    ...Array.from({ length: 600 }, (_, at) => [`r-${at}.yml`, request(`Request ${at}`)] as const),
    ["flow.yml", "{info: {name: Flow, type: http}, http: {method: post}}\n"],
    ["broken.yml", "info: [\n"],
    ["empty.yml", ""],
    ["latin.yml", Buffer.from("info:\n  name: caf\xe9\n", "latin1")],
    ["mark.yml", request("a \ufffd b")],
    ["bom.yml", `\ufeff${request("BOM")}`],
  ];
  await Promise.all(texts.map(([name, text]) => fs.writeFile(path.join(root, name), text)));
  await fs.mkdir(path.join(root, "folder.yml"));
  const items = [...texts.map(([name]) => name), "folder.yml", "gone.yml"];
  const cache = createTreeCache();
  const nodes = await readNodes(root, cache, items);
  const one = createTreeCache();
  for (const item of items)
    expect(nodes.get(item), item).toEqual(await readFileNode(root, one, item));
  expect(new Map([...cache.files])).toEqual(one.files);
  expect(nodes.get("empty.yml")).toMatchObject({
    kind: "broken",
    problem: { code: "file-empty", place: "empty.yml" },
  });
  await fs.writeFile(path.join(root, "r-7.yml"), request("Changed"));
  const again = await readNodes(root, cache, items);
  expect(again.get("r-7.yml")).toMatchObject({ name: "Changed" });
  expect(again.get("r-8.yml")).toBe(nodes.get("r-8.yml"));
  expect(again.get("broken.yml")).toBe(nodes.get("broken.yml"));
}, 30_000);
