import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import type { ItemPath } from "../../shared/model/collection.ts";
import { isDeviceName } from "../../shared/model/item-name.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

const controls = /[\u0000-\u001f\u007f\ud800-\udfff]/u;
const notPortable = /[<>:"|?*]/;

/**
 * The segments of an item path from outside. Throws FailureError `policy` for anything that could leave the collection or
 * name what is not an item: `..`, absolute, drive and UNC paths, back slashes, control characters, dot files,
 * node_modules. `create`: the name must also be one that every system can hold.
 */
export function itemSegments(
  item: ItemPath,
  use: "existing" | "create" = "existing",
): readonly string[] {
  if (typeof item !== "string" || item.length > 4096) throw badPath();
  if (item === "") return [];
  const segments = item.split("/");
  const strict = use === "create" || process.platform === "win32";
  for (const segment of segments) {
    if (segment === "" || segment.startsWith(".") || segment === "node_modules") throw badPath();
    if (controls.test(segment) || segment.includes("\\") || Buffer.byteLength(segment) > 255)
      throw badPath();
    if (strict && !isPortable(segment)) throw badPath();
  }
  return segments;
}

/** True for a file name that Windows, macOS and Linux all hold as it is. */
export function isPortable(name: string): boolean {
  return !notPortable.test(name) && !/[. ]$/.test(name) && !isDeviceName(name);
}

/**
 * The absolute path of an item that exists. Links are followed, and must end inside the collection.
 * Throws FailureError `policy` (`bad-path`, `outside-root`, `not-a-file`) or `not-found`.
 * @param root real path of the collection's folder
 */
export async function locate(
  root: string,
  item: ItemPath,
  want: "file" | "folder" | "any",
): Promise<string> {
  const absolute = path.join(root, ...itemSegments(item));
  try {
    const real = await fs.realpath(absolute);
    if (!isInside(root, real)) throw outside(item);
    const stat = await fs.stat(real);
    const fits =
      want === "file"
        ? stat.isFile()
        : want === "folder"
          ? stat.isDirectory()
          : stat.isFile() || stat.isDirectory();
    if (!fits) {
      throw new FailureError({
        kind: "policy",
        code: want === "folder" ? "not-a-folder" : "not-a-file",
        message: want === "folder" ? "This is not a folder." : "This is not an ordinary file.",
        place: item,
      });
    }
    return absolute;
  } catch (error) {
    if (errorCode(error) === "ELOOP") throw outside(item);
    throw storageFailure(error, item);
  }
}

/**
 * Makes a folder of a collection again where it is gone, and those above it, but not the collection's own. Throws FailureError as `locate`
 * does, `policy` (`outside-root`) where a link leads out: nothing is made behind it.
 */
export async function remakeFolder(root: string, folder: ItemPath): Promise<void> {
  let at = root;
  for (const segment of itemSegments(folder)) {
    at = path.join(at, segment);
    try {
      await fs.mkdir(at);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw storageFailure(error, folder);
      const real = await fs.realpath(at).catch(() => null);
      if (real === null || !isInside(root, real)) throw outside(folder);
    }
  }
}

/** True when `real` is `root` or lies in it. Both are real paths. */
export function isInside(root: string, real: string): boolean {
  const relative = path.relative(root, real);
  return (
    relative === "" ||
    !(relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
  );
}

/** The folder part of an item path. */
export function parentOf(item: ItemPath): ItemPath {
  const at = item.lastIndexOf("/");
  return at < 0 ? "" : item.slice(0, at);
}

/** The last segment of an item path. */
export function baseOf(item: ItemPath): string {
  return item.slice(item.lastIndexOf("/") + 1);
}

/** Folder and name joined; "" is the root. */
export function childOf(folder: ItemPath, name: string): ItemPath {
  return folder === "" ? name : `${folder}/${name}`;
}

function badPath(): FailureError {
  return new FailureError({
    kind: "policy",
    code: "bad-path",
    message: "This is not the path of an item in a collection.",
  });
}

function outside(item: ItemPath): FailureError {
  return new FailureError({
    kind: "policy",
    code: "outside-root",
    message: "This item lies outside its collection, behind a link.",
    place: item,
  });
}
