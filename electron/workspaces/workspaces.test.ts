import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WorkspaceState } from "../../shared/contract/index.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { createCollections, type Collections } from "../collections/service.ts";
import { createWorkspaces, type Workspaces } from "./workspaces.ts";

let folder = "";
let collections: Collections;
let workspaces: Workspaces;
const never = new AbortController().signal;
const at = (...names: string[]) => path.join(folder, ...names);
const read = (...names: string[]) => fs.readFile(at(...names), "utf8");

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-workspaces-")));
  await fs.mkdir(at("data"));
  await start();
});
afterEach(async () => {
  await stop();
  await fs.rm(folder, { recursive: true, force: true });
});

async function start() {
  collections = await createCollections({ dataFolder: at("data") });
  workspaces = await createWorkspaces({ dataFolder: at("data"), collections, now: () => 1 });
}
async function stop() {
  await workspaces.close();
  await collections.close();
}
async function collection(...names: string[]): Promise<string> {
  await fs.mkdir(at(...names), { recursive: true });
  const name = names.at(-1) ?? "";
  await fs.writeFile(
    at(...names, "opencollection.yml"),
    `opencollection: 1.0.0\n\ninfo:\n  name: ${name}\n`,
  );
  return at(...names);
}
async function workspaceFile(...lines: string[]): Promise<string> {
  await fs.mkdir(at("space"), { recursive: true });
  const entries = lines.map((line) => `  - name: x\n    path: ${JSON.stringify(line)}\n`);
  await fs.writeFile(
    at("space", "workspace.yml"),
    `# kept\nopencollection: 1.0.0\ninfo:\n  name: Space\n  type: workspace\n\ncollections:\n${entries.join("")}\nspecs:\n`,
  );
  return at("space");
}
const openPaths = () =>
  collections
    .list()
    .map(({ root }) => path.relative(folder, root))
    .sort();
const states = () => workspaces.current()?.entries.map(({ state }) => state);
const { handlers: h, shared } = {
  handlers: () => workspaces.handlers,
  shared: () => workspaces.collectionHandlers,
};
async function until(fits: (state: WorkspaceState) => boolean): Promise<OpenWorkspace | null> {
  const ended = new AbortController();
  for await (const state of h()["workspace.watch"](ended.signal))
    if (fits(state)) {
      ended.abort();
      return state.current;
    }
  return null;
}

describe("opening", () => {
  test("opens what it lists, closes what was open, and gives it back when it is closed", async () => {
    await collection("space", "collections", "one");
    await collection("loose");
    await workspaceFile("collections/one", "collections/one/", "gone");
    await shared()["collections.open"]({ folder: at("loose") }, never);
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(openPaths()).toEqual(["space/collections/one"]);
    expect(states()).toEqual(["open", "duplicate", "missing"]);
    await h()["workspace.close"](null, never);
    expect(openPaths()).toEqual(["loose"]);
    expect(workspaces.current()).toBeNull();
  });
  test("is there again after a restart", async () => {
    await collection("space", "one");
    await h()["workspace.open"](
      { folder: at((await workspaceFile("one"), "space"), "workspace.yml") },
      never,
    );
    await stop();
    await start();
    expect(openPaths()).toEqual(["space/one"]);
    expect(workspaces.current()?.workspace.name).toBe("Space");
  });
  test("a file of another program is refused and nothing closes", async () => {
    await collection("loose");
    await shared()["collections.open"]({ folder: at("loose") }, never);
    await fs.mkdir(at("ci"));
    await fs.writeFile(at("ci", "workspace.yml"), "version: 2.1\njobs: {}\n");
    await expect(h()["workspace.open"]({ folder: at("ci") }, never)).rejects.toMatchObject({
      failure: { code: "not-a-workspace" },
    });
    expect(openPaths()).toEqual(["loose"]);
  });
  test("the file broken afterwards: told, and the collections stay", async () => {
    await collection("space", "one");
    await workspaceFile("one");
    await h()["workspace.open"]({ folder: at("space") }, never);
    await fs.writeFile(at("space", "workspace.yml"), "a: [\n");
    const broken = await until((state) => state.current?.problem !== undefined);
    expect(broken?.problem?.code).toMatch(/^yaml-/);
    expect(openPaths()).toEqual(["space/one"]);
  });
  test("a line added by another program opens, one removed closes", async () => {
    await collection("space", "one");
    await collection("space", "two");
    await workspaceFile("one");
    await h()["workspace.open"]({ folder: at("space") }, never);
    await workspaceFile("two");
    await until((state) => state.current?.entries[0]?.path === "two");
    expect(openPaths()).toEqual(["space/two"]);
  });
});

describe("the file follows the window", () => {
  beforeEach(async () => {
    await collection("space", "one");
    await collection("two");
    await workspaceFile("one");
    await h()["workspace.open"]({ folder: at("space") }, never);
  });
  test("opening adds a line, closing takes it out, the rest stays to the byte", async () => {
    const before = await read("space", "workspace.yml");
    const { id } = await shared()["collections.open"]({ folder: at("two") }, never);
    expect(await read("space", "workspace.yml")).toContain("  - name: two\n    path: ../two\n");
    expect(openPaths()).toEqual(["space/one", "two"]);
    await shared()["collections.close"]({ id }, never);
    expect(await read("space", "workspace.yml")).toBe(before);
    expect(openPaths()).toEqual(["space/one"]);
  });
  test("a new collection inside is written with a relative path", async () => {
    await shared()["collections.create"]({ parent: at("space"), name: "Three" }, never);
    expect(await read("space", "workspace.yml")).toContain("path: Three\n");
  });
  test("a save from a stale hash is a conflict and writes nothing", async () => {
    const { value, hash } = await h()["workspace.read"](null, never);
    await fs.appendFile(at("space", "workspace.yml"), "# by another program\n");
    const text = await read("space", "workspace.yml");
    const save = { workspace: { ...value, name: "Other" }, hash };
    expect(await h()["workspace.save"](save, never)).toMatchObject({ kind: "conflict" });
    expect(await read("space", "workspace.yml")).toBe(text);
    expect(await h()["workspace.save"]({ ...save, overwrite: true }, never)).toMatchObject({
      kind: "saved",
    });
    expect(await read("space", "workspace.yml")).toContain("# by another program");
    expect(workspaces.current()?.workspace.name).toBe("Other");
  });
  test("saved as a new one with what is open; an existing file is not touched", async () => {
    await fs.mkdir(at("parent"));
    await h()["workspace.create"]({ parent: at("parent"), name: "New", keep: true }, never);
    expect(await read("parent", "New", "workspace.yml")).toContain("path: ../../space/one");
    expect(openPaths()).toEqual(["space/one"]);
    const text = await read("space", "workspace.yml");
    const again = { parent: at("space"), name: "X", here: true, keep: false };
    await expect(h()["workspace.create"](again, never)).rejects.toMatchObject({
      failure: { code: "EEXIST" },
    });
    expect(await read("space", "workspace.yml")).toBe(text);
  });
});

describe("lines that lead outside", () => {
  test("are not followed until the person allows them, on this machine", async () => {
    await collection("other", "secret");
    await workspaceFile("../other/secret");
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(states()).toEqual(["outside"]);
    expect(openPaths()).toEqual([]);
    await h()["workspace.allow"]({ path: "../other/secret" }, never);
    expect(states()).toEqual(["open"]);
    await stop();
    await start();
    expect(states()).toEqual(["open"]);
  });
  test.each([
    ["absolute", "/etc"],
    ["a climb", "../../../../etc"],
    ["a climb in the middle", "a/../../x"],
    ["a network share", "\\\\server\\share\\x"],
    ["a network share with slashes", "//server/share"],
    ["a drive", "C:\\x"],
    ["a drive without a slash", "c:x"],
    ["a link", "link"],
    ["below a link", "link/secret"],
    ["a link of links", "links"],
    ["a link that climbs", "climb/../../other"],
  ])("%s is outside", async (_, written) => {
    await collection("other", "secret");
    await workspaceFile(written);
    await fs.symlink(at("other"), at("space", "link"));
    await fs.symlink("link", at("space", "links"));
    await fs.mkdir(at("space", "deep"));
    await fs.symlink("deep", at("space", "climb"));
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(states()).toEqual(["outside"]);
    expect(openPaths()).toEqual([]);
  });
  test.each([
    ["a control character", "a\u0000b"],
    ["a circle of links", "round"],
    ["a file", "file"],
    ["nothing", "nothing/here"],
  ])("%s is not opened", async (_, written) => {
    await workspaceFile(written);
    await fs.symlink("round", at("space", "round"));
    await fs.writeFile(at("space", "file"), "");
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(["missing", "not-a-collection", "failed"]).toContain(states()?.[0]);
  });
  test("a folder of Bruno's own files is told apart: it can be imported", async () => {
    await fs.mkdir(at("space", "bru"), { recursive: true });
    await fs.writeFile(at("space", "bru", "bruno.json"), "{}");
    await workspaceFile("bru");
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(states()).toEqual(["bruno"]);
  });
  test("written on Windows, read here", async () => {
    await collection("space", "collections", "one");
    await workspaceFile("collections\\one");
    await h()["workspace.open"]({ folder: at("space") }, never);
    expect(states()).toEqual(["open"]);
  });
  test("a collection that moved is found again", async () => {
    await collection("space", "one");
    await workspaceFile("old");
    await h()["workspace.open"]({ folder: at("space") }, never);
    await h()["workspace.locate"]({ path: "old", folder: at("space", "one") }, never);
    expect(await read("space", "workspace.yml")).toContain('path: "one"');
    expect(states()).toEqual(["open"]);
  });
});

test("the recent list: latest first, missing ones marked, and forgotten", async () => {
  await collection("one");
  await collection("two");
  await workspaceFile();
  await shared()["collections.open"]({ folder: at("one") }, never);
  await shared()["collections.open"]({ folder: at("two") }, never);
  await h()["workspace.open"]({ folder: at("space") }, never);
  await fs.rm(at("one"), { recursive: true });
  await h()["workspace.close"](null, never);
  let recent = (await untilState()).recent;
  expect(recent.map(({ kind, name, missing }) => [kind, name, missing])).toEqual([
    ["workspace", "Space", false],
    ["collection", "two", false],
    ["collection", "one", true],
  ]);
  await h()["workspace.forget"]({ folder: at("one") }, never);
  recent = (await untilState()).recent;
  expect(recent.map(({ name }) => name)).toEqual(["Space", "two"]);
});

async function untilState(): Promise<WorkspaceState> {
  const ended = new AbortController();
  for await (const state of h()["workspace.watch"](ended.signal)) {
    ended.abort();
    return state;
  }
  throw new Error("no state");
}
