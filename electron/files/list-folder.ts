import type { Dirent } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import type { FolderListing } from "../../shared/contract/app.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";

type Entry = FolderListing["entries"][number];

/** More than a person can look through; the rest is left out. */
const mostEntries = 5000;

/**
 * The folders (and files when `files`) in a folder of this machine, for the picker where there is no native dialog.
 * Names that begin with a dot are left out. Links count as what they point to; what cannot be looked at is left out.
 * @param folder absolute; "" or "~" is `home`. Throws FailureError `input` (not absolute), `not-found` or `storage`.
 */
export async function listFolder(
  folder: string,
  files: boolean,
  home: string,
): Promise<FolderListing> {
  const wanted = folder === "" || folder === "~" ? home : folder.replace(/^~(?=[/\\])/, home);
  if (!path.isAbsolute(wanted) || wanted.includes("\0")) {
    throw new FailureError({
      kind: "input",
      code: "path-not-absolute",
      message: "This is not the full path of a folder.",
      remedy: "Begin with / (or with a drive letter on Windows).",
    });
  }
  const absolute = path.resolve(wanted);
  let found: Dirent[];
  try {
    found = await fs.readdir(absolute, { withFileTypes: true });
  } catch (error) {
    throw storageFailure(error, path.basename(absolute));
  }
  const shown = found.filter(({ name }) => !name.startsWith(".")).slice(0, mostEntries);
  const entries = (await Promise.all(shown.map((entry) => look(absolute, entry)))).filter(
    (entry) => entry !== null && (files || entry.kind === "folder"),
  );
  const parent = path.dirname(absolute);
  const collection = await isFile(path.join(absolute, "opencollection.yml"));
  return {
    path: absolute,
    parent: parent === absolute ? null : parent,
    collection,
    workspace: await isFile(path.join(absolute, "workspace.yml")),
    bruno: !collection && (await holdsBruno(absolute)),
    entries: entries.filter((entry) => entry !== null).sort(byKindAndName),
  };
}

async function look(folder: string, entry: Dirent): Promise<Entry | null> {
  const full = path.join(folder, entry.name);
  const target = entry.isSymbolicLink() ? await fs.stat(full).catch(() => null) : entry;
  if (target === null) return null;
  // A socket is looked for too: as what to connect to.
  if (target.isFile() || target.isSocket())
    return { ...nothing, name: entry.name, path: full, kind: "file" };
  if (!target.isDirectory()) return null;
  const collection = await isFile(path.join(full, "opencollection.yml"));
  const workspace = !collection && (await isFile(path.join(full, "workspace.yml")));
  const bruno = !collection && !workspace && (await holdsBruno(full));
  return { name: entry.name, path: full, kind: "folder", collection, workspace, bruno };
}

const nothing = { collection: false, workspace: false, bruno: false } as const;

/** True for a folder of Bruno's own format, `.bru` files with a `bruno.json`. */
export function holdsBruno(folder: string): Promise<boolean> {
  return isFile(path.join(folder, "bruno.json"));
}

async function isFile(file: string): Promise<boolean> {
  const stat = await fs.stat(file).catch(() => null);
  return stat?.isFile() === true;
}

function byKindAndName(left: Entry, right: Entry): number {
  if (left.kind !== right.kind) return left.kind === "folder" ? -1 : 1;
  return left.name.localeCompare(right.name, undefined, { numeric: true });
}
