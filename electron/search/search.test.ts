import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Handlers, SearchContract } from "../../shared/contract/index.ts";
import type { SearchQuery } from "../../shared/model/search.ts";
import { type Collections, createCollections } from "../collections/service.ts";
import { createReplacements } from "./replacements.ts";
import { createSearch, type Search } from "./search.ts";

let folder = "";
let collections: Collections;
let search: Search;
let id = "";
const never = new AbortController().signal;
const at = (...names: string[]) => path.join(folder, "api", ...names);
const read = (...names: string[]) => fs.readFile(at(...names), "utf8");
const h = (): Handlers<SearchContract> => search.handlers;

const orders = `# orders of the harbour
info:
  name: List orders
  type: http

http:
  method: GET
  url: "{{base}}/orders?page=1"   # first page
  headers:
    - name: X-Trace
      value: orders-1
    - name: Accept
      value: application/json
  body:
    type: json
    data: |-
      { "orders": [1, 2] }

docs: |-
  Lists orders.
  Nothing else.
`;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-search-")));
  await fs.mkdir(path.join(folder, "data"));
  await fs.mkdir(at("deep"), { recursive: true });
  await fs.mkdir(at("environments"));
  await fs.writeFile(at("opencollection.yml"), "opencollection: 1.0.0\n\ninfo:\n  name: Harbour\n");
  await fs.writeFile(at("orders.yml"), orders);
  await fs.writeFile(at("deep", "folder.yml"), "info:\n  name: deep orders\n  type: folder\n");
  await fs.writeFile(
    at("deep", "ship.yml"),
    "info:\n  name: Ship\n  type: http\nhttp:\n  method: POST\n  url: http://h/orders/1\n  body:\n    type: text\n    data: Orders, ORDERS\nruntime:\n  scripts:\n    - type: tests\n      code: check(orders)\n",
  );
  await fs.writeFile(at("broken.yml"), "orders: [\n");
  await fs.writeFile(
    at("environments", "live.yml"),
    "name: live\nvariables:\n  - name: base\n    value: http://orders.test\n",
  );
  collections = await createCollections({ dataFolder: path.join(folder, "data") });
  ({ id } = await collections.handlers["collections.open"]({ folder: at() }, never));
  search = createSearch({
    files: collections.files,
    onChange: collections.onChange,
    kept: createReplacements(path.join(folder, "data")),
  });
});
afterEach(async () => {
  search.close();
  await collections.close();
  await fs.rm(folder, { recursive: true, force: true });
});

const query = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  regex: false,
  matchCase: false,
  wholeWord: false,
  scopes: [],
  within: null,
  ...more,
});
const places = async (asked: SearchQuery) =>
  (await h()["search.find"]({ query: asked, replacement: null }, never)).files
    .flatMap(({ path: file, matches }) =>
      matches.map(({ scope, text }) => `${file} ${scope} ${text}`),
    )
    .sort();

describe("finding", () => {
  test("in names, URLs, headers, bodies, scripts, docs, variables and broken files", async () => {
    expect(await places(query("orders"))).toEqual([
      "broken.yml other orders",
      "deep/folder.yml name orders",
      "deep/ship.yml body ORDERS",
      "deep/ship.yml body Orders",
      "deep/ship.yml scripts orders",
      "deep/ship.yml url orders",
      "environments/live.yml variables orders",
      "orders.yml body orders",
      "orders.yml docs orders",
      "orders.yml headers orders",
      "orders.yml name orders",
      "orders.yml url orders",
    ]);
  });
  test.each([
    ["case", query("ORDERS", { matchCase: true }), ["deep/ship.yml body ORDERS"]],
    ["whole words", query("order", { wholeWord: true }), []],
    ["a scope", query("orders", { scopes: ["headers"] }), ["orders.yml headers orders"]],
    [
      "a folder",
      query("ship", { within: { collectionId: "", path: "deep" } }),
      ["deep/ship.yml name Ship"],
    ],
    ["an expression", query("page=\\d+", { regex: true }), ["orders.yml url page=1"]],
    ["signs of expressions as text", query("[1, 2]"), ["orders.yml body [1, 2]"]],
    ["a line's beginning", query("^Nothing", { regex: true }), ["orders.yml docs Nothing"]],
    ["empty matches", query("x*", { regex: true, scopes: ["docs"] }), []],
    ["nothing", query(""), []],
  ])("%s", async (_, asked, expected) => {
    const within = asked.within === null ? null : { ...asked.within, collectionId: id };
    expect(await places({ ...asked, within })).toEqual(expected);
  });
  test("what is around a match is the rest of its line", async () => {
    const found = await h()["search.find"]({ query: query("else"), replacement: null }, never);
    expect(found.files[0]?.matches[0]).toMatchObject({
      before: "Nothing ",
      text: "else",
      after: ".",
    });
  });
  test("a large collection is read before anybody asks, and forgotten when it is closed", async () => {
    const many = Array.from({ length: 600 }, (_, index) => `many-${index}.yml`);
    await Promise.all(many.map((name) => fs.writeFile(at(name), orders.replace("List", name))));
    await collections.files.refresh([id]);
    // Whenever the reading ahead comes, before, between or after these: the answers are the same.
    expect(await places(query("many-59", { scopes: ["name"] }))).toHaveLength(11);
    await collections.handlers["collections.close"]({ id }, never);
    expect(await places(query("orders"))).toEqual([]);
    ({ id } = await collections.handlers["collections.open"]({ folder: at() }, never));
    expect(await places(query("many-59", { scopes: ["name"] }))).toHaveLength(11);
  }, 20_000);
  test("a file behind a link that leads outside is not searched", async () => {
    await fs.mkdir(path.join(folder, "outside"));
    await fs.writeFile(path.join(folder, "outside", "secret.yml"), orders);
    await fs.rm(at("orders.yml"));
    await fs.symlink(path.join(folder, "outside", "secret.yml"), at("orders.yml"));
    expect(await places(query("X-Trace"))).toEqual([]);
  });
  test("a file saved by another program counts at once when the watcher saw it", async () => {
    expect(await places(query("brandnew"))).toEqual([]);
    await fs.writeFile(at("orders.yml"), orders.replace("List orders", "brandnew"));
    await collections.files.refresh([id]);
    expect(await places(query("brandnew"))).toEqual(["orders.yml name brandnew"]);
    await fs.unlink(at("orders.yml"));
    await collections.files.refresh([id]);
    expect(await places(query("brandnew"))).toEqual([]);
  });
  test("an expression that is none is told, one that never ends is stopped, and the next search works", async () => {
    await expect(
      h()["search.find"]({ query: query("(", { regex: true }), replacement: null }, never),
    ).rejects.toMatchObject({
      failure: { code: "bad-pattern" },
    });
    await fs.writeFile(at("slow.yml"), `info:\n  name: ${"a".repeat(60)}!\n`);
    await collections.files.refresh([id]);
    await expect(
      h()["search.find"]({ query: query("^(a+)+$", { regex: true }), replacement: null }, never),
    ).rejects.toMatchObject({ failure: { code: "search-too-slow" } });
    expect(await places(query("X-Trace"))).toEqual(["orders.yml headers X-Trace"]);
  }, 20_000);
});

describe("replacing", () => {
  test("everywhere, in place, and back", async () => {
    const before = [
      await read("orders.yml"),
      await read("deep", "ship.yml"),
      await read("environments", "live.yml"),
    ];
    const asked = {
      query: query("orders", { matchCase: true }),
      replacement: "$& berths",
      picks: null,
    };
    const done = await h()["search.replace"](asked, never);
    expect(done).toMatchObject({ matches: 9, files: 4 });
    expect(done.failed.map(({ path: file }) => file)).toEqual(["broken.yml"]);
    expect(await read("orders.yml")).toBe(
      orders
        .replace("name: List orders", () => "name: List $& berths")
        .replace("}}/orders?", () => "}}/$& berths?")
        .replace("value: orders-1", () => "value: $& berths-1")
        .replace('|-\n      { "orders": [1, 2] }', () => "'{ \"$& berths\": [1, 2] }'")
        .replace("Lists orders.", () => "Lists $& berths."),
    );
    const back = await h()["search.undo"]({ undoId: done.undoId ?? "" }, never);
    expect(back.failed).toEqual([]);
    expect([
      await read("orders.yml"),
      await read("deep", "ship.yml"),
      await read("environments", "live.yml"),
    ]).toEqual(before);
  });
  test("one match of several, by an expression with groups", async () => {
    const asked = query("(ord)(ers)", { regex: true });
    const picks = [
      {
        collectionId: id,
        path: "deep/ship.yml",
        matches: [{ field: "/http/body/data", index: 1 }],
      },
    ];
    await h()["search.replace"]({ query: asked, replacement: "$2-$1$$", picks }, never);
    expect(await read("deep", "ship.yml")).toContain("data: Orders, ERS-ORD$\n");
  });
  test("a file changed since is not taken back", async () => {
    const done = await h()["search.replace"](
      { query: query("Ship"), replacement: "Boat", picks: null },
      never,
    );
    await fs.appendFile(at("deep", "ship.yml"), "# mine\n");
    const back = await h()["search.undo"]({ undoId: done.undoId ?? "" }, never);
    expect(back.failed.map(({ path: file }) => file)).toEqual(["deep/ship.yml"]);
    expect(await read("deep", "ship.yml")).toContain("Boat");
    // Once that is undone the way back is open again, and used up by going it.
    await fs.writeFile(
      at("deep", "ship.yml"),
      (await read("deep", "ship.yml")).replace("# mine\n", ""),
    );
    const again = await h()["search.undo"]({ undoId: back.undoId ?? "" }, never);
    expect(again).toMatchObject({ files: 1, failed: [], undoId: null });
    expect(await read("deep", "ship.yml")).toContain("name: Ship");
    await expect(h()["search.undo"]({ undoId: back.undoId ?? "" }, never)).rejects.toMatchObject({
      failure: { code: "undo-gone" },
    });
  });
  test("what it began from is kept before the first file is written, for the next Envoi too", async () => {
    const asked = { query: query("orders"), replacement: "berths", picks: null };
    const done = await h()["search.replace"](asked, never);
    // One file as if Envoi had been killed before it came to it.
    await fs.writeFile(at("orders.yml"), orders);
    const next = createSearch({
      files: collections.files,
      kept: createReplacements(path.join(folder, "data")),
    });
    const back = await next.handlers["search.undo"]({ undoId: done.undoId ?? "" }, never);
    next.close();
    expect(back).toMatchObject({ files: done.files - 1, failed: [], undoId: null });
    expect(await read("environments", "live.yml")).toContain("http://orders.test");
  });
  test("where nothing can be kept nothing is replaced", async () => {
    await fs.writeFile(path.join(folder, "data", "replaced"), "no folder");
    const asked = { query: query("orders"), replacement: "berths", picks: null };
    await expect(h()["search.replace"](asked, never)).rejects.toMatchObject({
      failure: { kind: "storage" },
    });
    expect(await read("orders.yml")).toBe(orders);
  });
  test("a replacement that looks like YAML stays a text", async () => {
    await h()["search.replace"](
      { query: query("Ship"), replacement: "a: [b] # c\n- d", picks: null },
      never,
    );
    const found = await h()["search.find"](
      { query: query("a: [b] # c"), replacement: null },
      never,
    );
    expect(found.files[0]?.matches[0]?.scope).toBe("name");
  });
});
