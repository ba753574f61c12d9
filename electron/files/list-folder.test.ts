import { once } from "node:events";
import fs from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFolder } from "./list-folder.ts";

let home = "";
beforeEach(async () => {
  home = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-files-")));
  await fs.mkdir(path.join(home, "b10"));
  await fs.mkdir(path.join(home, "b9"));
  await fs.mkdir(path.join(home, ".hidden"));
  await fs.mkdir(path.join(home, "api"));
  await fs.writeFile(path.join(home, "api", "opencollection.yml"), "");
  await fs.mkdir(path.join(home, "port"));
  await fs.writeFile(path.join(home, "port", "workspace.yml"), "");
  await fs.mkdir(path.join(home, "bru"));
  await fs.writeFile(path.join(home, "bru", "bruno.json"), "{}");
  await fs.writeFile(path.join(home, "a.txt"), "");
  await fs.symlink(path.join(home, "api"), path.join(home, "link"));
  await fs.symlink(path.join(home, "nowhere"), path.join(home, "dangling"));
});
afterEach(() => fs.rm(home, { recursive: true, force: true }));

const names = async (folder: string, files = false) =>
  (await listFolder(folder, files, home)).entries.map(({ name }) => name);

test("home is the beginning, folders first, in the order people count", async () => {
  const listing = await listFolder("", true, home);
  expect(listing.path).toBe(home);
  expect(listing.parent).toBe(path.dirname(home));
  const plain = { kind: "folder", collection: false, workspace: false, bruno: false };
  expect(listing.entries).toEqual([
    { ...plain, name: "api", path: path.join(home, "api"), collection: true },
    { ...plain, name: "b9", path: path.join(home, "b9") },
    { ...plain, name: "b10", path: path.join(home, "b10") },
    { ...plain, name: "bru", path: path.join(home, "bru"), bruno: true },
    { ...plain, name: "link", path: path.join(home, "link"), collection: true },
    { ...plain, name: "port", path: path.join(home, "port"), workspace: true },
    { ...plain, name: "a.txt", path: path.join(home, "a.txt"), kind: "file" },
  ]);
});

test("a collection is known as one, however many files it has", async () => {
  await Promise.all(
    Array.from({ length: 5100 }, (_, at) => fs.writeFile(path.join(home, "api", `a${at}.yml`), "")),
  );
  const listing = await listFolder("~/api", true, home);
  expect(listing).toMatchObject({ collection: true, workspace: false });
  expect(listing.entries).toHaveLength(5000);
});

test("a folder of Bruno's own files is known, unless it is an OpenCollection as well", async () => {
  expect(await listFolder("~/bru", false, home)).toMatchObject({ collection: false, bruno: true });
  await fs.writeFile(path.join(home, "bru", "opencollection.yml"), "");
  expect(await listFolder("~/bru", false, home)).toMatchObject({ collection: true, bruno: false });
});

test("files only when asked for", async () => {
  expect(await names("")).toEqual(["api", "b9", "b10", "bru", "link", "port"]);
  expect(await names("~/api")).toEqual([]);
  expect(await names("~/api", true)).toEqual(["opencollection.yml"]);
});

test.skipIf(process.platform === "win32")("a socket can be found", async () => {
  const server = net.createServer();
  server.listen(path.join(home, "api", "a.sock"));
  await once(server, "listening");
  try {
    expect(await names("~/api", true)).toEqual(["a.sock", "opencollection.yml"]);
  } finally {
    server.close();
  }
});

test("the root has no parent", async () => {
  expect((await listFolder(path.parse(home).root, false, home)).parent).toBeNull();
});

test.each(["relative", "./x", "..", "\0", "/a\0b", "~other"])("%j is refused", async (folder) => {
  await expect(listFolder(folder, false, home)).rejects.toMatchObject({
    failure: { kind: "input", code: "path-not-absolute" },
  });
});

test("a folder that is not there, and a file", async () => {
  await expect(listFolder(path.join(home, "none"), false, home)).rejects.toMatchObject({
    failure: { kind: "not-found" },
  });
  await expect(listFolder(path.join(home, "a.txt"), false, home)).rejects.toMatchObject({
    failure: { kind: "storage", code: "ENOTDIR" },
  });
});
