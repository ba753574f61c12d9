import fs from "node:fs/promises";
import path from "node:path";
import { isInside } from "../collections/paths.ts";

/** Where a path of a workspace file leads. `outside` was not looked at: what is there is unknown. */
export type EntryPlace =
  | { readonly kind: "inside"; readonly folder: string }
  | { readonly kind: "outside"; readonly folder: string }
  | { readonly kind: "missing"; readonly folder: string };

const controls = /[\u0000-\u001f\u007f]/;
const maxLinks = 40;

/**
 * Follows a path of a workspace file step by step, and stops at the first step that leaves the workspace's folder, by `..`,
 * by an absolute path or by a link: on Windows even a look at `\\server\share` would send credentials. Never rejects.
 * @param root real path of the workspace's folder
 */
export async function entryPlace(root: string, written: string): Promise<EntryPlace> {
  if (controls.test(written)) return { kind: "missing", folder: "" };
  // Written on Windows by Bruno, read elsewhere.
  const native = process.platform === "win32" ? written : written.replaceAll("\\", "/");
  if (isForeign(written)) return { kind: "outside", folder: written };
  const wanted = path.resolve(root, native);
  if (!isInside(root, wanted)) return { kind: "outside", folder: wanted };
  let links = 0;
  let at = root;
  let rest = path.relative(root, wanted).split(path.sep).filter(Boolean);
  while (rest.length > 0) {
    const [name = "", ...after] = rest;
    const next = path.resolve(at, name);
    // Checked at every step: a link's own `..` may climb out in the middle.
    if (!isInside(root, next)) return { kind: "outside", folder: wanted };
    const stat = await fs.lstat(next).catch(() => null);
    if (stat === null) return { kind: "missing", folder: wanted };
    if (!stat.isSymbolicLink()) {
      at = next;
      rest = after;
      continue;
    }
    links += 1;
    const target = await fs.readlink(next).catch(() => null);
    if (target === null || links > maxLinks) return { kind: "missing", folder: wanted };
    if (path.isAbsolute(target)) {
      if (!isInside(root, path.resolve(target))) return { kind: "outside", folder: wanted };
      at = root;
      rest = [...path.relative(root, path.resolve(target)).split(path.sep), ...after].filter(
        Boolean,
      );
    } else rest = [...target.split(path.sep).filter(Boolean), ...after];
  }
  return { kind: "inside", folder: at };
}

/** Drive letters and network shares, which are relative paths by name on other systems. */
function isForeign(written: string): boolean {
  if (/^[\\/]{2}/.test(written)) return true;
  return process.platform !== "win32" && (/^[A-Za-z]:/.test(written) || written.startsWith("\\"));
}

/**
 * How a collection's folder is written in a workspace file: relative when it is inside or at most two folders up (Bruno's
 * rule), with `/` on every system; else absolute.
 */
export function writtenPath(root: string, folder: string): string {
  const relative = path.relative(root, folder);
  if (relative === "") return ".";
  const climbs = relative.split(path.sep).filter((step) => step === "..").length;
  if (path.isAbsolute(relative) || climbs > 2) return folder;
  return relative.split(path.sep).join("/");
}
