import { createHash } from "node:crypto";
import path from "node:path";
import type { CollectionId } from "../../shared/model/collection.ts";

/** Where the globals lie that count while no workspace is open: on this machine, for every collection. */
export function globalsHomeOf(dataFolder: string): string {
  return path.join(dataFolder, "globals");
}

/**
 * The id that globals have where collections have theirs: for their files and for their secrets in this machine's store. It follows from the
 * folder (real path) alone, so that nothing has to be kept about it.
 */
export function globalsIdOf(folder: string): CollectionId {
  return createHash("sha256").update(`globals\n${folder}`).digest("hex").slice(0, 32);
}
