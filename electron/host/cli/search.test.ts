import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ran, type TestFolder, testFolder } from "./cli.testing.ts";
import { searchCommand } from "./search.ts";

let folder: TestFolder;
const orders = `# of the harbour
info: {name: List orders, type: http}
http:
  method: GET
  url: "{{base}}/orders?page=1" # first page
  headers:
    - {name: X-Trace, value: orders-1}
`;

beforeEach(async () => {
  folder = await testFolder("cli-search");
  await folder.write({
    "workspace.yml":
      "info: {name: W, type: workspace}\ncollections: [{path: a}, {path: b}, {path: gone}, {path: ../c}]\n",
    "a/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: A}\n",
    "a/orders.yml": orders,
    "a/deep/folder.yml": "info: {name: Deep orders, type: folder}\n",
    "a/deep/ship.yml":
      "info: {name: Ship, type: http}\nhttp: {method: POST, url: http://h/ORDERS/1}\n",
    "b/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: B}\n",
    "b/sly.yml": 'info: {name: "orders \\e[2J", type: http}\nhttp: {method: GET, url: http://h/}\n',
  });
});
afterEach(() => folder.remove());

const search = (...words: readonly string[]) => ran(searchCommand, ...words);
const lines = (text: string) =>
  text
    .replaceAll(`${folder.root}/`, "")
    .split("\n")
    .filter((line) => line !== "")
    .toSorted();

test("a collection: each match with its file, part and line", async () => {
  const { code, out } = await search("orders", folder.at("a"));
  expect(code).toBe(0);
  expect(lines(out)).toEqual([
    "a/deep/folder.yml: name: Deep orders",
    "a/deep/ship.yml: url: http://h/ORDERS/1",
    "a/orders.yml: headers: orders-1",
    "a/orders.yml: name: List orders",
    "a/orders.yml: url: {{base}}/orders?page=1",
  ]);
});

test("a workspace: all it lists in its folder; the rest is named; no control characters reach the terminal", async () => {
  const { code, out, err } = await search("orders", folder.root, "--in", "name", "-s");
  expect(code).toBe(0);
  expect(lines(out)).toEqual([
    "a/deep/folder.yml: name: Deep orders",
    "a/orders.yml: name: List orders",
    "b/sly.yml: name: orders ␛[2J",
  ]);
  expect(err).toContain("gone is no collection, or is not there.");
  expect(err).toContain("../c leads out of the workspace");
});

test("only a folder, whole words, expressions, files alone, JSON", async () => {
  expect(lines((await search("orders", folder.at("a/deep"))).out)).toHaveLength(2);
  expect(lines((await search("-l", "order", folder.at("a"))).out)).toHaveLength(3);
  expect((await search("-w", "order", folder.at("a"))).code).toBe(1);
  const { out } = await search("--json", "-E", "orders/(\\d)", folder.at("a"), folder.at("a/deep"));
  expect(JSON.parse(out)).toMatchObject({
    files: [{ path: "deep/ship.yml", matches: [{ scope: "url", text: "ORDERS/1" }] }],
  });
});

test("--replace shows what would change; --yes changes it in place", async () => {
  const words = ["-E", "-s", "orders\\?page=(\\d)", "--replace", "berths/$1", folder.at("a")];
  const dry = await search(...words);
  expect(dry.code).toBe(0);
  expect(lines(dry.out)).toEqual([
    "+ {{base}}/berths/1",
    "- {{base}}/orders?page=1",
    "a/orders.yml: url:",
  ]);
  expect(dry.err).toContain("1 in 1 files would be replaced: add --yes to do it.");
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toBe(orders);

  expect(await search(...words, "--yes")).toMatchObject({ code: 0 });
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toBe(
    orders.replace("orders?page=1", "berths/1"),
  );
});

test.each<[readonly string[], string]>([
  [[], "search takes a text"],
  [["a", "--yes"], "--yes needs --replace"],
  [["a", "--in", "nowhere"], "--in takes name, url"],
  [["a", "--nonsense"], "unknown option --nonsense"],
])("%j is refused", async (words, message) => {
  const refused = await search(...words);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain(message);
});

test("an expression that is none, and a place that is not there", async () => {
  expect(await search("-E", "(", folder.at("a"))).toMatchObject({ code: 2 });
  expect(await search("x", folder.at("nowhere"))).toMatchObject({ code: 26 });
});
