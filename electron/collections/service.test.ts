import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CollectionsItem, ItemRef } from "../../shared/contract/collections.ts";
import type { CollectionTree, TreeNode } from "../../shared/model/collection.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { type Collections, createCollections } from "./service.ts";

let folder = "";
let app: Collections;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-collections-")));
  await fs.mkdir(path.join(folder, "data"));
  app = await start();
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
});

const start = () => createCollections({ dataFolder: path.join(folder, "data") });
const handlers = () => app.handlers;
const read = (...at: string[]) => fs.readFile(path.join(folder, ...at), "utf8");

async function tree(id: string): Promise<CollectionTree> {
  for await (const item of handlers()["collections.watch"](never)) {
    const found =
      item.kind === "snapshot" ? item.collections.find((other) => other.id === id) : undefined;
    if (found !== undefined) return found;
  }
  throw new Error("no snapshot");
}

const shape = (nodes: readonly TreeNode[]): unknown[] =>
  nodes.map((node) => (node.kind === "folder" ? [node.path, shape(node.children)] : node.path));

async function create(): Promise<string> {
  return (await handlers()["collections.create"]({ parent: folder, name: "My API" }, never)).id;
}
async function request(collectionId: string, parent: string, name: string): Promise<ItemRef> {
  const { path: item } = await handlers()["collections.createRequest"](
    { collectionId, parent, request: { ...emptyRequest, name, url: "http://h/" } },
    never,
  );
  return { collectionId, path: item };
}

describe("a collection's life", () => {
  test("created, filled, and there again after a restart under the same id", async () => {
    const id = await create();
    expect(await read("My API", "opencollection.yml")).toMatch(
      /^opencollection: 1\.0\.0\n\ninfo:\n  name: My API\n/,
    );
    expect(await read("My API", ".gitignore")).toContain("!.env.example");
    const orders = await handlers()["collections.createFolder"](
      { collectionId: id, parent: "", name: "Orders" },
      never,
    );
    await request(id, orders.path, "Create/order");
    await request(id, "", "List");
    expect(await read("My API", "Orders", "Create-order.yml")).toContain("auth: inherit");
    expect(await read("My API", "Orders", "folder.yml")).toContain("auth: inherit");
    await app.close();
    app = await start();
    const again = await tree(id);
    expect(again.name).toBe("My API");
    expect(shape(again.children)).toEqual([["Orders", ["Orders/Create-order.yml"]], "List.yml"]);
    expect((await tree(id)).children[0]).toMatchObject({ kind: "folder", name: "Orders", seq: 1 });
    await handlers()["collections.close"]({ id }, never);
    expect(
      (await handlers()["collections.open"]({ folder: path.join(folder, "My API") }, never)).id,
    ).toBe(id);
  });

  test("refuses a folder that is no collection, and one that is not there", async () => {
    await fs.mkdir(path.join(folder, "plain"));
    await expect(
      handlers()["collections.open"]({ folder: path.join(folder, "plain") }, never),
    ).rejects.toMatchObject({
      failure: { kind: "input", code: "not-a-collection" },
    });
    await expect(
      handlers()["collections.open"]({ folder: path.join(folder, "none") }, never),
    ).rejects.toMatchObject({
      failure: { kind: "not-found" },
    });
  });

  test("renames items with their files, case alone too; a taken name gets a number", async () => {
    const id = await create();
    const list = await request(id, "", "list");
    await request(id, "", "Other");
    const upper = await handlers()["collections.rename"]({ ...list, name: "LIST" }, never);
    expect(upper.path).toBe("LIST.yml");
    expect(await read("My API", "LIST.yml")).toContain("name: LIST\n");
    expect((await handlers()["collections.rename"]({ ...upper, name: "other" }, never)).path).toBe(
      "other 2.yml",
    );
    expect(shape((await tree(id)).children)).toEqual(["other 2.yml", "Other.yml"]);
  });

  test("a folder that is there becomes a collection; what it holds stays", async () => {
    const here = path.join(folder, "work");
    await fs.mkdir(here);
    await fs.writeFile(path.join(here, ".gitignore"), "mine\n");
    const { id } = await handlers()["collections.create"](
      { parent: here, name: "Work", here: true },
      never,
    );
    expect(await tree(id)).toMatchObject({ folder: here, name: "Work", children: [] });
    expect(await read("work", ".gitignore")).toBe("mine\n");
    expect((await fs.readdir(folder)).toSorted()).toEqual(["data", "work"]);
  });

  test("drags change only the seq lines that must change", async () => {
    const id = await create();
    for (const name of ["A", "B", "C"]) await request(id, "", name);
    const move = (item: string, after: string | null) =>
      handlers()["collections.move"](
        { from: { collectionId: id, path: item }, toCollection: id, to: { folder: "", after } },
        never,
      );
    const before = await read("My API", "B.yml");
    await move("C.yml", null);
    expect(shape((await tree(id)).children)).toEqual(["C.yml", "A.yml", "B.yml"]);
    await move("A.yml", "B.yml");
    expect(shape((await tree(id)).children)).toEqual(["C.yml", "B.yml", "A.yml"]);
    expect((await read("My API", "B.yml")).replace(/seq: \d+/, "seq: 2")).toBe(before);
  });

  test("moves into a folder and into another collection; a folder not into itself", async () => {
    const id = await create();
    const other = (await handlers()["collections.create"]({ parent: folder, name: "Other" }, never))
      .id;
    const sub = await handlers()["collections.createFolder"](
      { collectionId: id, parent: "", name: "Sub" },
      never,
    );
    const item = await request(id, "", "A");
    const to = { folder: "Sub", after: null };
    const moved = await handlers()["collections.move"]({ from: item, toCollection: id, to }, never);
    expect(moved.path).toBe("Sub/A.yml");
    await expect(
      handlers()["collections.move"]({ from: sub, toCollection: id, to }, never),
    ).rejects.toMatchObject({
      failure: { code: "into-itself" },
    });
    await handlers()["collections.move"](
      { from: sub, toCollection: other, to: { folder: "", after: null } },
      never,
    );
    expect(shape((await tree(id)).children)).toEqual([]);
    expect(shape((await tree(other)).children)).toEqual([["Sub", ["Sub/A.yml"]]]);
  });

  test("duplicates, deletes, and brings back, its folder too", async () => {
    const id = await create();
    await handlers()["collections.createFolder"](
      { collectionId: id, parent: "", name: "Sub" },
      never,
    );
    const item = await request(id, "Sub", "A");
    const copy = await handlers()["collections.duplicate"](item, never);
    expect(copy.path).toBe("Sub/A copy.yml");
    const text = await read("My API", "Sub", "A.yml");
    const { undoId } = await handlers()["collections.delete"](item, never);
    await handlers()["collections.delete"]({ collectionId: id, path: "Sub" }, never);
    expect(shape((await tree(id)).children)).toEqual([]);
    if (undoId === null) throw new Error("no undo");
    expect(await handlers()["collections.undoDelete"]({ undoId }, never)).toEqual(item);
    expect(await read("My API", "Sub", "A.yml")).toBe(text);
  });

  test("uses the system's trash when there is one", async () => {
    await app.close();
    const trashed: string[] = [];
    const trash = async (file: string) => {
      trashed.push(file);
      await fs.rm(file, { recursive: true });
    };
    app = await createCollections({ dataFolder: path.join(folder, "data"), trash });
    const id = await create();
    const item = await request(id, "", "A");
    expect(await handlers()["collections.delete"](item, never)).toEqual({ undoId: null });
    expect(trashed).toEqual([path.join(folder, "My API", "A.yml")]);
  });
});

describe("saving", () => {
  test("a file changed outside is a conflict; overwriting keeps what else changed there", async () => {
    const id = await create();
    const item = await request(id, "", "A");
    const loaded = await handlers()["collections.readRequest"](item, never);
    const file = path.join(folder, "My API", "A.yml");
    await fs.writeFile(file, `${await fs.readFile(file, "utf8")}# a note from outside\n`);
    const save = { ...item, request: { ...loaded.value, method: "PUT" }, hash: loaded.hash };
    const conflict = await handlers()["collections.saveRequest"](save, never);
    expect(conflict.kind).toBe("conflict");
    expect(await read("My API", "A.yml")).not.toContain("PUT");
    expect(
      await handlers()["collections.saveRequest"]({ ...save, overwrite: true }, never),
    ).toMatchObject({
      kind: "saved",
    });
    expect(await read("My API", "A.yml")).toMatch(/method: PUT[^]*# a note from outside/);
  });

  test("an edit of a file whose folder is gone is written again with its folder, never behind a link that leads out", async () => {
    const id = await create();
    const inner = await handlers()["collections.createFolder"](
      { collectionId: id, parent: "", name: "Inner" },
      never,
    );
    const item = await request(id, inner.path, "A");
    const loaded = await handlers()["collections.readRequest"](item, never);
    await fs.rename(path.join(folder, "My API", inner.path), path.join(folder, "elsewhere"));
    const save = { ...item, request: { ...loaded.value, method: "PUT" }, hash: loaded.hash };
    expect((await handlers()["collections.saveRequest"](save, never)).kind).toBe("conflict");
    const again = { ...save, overwrite: true };
    await fs.symlink(path.join(folder, "elsewhere"), path.join(folder, "My API", inner.path));
    await fs.rm(path.join(folder, "elsewhere"), { recursive: true });
    await expect(handlers()["collections.saveRequest"](again, never)).rejects.toMatchObject({
      failure: { code: "outside-root" },
    });
    await fs.rm(path.join(folder, "My API", inner.path));
    expect((await handlers()["collections.saveRequest"](again, never)).kind).toBe("saved");
    expect(await read("My API", inner.path, "A.yml")).toContain("PUT");
  });

  test("a broken file is shown, opened as text, and never rewritten", async () => {
    const id = await create();
    const item = await request(id, "", "A");
    const { value, hash } = await handlers()["collections.readRequest"](item, never);
    const broken = "info:\n  name: A\n  name: B\n";
    await fs.writeFile(path.join(folder, "My API", "A.yml"), broken);
    await handlers()["collections.createFolder"](
      { collectionId: id, parent: "", name: "F" },
      never,
    );
    const node = (await tree(id)).children.find((other) => other.path === "A.yml");
    expect(node).toMatchObject({
      kind: "broken",
      problem: { kind: "input", place: "A.yml, line 3, column 3" },
    });
    const save = { ...item, request: value, hash, overwrite: true };
    await expect(handlers()["collections.saveRequest"](save, never)).rejects.toMatchObject({
      failure: { kind: "input" },
    });
    expect(await read("My API", "A.yml")).toBe(broken);
    const text = await handlers()["collections.readText"](item, never);
    await handlers()["collections.saveText"](
      { ...item, text: "info:\n  name: A\nhttp: {}\n", hash: text.hash },
      never,
    );
    expect((await tree(id)).children.at(-1)).toMatchObject({ kind: "request", name: "A" });
  });

  test("a change from outside is sent out once, our own save once", async () => {
    const id = await create();
    const item = await request(id, "", "A");
    const { value, hash } = await handlers()["collections.readRequest"](item, never);
    const stop = new AbortController();
    const files: CollectionsItem[] = [];
    let wake = () => {};
    const reading = (async () => {
      for await (const change of handlers()["collections.watch"](stop.signal)) {
        if (change.kind === "file") files.push(change);
        wake();
      }
    })();
    const until = async (count: number) => {
      while (files.length < count) await new Promise<void>((resolve) => (wake = resolve));
    };
    await handlers()["collections.saveRequest"](
      { ...item, request: { ...value, method: "PUT" }, hash },
      never,
    );
    await until(1);
    await fs.appendFile(path.join(folder, "My API", "A.yml"), "# outside\n");
    await until(2);
    await fs.unlink(path.join(folder, "My API", "A.yml"));
    await until(3);
    expect(files.map((change) => change.kind === "file" && change.hash === null)).toEqual([
      false,
      false,
      true,
    ]);
    stop.abort();
    await reading;
  });

  test("a folder without folder.yml inherits through it, and gets one when its defaults are saved", async () => {
    const id = await create();
    await fs.mkdir(path.join(folder, "My API", "Bare"));
    await fs.writeFile(path.join(folder, "My API", "Bare", "x.yml"), "http: {url: x}\n");
    const ref = { collectionId: id, path: "Bare" };
    const { value, hash } = await handlers()["collections.readDefaults"](ref, never);
    expect(value).toMatchObject({ name: "Bare", auth: { kind: "inherit" } });
    const defaults = { ...value, headers: [{ name: "X", value: "1" }] };
    expect(
      await handlers()["collections.saveDefaults"]({ ...ref, defaults, hash }, never),
    ).toMatchObject({ kind: "saved" });
    expect(await read("My API", "Bare", "folder.yml")).toContain("auth: inherit");
  });
});
