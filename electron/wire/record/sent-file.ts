import { blocksOf } from "./file-blocks.ts";

/** A regular file whose bytes were sent, as it was when it was opened. */
export interface SentFile {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** What changes when the file does: times in ns, inode and device. Compared as a whole, never taken apart. */
  readonly stamp: string;
}

/** The file's bytes from `at` on. */
export interface FileRun {
  readonly file: SentFile;
  readonly at: number;
}

/** Smaller files are copied into the record: a copy costs little, and stays whatever becomes of the file. */
export const leastReferred = 8 << 20;
/** Shorter runs are copied: a reference takes about as much. */
export const leastRun = 4 << 10;

const runs = new WeakMap<ArrayBufferLike, FileRun>();

/** Says that a buffer of its own was filled from a file, from its first byte on. Nobody writes to it afterwards. (`FileBlocks` say so themselves.) */
export function readFromFile(buffer: ArrayBufferLike, run: FileRun): void {
  runs.set(buffer, run);
}

/** Where these bytes were read, when they were read from a large file and are a piece of what was read; else null. */
export function fileRunOf(bytes: Uint8Array): FileRun | null {
  const run = runs.get(bytes.buffer);
  if (run === undefined) return blocksOf(bytes)?.runOf(bytes) ?? null;
  return { file: run.file, at: run.at + bytes.byteOffset };
}

/** From `fs.stat` with `bigint`. */
export function stampOf(stat: {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  readonly dev: bigint;
}): string {
  return [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.dev].join(" ");
}
