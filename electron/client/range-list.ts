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
  /** null: there is nothing to close. */
  close(): Promise<void> | null;
}

export function createRangeList(folder: string, name: string): RangeList {
  return new FileRangeList(folder, name);
}

/** A class, for its getters: in an object literal they would cost a hidden class for each body. */
class FileRangeList implements RangeList {
  readonly #folder: string;
  readonly #name: string;
  #runs: BodyRun[] = [];
  #next = -1;
  #handle: FileHandle | null = null;
  size = 0;
  spilled = 0;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  get crowded(): boolean {
    return this.#runs.length >= inMemory;
  }

  add(offset: number, length: number): void {
    if (length === 0) return;
    if (offset !== this.#next) this.#runs.push({ start: this.size, offset });
    this.#next = offset + length;
    this.size += length;
  }

  async spill(): Promise<void> {
    // The last run may still grow only in length, which is not stored, so all of them can go.
    const full = this.#runs;
    if (full.length < inMemory) return;
    const bytes = Buffer.allocUnsafe(full.length * runBytes);
    full.forEach((run, index) => {
      bytes.writeDoubleLE(run.start, index * runBytes);
      bytes.writeDoubleLE(run.offset, index * runBytes + 8);
    });
    try {
      this.#handle ??= await newFile(join(this.#folder, this.#name));
      await this.#handle.writeFile(bytes);
    } catch (thrown) {
      throw storageFailure(thrown, "body");
    }
    this.spilled += full.length;
    this.#runs = this.#runs.slice(full.length);
  }

  tail(): readonly BodyRun[] {
    return this.#runs;
  }

  close(): Promise<void> | null {
    const handle = this.#handle;
    this.#handle = null;
    return handle?.close() ?? null;
  }
}
