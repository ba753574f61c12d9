import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FailureError } from "../../shared/model/failure.ts";
import { readableFile } from "./file-access.ts";
import { openFileGrants } from "./file-grants.ts";

let root = "";
let collection = "";
const special = net.createServer();
beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-access-")));
  collection = path.join(root, "collection");
  await mkdir(path.join(collection, "sub", ".git"), { recursive: true });
  await mkdir(path.join(root, "collection-evil"));
  for (const name of [
    "collection/a.txt",
    "collection/sub/b.txt",
    "collection/.env",
    "collection/sub/.env.local",
    "collection/sub/.git/config",
    "collection/.envoi.txt",
    "collection/..dots",
    "outside.txt",
    "collection-evil/x.txt",
  ])
    await writeFile(path.join(root, name), "12345");
  await symlink(path.join(root, "outside.txt"), path.join(collection, "link-out"));
  await symlink(path.join(collection, "a.txt"), path.join(collection, "link-in"));
  await symlink("/etc", path.join(collection, "link-folder"));
  await symlink(collection, path.join(root, "collection-link"));
  await new Promise<void>((resolve) => special.listen(path.join(collection, "socket"), resolve));
});
afterAll(async () => {
  special.close();
  await rm(root, { recursive: true });
});

async function outcome(
  typed: string,
  folder: string | null,
  granted: string[] = [],
): Promise<string> {
  try {
    const file = await readableFile(typed, folder, (real) => granted.includes(real));
    expect(file.size).toBe(5);
    return path.relative(root, file.realPath);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    expect(JSON.stringify(thrown.failure)).not.toContain(root);
    return thrown.failure.code;
  }
}

describe("a collection may read what is really inside it", () => {
  test.each([
    ["a.txt", "collection/a.txt"],
    ["./sub/../a.txt", "collection/a.txt"],
    ["sub/b.txt", "collection/sub/b.txt"],
    ["link-in", "collection/a.txt"],
    ["..dots", "collection/..dots"],
    [".envoi.txt", "collection/.envoi.txt"],
    ["../collection/a.txt", "collection/a.txt"],
  ])("%s", async (typed, real) => {
    expect(await outcome(typed, collection)).toBe(real);
    expect(await outcome(typed, path.join(root, "collection-link"))).toBe(real);
  });

  test.each([
    ["../outside.txt", "file-not-granted"],
    ["../collection-evil/x.txt", "file-not-granted"],
    ["sub/../../outside.txt", "file-not-granted"],
    ["link-out", "file-not-granted"],
    ["link-folder/passwd", "file-not-granted"],
    ["/etc/passwd", "file-not-granted"],
    ["../no-such-file", "file-not-granted"],
    ["/no/such/file", "file-not-granted"],
    [".env", "file-not-granted"],
    ["sub/.env.local", "file-not-granted"],
    ["sub/.git/config", "file-not-granted"],
    ["missing.txt", "ENOENT"],
    ["sub", "file-not-regular"],
    ["socket", "file-not-regular"],
    [".", "file-not-granted"],
    ["..", "file-not-granted"],
    ["", "file-not-regular"],
    ["a.txt\u0000.png", "file-not-regular"],
    ["~/x", "ENOENT"],
    ["..\\outside.txt", "ENOENT"],
  ])("%j: %s", async (typed, code) => {
    expect(await outcome(typed, collection)).toBe(code);
  });

  test("an absolute path into the collection is inside it", async () => {
    expect(await outcome(path.join(collection, "a.txt"), collection)).toBe("collection/a.txt");
  });
});

describe("what the person picked on this machine", () => {
  test("may be read by its real path only", async () => {
    const granted = [path.join(root, "outside.txt")];
    expect(await outcome("../outside.txt", collection, granted)).toBe("outside.txt");
    expect(await outcome("link-out", collection, granted)).toBe("outside.txt");
    expect(await outcome(path.join(root, "outside.txt"), null, granted)).toBe("outside.txt");
    expect(await outcome("../collection-evil/x.txt", collection, granted)).toBe("file-not-granted");
  });

  test("without a collection nothing is readable but that", async () => {
    expect(await outcome("a.txt", null)).toBe("file-path-relative");
    expect(await outcome(path.join(collection, "a.txt"), null)).toBe("file-not-granted");
  });

  test("is remembered in app data, links resolved", async () => {
    const file = path.join(root, "grants.json");
    const grants = await openFileGrants(file);
    await grants.grant(path.join(collection, "link-out"));
    expect(grants.has(path.join(root, "outside.txt"))).toBe(true);
    const again = await openFileGrants(file);
    expect(again.has(path.join(root, "outside.txt"))).toBe(true);
    expect(again.has(path.join(root, "collection-evil/x.txt"))).toBe(false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each(["relative.txt", "", "/no/such/file"])("%j cannot be granted", async (typed) => {
    const grants = await openFileGrants(path.join(root, "none.json"));
    await expect(grants.grant(typed)).rejects.toBeInstanceOf(FailureError);
  });

  test.each(["{", "[]", '{"files":[1,null]}'])("a broken store %j grants nothing", async (text) => {
    const file = path.join(root, "broken.json");
    await writeFile(file, text);
    expect((await openFileGrants(file)).has("1")).toBe(false);
  });
});
