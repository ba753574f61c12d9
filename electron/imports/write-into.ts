import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { WrittenFile } from "../../shared/formats/import/write.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { locate } from "../collections/paths.ts";

/** Somebody took a name meanwhile: it has to be chosen again. Nothing was written. */
export class NameTaken extends Error {}

/**
 * Puts files into a collection that is there, each beside what is there: whole or not at all. They are written aside first; then each new
 * folder and file takes its place, never that of another.
 * @param root real path of the collection's folder
 * @param folder path in the collection the import goes to
 * @param files paths begin at the collection
 * Throws NameTaken, or FailureError `storage`, `policy` or `cancelled`.
 */
export async function writeIntoFolder(
  root: string,
  folder: string,
  files: readonly WrittenFile[],
  signal?: AbortSignal,
): Promise<void> {
  const temp = path.join(
    root,
    `.envoi-import.${process.pid}.${randomBytes(6).toString("hex")}.tmp`,
  );
  const placed: string[] = [];
  try {
    await locate(root, folder, "folder");
    await fs.mkdir(temp);
    const tops = new Map<string, boolean>();
    const made = new Set([temp]);
    for (const file of files) {
      if (signal?.aborted === true) throw cancelled();
      const target = path.join(temp, ...file.path.split("/"));
      const holder = path.dirname(target);
      if (!made.has(holder)) await fs.mkdir(holder, { recursive: true });
      made.add(holder);
      await fs.writeFile(target, file.content, { flag: "wx" });
      const { top, isFolder } = topOf(file.path, folder);
      tops.set(top, isFolder);
    }
    if ([...tops.keys()].some((top) => top.startsWith("environments/")))
      await ownFolder(root, "environments");
    for (const [top, isFolder] of tops) {
      const from = path.join(temp, ...top.split("/"));
      const to = path.join(root, ...top.split("/"));
      if (isFolder) await placeFolder(from, to);
      else await placeFile(from, to);
      placed.push(to);
    }
  } catch (error) {
    // What took its place is taken back: an import is whole or not there.
    for (const one of placed) await fs.rm(one, { recursive: true, force: true });
    throw error instanceof NameTaken ? error : storageFailure(error, folder || path.basename(root));
  } finally {
    await fs.rm(temp, { recursive: true, force: true });
  }
}

/** The new entry a file belongs to: itself, or the new folder around it. */
function topOf(file: string, folder: string): { readonly top: string; readonly isFolder: boolean } {
  const base = file.startsWith("environments/")
    ? "environments/"
    : folder === ""
      ? ""
      : `${folder}/`;
  const [first = "", ...rest] = file.slice(base.length).split("/");
  return { top: base + first, isFolder: rest.length > 0 };
}

async function ownFolder(root: string, name: string): Promise<void> {
  await fs.mkdir(path.join(root, name)).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
  await locate(root, name, "folder");
}

async function placeFolder(from: string, to: string): Promise<void> {
  try {
    // A new empty folder of that name would be replaced by the rename: it is made here, by us.
    await fs.mkdir(to);
  } catch (error) {
    throw errorCode(error) === "EEXIST" ? new NameTaken() : error;
  }
  // Windows renames a folder onto nothing, not even onto an empty folder.
  if (process.platform === "win32") await fs.rmdir(to);
  await fs.rename(from, to);
}

async function placeFile(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw new NameTaken();
    // A disk without hard links.
    await fs.copyFile(from, to, fs.constants.COPYFILE_EXCL).catch((second: unknown) => {
      throw errorCode(second) === "EEXIST" ? new NameTaken() : second;
    });
  }
}

function cancelled(): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "The import was cancelled.",
  });
}
