import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { CollectionId, ItemPath } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { type UndoEntry, undoSchema } from "../../shared/schema/undo.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { renameEntry } from "./disk.ts";

/** Deleted items kept in app data, where the system has no trash. */
export interface UndoArea {
  /** Moves an item here, and with it the file `beside` it, when there is one; gives the id that brings it back. */
  put(
    absolute: string,
    collectionId: CollectionId,
    item: ItemPath,
    beside?: string | null,
  ): Promise<string>;
  /** Where an item came from. Failure `not-found` when it is not here any more. */
  find(undoId: string): Promise<UndoEntry>;
  /** Moves it to a free place and forgets it. `beside`: where the file beside it goes, unless something is there. */
  restore(undoId: string, absolute: string, beside?: string | null): Promise<void>;
  /** Removes what was deleted longer ago than `keepMs`. */
  sweep(keepMs?: number): Promise<void>;
}

const month = 30 * 24 * 3_600_000;

export function createUndoArea(dataFolder: string): UndoArea {
  const area = path.join(dataFolder, "undo");
  const folderOf = (undoId: string): string => {
    if (!/^[0-9a-f]{24}$/.test(undoId)) throw gone();
    return path.join(area, undoId);
  };
  const find = async (undoId: string): Promise<UndoEntry> => {
    const file = path.join(folderOf(undoId), "item.json");
    const entry = await readJsonFile(file, (value) => v.parse(undoSchema, value));
    if (entry === null) throw gone();
    return entry;
  };
  return {
    put: async (absolute, collectionId, item, beside = null) => {
      const undoId = randomBytes(12).toString("hex");
      const folder = folderOf(undoId);
      try {
        await fs.mkdir(folder, { recursive: true, mode: 0o700 });
        const entry: UndoEntry = { version: 1, collectionId, path: item, deletedAt: Date.now() };
        // Written first: an item without it could not find its way back.
        await atomicWrite(path.join(folder, "item.json"), JSON.stringify(entry), { mode: 0o600 });
        await renameEntry(absolute, path.join(folder, "content"));
        if (beside !== null) await renameEntry(beside, path.join(folder, "beside"));
        return undoId;
      } catch (error) {
        const moved = await fs.lstat(path.join(folder, "content")).catch(() => null);
        if (moved === null)
          await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
        throw storageFailure(error, item);
      }
    },
    find,
    restore: async (undoId, absolute, beside = null) => {
      const folder = folderOf(undoId);
      await renameEntry(path.join(folder, "content"), absolute);
      const kept = path.join(folder, "beside");
      if (await isThere(kept)) {
        // Its only copy stays here when its place is taken.
        if (beside === null || (await isThere(beside))) return;
        await renameEntry(kept, beside);
      }
      await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
    sweep: async (keepMs = month) => {
      for (const undoId of await fs.readdir(area).catch(() => [])) {
        const entry = await find(undoId).catch(() => null);
        if (entry === null || Date.now() - entry.deletedAt < keepMs) continue;
        await fs
          .rm(path.join(area, undoId), { recursive: true, force: true })
          .catch(() => undefined);
      }
    },
  };
}

async function isThere(absolute: string): Promise<boolean> {
  return (await fs.lstat(absolute).catch(() => null)) !== null;
}

function gone(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "undo-gone",
    message: "This deleted item is not kept any more.",
  });
}
