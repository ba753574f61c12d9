import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { RunList, StoredBody } from "../client/kept-body.ts";
import { type BodyRun, runBytes } from "../client/range-list.ts";
import { readFileRange } from "./read-file-range.ts";
import { clearFile } from "../wire/record/index-format.ts";
import { keptOffset, readLayout } from "../wire/record/layout.ts";
import { unsealed } from "../wire/record/seal.ts";

/** One read of the record covers runs that lie this close together: chunk framing costs less to read over than to seek past. */
const readAtOnce = 256 << 10;
const runsAtOnce = 4096;

/**
 * Encoded body bytes `[start, end)`: of a resumed body first those of the earlier exchange, then out of the clear record. Ends early where
 * the record ends now. Ending it closes its files.
 */
export async function* readEncoded(
  folder: string,
  body: StoredBody,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const before = earlierBytes(body);
  if (body.beforeFile !== undefined)
    yield* readFileRange(join(folder, body.beforeFile), start, Math.min(end, before));
  yield* readRecorded(folder, body, Math.max(0, start - before), end - before);
}

/** How many of a body's bytes are of an earlier exchange. */
function earlierBytes(body: StoredBody): number {
  return body.beforeFile === undefined ? 0 : (body.ref.resumedFrom ?? 0);
}

async function* readRecorded(
  folder: string,
  body: StoredBody,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  const layout = await readLayout(folder);
  const record = await open(join(folder, clearFile), "r");
  try {
    // What was received is in the record itself, whatever else lies in files that were sent.
    const place = (piece: Piece): Piece => ({ ...piece, offset: keptOffset(layout, piece.offset) });
    for await (const batch of joined(pieces(folder, body, start, end), place)) {
      const first = batch[0];
      const last = batch.at(-1);
      if (first === undefined || last === undefined) continue;
      const span = last.offset + last.length - first.offset;
      const block = Buffer.allocUnsafe(span);
      const { bytesRead } = await record.read(block, 0, span, first.offset);
      const plain = unsealed(join(folder, clearFile), first.offset, block);
      for (const piece of batch) {
        const from = piece.offset - first.offset;
        const to = Math.min(from + piece.length, bytesRead);
        if (to > from) yield plain.subarray(from, to);
        if (to < from + piece.length) return;
      }
    }
  } finally {
    await record.close();
  }
}

/** Body bytes that are in a record of `recordSize` bytes by now. Asked again and again while a body comes: it looks at a few runs only. */
export async function availableBytes(
  folder: string,
  body: StoredBody,
  recordSize: number,
): Promise<number> {
  const before = earlierBytes(body);
  const last = await lastRunWithin(folder, body, recordSize);
  if (last === null) return before;
  const end = last.next ?? body.ref.encodedSize - before;
  const length = Math.min(end - last.run.start, recordSize - last.run.offset);
  return before + last.run.start + length;
}

/** The last run that begins within the first `recordSize` bytes of the record, and where in the body the one behind it begins. */
async function lastRunWithin(
  folder: string,
  body: StoredBody,
  recordSize: number,
): Promise<{ readonly run: BodyRun; readonly next: number | null } | null> {
  const within = (run: BodyRun): boolean => run.offset < recordSize;
  const at = body.runs.findLastIndex(within);
  const run = body.runs[at];
  if (run !== undefined) return { run, next: body.runs[at + 1]?.start ?? null };
  if (body.runsFile === null) return null;
  const file = await open(join(folder, body.runsFile), "r");
  try {
    const place = await findRun(file, body.spilledRuns, within);
    const [found, behind] = await readRuns(file, place, Math.min(2, body.spilledRuns - place));
    if (found === undefined || !within(found)) return null;
    return { run: found, next: (behind ?? body.runs[0])?.start ?? null };
  } finally {
    await file.close();
  }
}

interface Piece {
  readonly offset: number;
  readonly length: number;
}

/** The stretches of the record that make up `[start, end)`, none longer than one read. */
async function* pieces(
  folder: string,
  body: StoredBody,
  start: number,
  end: number,
): AsyncGenerator<Piece, void, undefined> {
  let previous: BodyRun | null = null;
  async function* until(run: BodyRun | null, to: number): AsyncGenerator<Piece, void, undefined> {
    if (run === null) return;
    const last = Math.min(to, end);
    for (let at = Math.max(run.start, start); at < last;) {
      const length = Math.min(last - at, readAtOnce);
      yield { offset: run.offset + (at - run.start), length };
      at += length;
    }
  }
  for await (const run of allRuns(folder, body, start)) {
    yield* until(previous, run.start);
    previous = run;
    if (run.start >= end) return;
  }
  yield* until(previous, body.ref.encodedSize - earlierBytes(body));
}

/** Groups neighbours that one read can fetch. */
async function* joined(
  source: AsyncIterable<Piece>,
  place: (piece: Piece) => Piece,
): AsyncGenerator<Piece[], void, undefined> {
  let batch: Piece[] = [];
  for await (const one of source) {
    const piece = place(one);
    const first = batch[0];
    if (first !== undefined && piece.offset + piece.length - first.offset > readAtOnce) {
      yield batch;
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) yield batch;
}

/** The runs that hold these offsets (ascending) of what the runs are of; null for one before the first. */
export async function runsOf(
  folder: string,
  list: RunList,
  offsets: readonly number[],
): Promise<readonly (BodyRun | null)[]> {
  const found: (BodyRun | null)[] = [];
  let held: BodyRun | null = null;
  const take = (before: number): void => {
    for (let next = offsets[found.length]; next !== undefined && next < before;) {
      found.push(held);
      next = offsets[found.length];
    }
  };
  for await (const run of allRuns(folder, list, offsets[0] ?? 0)) {
    take(run.start);
    if (found.length === offsets.length) return found;
    held = run;
  }
  take(Number.POSITIVE_INFINITY);
  return found;
}

/** Runs in order, from the one that holds `start` on. */
async function* allRuns(
  folder: string,
  body: RunList,
  start: number,
): AsyncGenerator<BodyRun, void, undefined> {
  if (body.runsFile !== null) {
    const file = await open(join(folder, body.runsFile), "r");
    try {
      let at = await findRun(file, body.spilledRuns, (run) => run.start <= start);
      while (at < body.spilledRuns) {
        const runs = await readRuns(file, at, Math.min(runsAtOnce, body.spilledRuns - at));
        if (runs.length === 0) return;
        yield* runs;
        at += runs.length;
      }
    } finally {
      await file.close();
    }
  }
  let low = 0;
  let high = body.runs.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((body.runs[middle]?.start ?? 0) <= start) low = middle;
    else high = middle;
  }
  yield* body.runs.slice(low);
}

/** The last of the runs in a file that `wanted` holds for, when it holds for the first ones; else 0. */
async function findRun(
  file: FileHandle,
  count: number,
  wanted: (run: BodyRun) => boolean,
): Promise<number> {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const [run] = await readRuns(file, middle, 1);
    if (run !== undefined && wanted(run)) low = middle;
    else high = middle;
  }
  return low;
}

async function readRuns(file: FileHandle, from: number, count: number): Promise<BodyRun[]> {
  const bytes = Buffer.allocUnsafe(count * runBytes);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from * runBytes);
  const runs: BodyRun[] = [];
  for (let at = 0; at + runBytes <= bytesRead; at += runBytes)
    runs.push({ start: bytes.readDoubleLE(at), offset: bytes.readDoubleLE(at + 8) });
  return runs;
}
