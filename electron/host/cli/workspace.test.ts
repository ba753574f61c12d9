import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ran, type TestFolder, testFolder } from "./cli.testing.ts";
import { workspaceCommand } from "./workspace.ts";

let folder: TestFolder;
const file = `# ours
info: {name: Harbour, type: workspace}
collections:
  - name: Orders # the first
    path: orders
  - {name: Gone, path: gone}
  - {name: Far, path: /nowhere/far}
activeEnvironmentUid: kept
`;

beforeEach(async () => {
  folder = await testFolder("cli-workspace-file");
  await folder.write({
    "workspace.yml": file,
    "orders/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: Orders}\n",
    "berths/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: Berths}\n",
    "plain/readme.txt": "no collection\n",
    "environments/quay.yml": "variables: []\n",
  });
});
afterEach(() => folder.remove());

const workspace = (...words: readonly string[]) =>
  ran(workspaceCommand, ...words, "--workspace", folder.root);
const text = () => readFile(folder.at("workspace.yml"), "utf8");

test("list says how each line is taken, as text and JSON", async () => {
  const { code, out } = await workspace("list");
  expect(code).toBe(1);
  expect(out).toBe(`Harbour
  orders        Orders
  gone          Gone  (not there)
  /nowhere/far  Far  (outside the workspace's folder, not looked at)
  globals: quay
`);
  expect(JSON.parse((await workspace("list", "--json")).out)).toMatchObject({
    name: "Harbour",
    folder: folder.root,
    environments: ["quay"],
    collections: [{ state: "open" }, { state: "missing" }, { state: "outside" }],
  });
});

test("add, move and remove change lines and leave the rest of the file", async () => {
  expect(await workspace("add", folder.at("berths"))).toMatchObject({ code: 0, out: "berths\n" });
  expect(await workspace("add", folder.at("berths"))).toMatchObject({ code: 0 });
  expect((await text()).match(/path: berths/g)).toHaveLength(1);
  expect(await workspace("remove", "/nowhere/far", folder.at("berths"))).toMatchObject({ code: 0 });
  expect(await workspace("move", "gone", folder.at("berths"))).toMatchObject({ out: "berths\n" });
  expect(await text()).toBe(
    file
      .replace("  - {name: Far, path: /nowhere/far}\n", "")
      .replace("{name: Gone, path: gone}", "{name: Gone, path: berths}"),
  );
});

test("what cannot be listed is refused and the file stays", async () => {
  expect(await workspace("add", folder.at("plain"))).toMatchObject({ code: 26 });
  expect(await workspace("remove", "nothing")).toMatchObject({ code: 26 });
  expect(await workspace("add")).toMatchObject({ code: 2 });
  expect(await workspace("nonsense")).toMatchObject({ code: 2 });
  expect(await text()).toBe(file);
});

test("new makes a folder with the file, and never over one that is there", async () => {
  const made = await ran(workspaceCommand, "new", "Port", folder.at("orders"), "--in", folder.root);
  expect(made).toMatchObject({ code: 0, out: `${folder.at("Port")}\n` });
  const listed = await ran(workspaceCommand, "list", "--workspace", folder.at("Port"));
  expect(listed).toMatchObject({ code: 0, err: "" });
  expect(listed.out).toContain("../orders");
  const again = await ran(workspaceCommand, "new", "Port", "--in", folder.root);
  expect(again).toMatchObject({ code: 0, out: `${folder.at("Port 2")}\n` });
});

test("another program's workspace.yml is no workspace", async () => {
  await folder.write({ "ci/workspace.yml": "version: 2\n" });
  const refused = await ran(workspaceCommand, "list", "--workspace", folder.at("ci"));
  expect(refused).toMatchObject({ code: 26, out: "" });
  expect(refused.err).toContain("belongs to another program");
});
