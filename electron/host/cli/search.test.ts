import { readdir, readFile, rename, writeFile } from "node:fs/promises";
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

const search = (...words: readonly string[]) =>
  ran(searchCommand, "--data", folder.at("data"), ...words);
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
  expect(dry.err).toContain("1 in 1 file would be replaced: add --yes to do it.");
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toBe(orders);

  expect(await search(...words, "--yes")).toMatchObject({ code: 0 });
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toBe(
    orders.replace("orders?page=1", "berths/1"),
  );
});

test("--undo shows the last replacement, and takes it back with --yes, whichever folders it went over", async () => {
  const b = await readFile(folder.at("b/sly.yml"), "utf8");
  expect(await search("--undo")).toMatchObject({ code: 1, out: "" });
  const words = [
    "orders",
    "-r",
    "berths",
    "--yes",
    folder.at("a"),
    folder.at("a/deep"),
    folder.at("b"),
  ];
  expect((await search(...words)).err).toContain("--undo --yes takes it back");
  const shown = await search("--undo");
  expect(shown.code).toBe(0);
  expect(lines(shown.out)).toEqual([
    "a/deep/folder.yml",
    "a/deep/ship.yml",
    "a/orders.yml",
    "b/sly.yml",
  ]);
  expect(shown.err).toMatch(
    /"orders" replaced by "berths" at .* \(6 in 4 files of a, b\) would be/,
  );
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toContain("List berths");

  await writeFile(folder.at("a/deep/ship.yml"), "# mine");
  const back = await search("--undo", "--yes");
  expect(back.code).toBe(23);
  expect(back.err).toContain("ship.yml was left as it is: This file was changed after");
  expect(await readFile(folder.at("a/orders.yml"), "utf8")).toBe(orders);
  expect(await readFile(folder.at("b/sly.yml"), "utf8")).toBe(b);
  expect(await readFile(folder.at("a/deep/ship.yml"), "utf8")).toBe("# mine");
  // What could not be taken back is still kept; a folder that is gone is named.
  await rename(folder.at("a"), folder.at("moved"));
  const gone = await search("--undo", "--yes", "--json");
  expect(gone.code).toBe(23);
  expect(JSON.parse(gone.out)).toMatchObject({
    undone: { files: 0, failed: [{ path: "deep/ship.yml" }] },
  });
});

test("--no-undo keeps nothing", async () => {
  await search("orders", "-r", "berths", "--yes", "--no-undo", folder.at("a"));
  expect(await readdir(folder.root)).not.toContain("data");
  expect((await search("--undo")).code).toBe(1);
});

test.each<[readonly string[], string]>([
  [[], "search takes a text"],
  [["a", "--undo"], "--undo takes no text"],
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
