import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { storageFailure } from "../base/storage-failure.ts";
import { newFile } from "./new-file.ts";

/** Where a body's bytes lie: body bytes from `start` on are at `offset` of the clear record, up to the next entry. */
export interface BodyRun {
  readonly start: number;
  readonly offset: number;
}

/** Runs kept in memory before they go to disk: a body in a million tiny chunks costs no more memory than one in ten. */
const inMemory = 4096;
export const runBytes = 16;

/** The runs of one body, growing. Owner calls `close`. */
export interface RangeList {
  /** Appends `length` bytes that lie at `offset`; touching runs become one. */
  add(offset: number, length: number): void;
  /** There are many: time for `spill`. */
  readonly crowded: boolean;
  /** Writes runs to disk when there are many. Call between chunks. */
  spill(): Promise<void>;
  readonly size: number;
  /** Runs not on disk, in order. */
  tail(): readonly BodyRun[];
  /** Number of runs in the file. */
  readonly spilled: number;
  close(): Promise<void>;
}

export function createRangeList(folder: string, name: string): RangeList {
  let runs: BodyRun[] = [];
  let size = 0;
  let spilled = 0;
  let next = -1;
  let handle: FileHandle | null = null;
  return {
    get size() {
      return size;
    },
    get spilled() {
      return spilled;
    },
    get crowded() {
      return runs.length >= inMemory;
    },
    add(offset, length) {
      if (length === 0) return;
      if (offset !== next) runs.push({ start: size, offset });
      next = offset + length;
      size += length;
    },
    async spill() {
      if (runs.length < inMemory) return;
      // The last run may still grow only in length, which is not stored, so all of them can go.
      const full = runs;
      const bytes = Buffer.allocUnsafe(full.length * runBytes);
      full.forEach((run, index) => {
        bytes.writeDoubleLE(run.start, index * runBytes);
        bytes.writeDoubleLE(run.offset, index * runBytes + 8);
      });
      try {
        handle ??= await newFile(join(folder, name));
        await handle.writeFile(bytes);
      } catch (thrown) {
        throw storageFailure(thrown, "body");
      }
      spilled += full.length;
      runs = runs.slice(full.length);
    },
    tail: () => runs,
    async close() {
      await handle?.close();
      handle = null;
    },
  };
}
