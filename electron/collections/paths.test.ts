import { spawnSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toFailure } from "../../shared/model/failure.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";
import { hostilePaths } from "./hostile-names.ts";
import { isPortable, itemSegments } from "./paths.ts";
import { type Collections, createCollections } from "./service.ts";

let folder = "";
let outside = "";
let root = "";
let app: Collections;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-paths-")));
  outside = path.join(folder, "outside");
  root = path.join(folder, "collection");
  await fs.mkdir(path.join(folder, "data"));
  await fs.mkdir(outside);
  await fs.writeFile(path.join(outside, "victim.yml"), "secret: outside\n");
  await fs.mkdir(path.join(root, "sub"), { recursive: true });
  await fs.writeFile(
    path.join(root, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: C\n",
  );
  await fs.writeFile(
    path.join(root, "ok.yml"),
    "info:\n  name: ok\n  type: http\nhttp:\n  url: x\n",
  );
  await fs.writeFile(path.join(root, ".env"), "TOKEN=hidden\n");
  await fs.symlink(outside, path.join(root, "link-out"));
  await fs.symlink(path.join(outside, "victim.yml"), path.join(root, "link-file.yml"));
  await fs.symlink("..", path.join(root, "sub", "link-up"));
  await fs.symlink(".", path.join(root, "circle"));
  spawnSync("sh", ["-c", 'mkfifo "$0"', path.join(root, "pipe.yml")]);
  app = await createCollections({ dataFolder: path.join(folder, "data") });
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function listing(where: string): Promise<readonly string[]> {
  const entries = await fs.readdir(where, { withFileTypes: true });
  const below = entries.map(async (entry) => {
    const full = path.join(where, entry.name);
    return entry.isDirectory() ? [full, ...(await listing(full))] : [full];
  });
  return (await Promise.all(below)).flat().sort();
}

describe("paths from outside", () => {
  test("hundreds of hostile paths read nothing outside and write nothing, by every operation", async () => {
    const { id } = await app.handlers["collections.open"]({ folder: root }, never);
    const paths = hostilePaths(outside);
    expect(paths.length).toBeGreaterThanOrEqual(300);
    const before = await listing(folder);
    const answered: unknown[] = [];
    for (const item of paths) {
      if (item === "") continue;
      const ref = { collectionId: id, path: item };
      const attempts: readonly (() => Promise<unknown>)[] = [
        () => app.handlers["collections.readText"](ref, never),
        () => app.handlers["collections.readRequest"](ref, never),
        () => app.handlers["collections.readDefaults"](ref, never),
        () => app.handlers["collections.saveText"]({ ...ref, text: "x: 1\n", hash: "" }, never),
        () =>
          app.handlers["collections.createFolder"](
            { collectionId: id, parent: item, name: "n" },
            never,
          ),
        () =>
          app.handlers["collections.createRequest"](
            { collectionId: id, parent: item, request: emptyRequest },
            never,
          ),
        () => app.handlers["collections.delete"](ref, never),
        () => app.handlers["collections.duplicate"](ref, never),
        () => app.handlers["collections.rename"]({ ...ref, name: "n" }, never),
        () => app.handlers["environments.read"]({ collectionId: id, name: item }, never),
      ];
      for (const attempt of attempts) {
        try {
          const answer = await attempt();
          if ((answer as { kind?: unknown }).kind !== "conflict") answered.push([item, answer]);
        } catch (error) {
          expect(toFailure(error).kind, item).toMatch(/^(policy|not-found|input|storage)$/);
        }
      }
    }
    expect(answered).toEqual([]);
    expect(await listing(folder)).toEqual(before);
    expect(await fs.readFile(path.join(outside, "victim.yml"), "utf8")).toBe("secret: outside\n");
  }, 60_000);

  test("overwriting cannot make a file with a name some system does not hold", async () => {
    const { id } = await app.handlers["collections.open"]({ folder: root }, never);
    const before = await listing(folder);
    for (const item of hostilePaths(outside)) {
      if (item === "" || isHeldEverywhere(item)) continue;
      const save = { collectionId: id, path: item, text: "x: 1\n", hash: "", overwrite: true };
      await expect(app.handlers["collections.saveText"](save, never), item).rejects.toThrow();
    }
    expect(await listing(folder)).toEqual(before);
  }, 30_000);

  test("the tree shows no link that leads outside, no circle, no pipe", async () => {
    const { id } = await app.handlers["collections.open"]({ folder: root }, never);
    for await (const item of app.handlers["collections.watch"](never)) {
      if (item.kind !== "snapshot") continue;
      const tree = item.collections.find((other) => other.id === id);
      expect(JSON.stringify(tree?.children)).not.toMatch(/victim|link|circle|pipe/);
      break;
    }
  });
});

/** Odd but harmless: such a path stays inside, and every system can hold it. */
function isHeldEverywhere(item: string): boolean {
  try {
    return (
      itemSegments(item, "create").every(isPortable) &&
      item.endsWith(".yml") &&
      !item.includes("link")
    );
  } catch {
    return false;
  }
}

describe("file names", () => {
  test.each([
    ["List orders", "List orders"],
    ['a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"],
    ["  - .hidden. ", "hidden"],
    ["CON", "CON-1"],
    ["nul.txt", "nul-1.txt"],
    ["Folder", "Folder-1"],
    ["opencollection", "opencollection-1"],
    ["", "request"],
    ["../../x", "x"],
    ["\u0000\u001f", "request"],
    ["é".normalize("NFD"), "é"],
    ["x".repeat(300), "x".repeat(120)],
    ["é".repeat(100), "é".repeat(60)],
  ])("of %j is %j", (name, file) => {
    expect(fileNameFor(name, "request")).toBe(file);
  });

  test("from any hostile name can be held by every system, as one segment", () => {
    for (const name of hostilePaths("/outside")) {
      for (const kind of ["request", "folder", "environment"] as const) {
        const file = fileNameFor(name, kind);
        expect(isPortable(file), JSON.stringify(name)).toBe(true);
        expect(itemSegments(`${file}.yml`, "create")).toHaveLength(1);
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(124);
      }
    }
  });

  test("do not collide in case or composition", () => {
    expect(freeName("List", ".yml", ["list.yml", "LIST 2.yml"])).toBe("List 3.yml");
    expect(freeName("é", "", ["é".normalize("NFD")])).toBe("é 2");
  });
});
