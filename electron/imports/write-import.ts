import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";
import { syncFolder, tempNameFor } from "../base/atomic-write.ts";
import { syncTree } from "../collections/disk.ts";
import { isInside } from "../collections/paths.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import type { PrintedCollection } from "./print.ts";

/**
 * Writes a collection into a new folder of `parent` and gives its path: whole or not at all. The files go to a folder beside it, which
 * then takes the first free name; nothing that is there is touched. Throws FailureError `not-found`, `storage` or `cancelled`.
 */
export async function writeImport(
  { name, files }: PrintedCollection,
  parent: string,
  signal?: AbortSignal,
): Promise<string> {
  const temp = path.join(parent, tempNameFor("envoi-import"));
  try {
    await fs.mkdir(temp);
    const made = new Set([temp]);
    for (const file of files) {
      if (signal?.aborted === true) throw cancelled();
      const target = path.join(temp, ...file.path.split("/"));
      // The paths were checked where they were made; what is written is checked here all the same.
      if (!isInside(temp, target) || target === temp) continue;
      const folder = path.dirname(target);
      if (!made.has(folder)) await fs.mkdir(folder, { recursive: true });
      made.add(folder);
      await fs.writeFile(target, file.content, { flag: "wx" });
    }
    // The name is taken last: a power cut must not leave a collection whose files are empty.
    await syncTree(temp);
    const folder = await takeName(temp, parent, name);
    await syncFolder(parent);
    return folder;
  } catch (error) {
    await fs.rm(temp, { recursive: true, force: true });
    throw storageFailure(error, path.basename(parent));
  }
}

/** Gives the finished folder the first free name; one that somebody takes meanwhile is passed over. */
async function takeName(temp: string, parent: string, name: string): Promise<string> {
  for (;;) {
    const folder = path.join(
      parent,
      freeName(fileNameFor(name, "folder"), "", await fs.readdir(parent)),
    );
    try {
      // A new empty folder of that name would be replaced by the rename: it is made here, by us.
      await fs.mkdir(folder);
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw error;
    }
    // Windows renames a folder onto nothing, not even onto an empty folder.
    if (process.platform === "win32") await fs.rmdir(folder);
    await fs.rename(temp, folder);
    return folder;
  }
}

/** A folder to import into. Made when it is not there. Throws FailureError. */
export async function makeParent(parent: string): Promise<void> {
  try {
    await fs.mkdir(parent, { recursive: true });
  } catch (error) {
    throw storageFailure(error, path.basename(parent));
  }
}

function cancelled(): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "The import was cancelled.",
  });
}
