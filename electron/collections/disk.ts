import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { nameKey } from "../../shared/model/item-name.ts";

/** Names in a folder, dot files included. Throws FailureError. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    throw storageFailure(error, path.basename(folder));
  }
}

/**
 * Renames a file or folder; never onto something else. A change of case only goes through a third name, because on
 * macOS and Windows both are the same file. Throws FailureError `storage` (`EEXIST` when the name is taken).
 */
export async function renameEntry(from: string, to: string): Promise<void> {
  if (from === to) return;
  try {
    const sameFolder = path.dirname(from) === path.dirname(to);
    if (sameFolder && nameKey(path.basename(from)) === nameKey(path.basename(to))) {
      const between = path.join(
        path.dirname(from),
        `.rename.${process.pid}.${randomBytes(6).toString("hex")}`,
      );
      await fs.rename(from, between);
      try {
        await fs.rename(between, to);
      } catch (error) {
        await fs.rename(between, from);
        throw error;
      }
      return;
    }
    if ((await fs.lstat(to).catch(() => null)) !== null) throw taken(to);
    await moveEntry(from, to);
  } catch (error) {
    throw storageFailure(error, path.basename(to));
  }
}

/** Renames, or copies whole and then removes when the two places are on different disks. */
async function moveEntry(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to);
    return;
  } catch (error) {
    if (errorCode(error) !== "EXDEV") throw error;
  }
  try {
    await copyEntry(from, to);
  } catch (error) {
    await fs.rm(to, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await fs.rm(from, { recursive: true });
}

/** Copies a file or folder with everything in it; links stay links. The place must be free. */
export async function copyEntry(from: string, to: string): Promise<void> {
  await fs.cp(from, to, {
    recursive: true,
    errorOnExist: true,
    force: false,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });
}

function taken(to: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "EEXIST",
    message: "There is something of this name already.",
    remedy: "Choose another name.",
    place: path.basename(to),
  });
}
