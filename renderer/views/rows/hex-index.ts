import type { ByteSource } from "../bytes/byte-source.ts";
import { hexRowBytes } from "./hex-rows.ts";
import type { Row } from "./row.ts";
import { blockRows, type Rows } from "./row-index.ts";

/** A run of bytes in rows of sixteen, with rows that hold no bytes before it (`notes`). */
export interface HexRun {
  readonly start: number;
  readonly end: number;
  readonly notes: number;
}

const blocksKept = 24;

/**
 * Hex rows of a source. Nothing needs counting: where each row lies follows from the runs, so a body of any size is open
 * at once. `runs` is asked when the source changes; together they cover it from 0, but for what has no rows. Closed by whoever made it.
 */
export function indexHex(source: ByteSource, runs: () => readonly HexRun[]): Rows {
  const listeners = new Set<() => void>();
  const controller = new AbortController();
  const blocks = new Map<number, Row[]>();
  const loading = new Map<number, Promise<Row[]>>();
  let version = 0;
  let failure: unknown = null;
  let table = runs();
  /** The number of each run's first row, and of the row after all. */
  let firsts = sums(table);

  const tell = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const stopListening = source.subscribe(() => {
    const before = count();
    table = runs();
    firsts = sums(table);
    // The row at the end may have grown.
    blocks.delete(Math.floor(Math.max(0, before - 1) / blockRows));
    tell();
  });
  const count = () => firsts.at(-1) ?? 0;

  async function make(block: number): Promise<Row[]> {
    const from = block * blockRows;
    const to = Math.min(count(), from + blockRows);
    const places: { readonly start: number; readonly end: number; readonly line: number }[] = [];
    for (let row = from; row < to; row += 1) places.push(placeOf(row));
    const rows: Row[] = [];
    for (let first = 0; first < places.length;) {
      // What is in one run is read at once; between runs there may be bytes without rows.
      let next = first + 1;
      while (next < places.length && places[next]?.start === places[next - 1]?.end) next += 1;
      const start = places[first]?.start ?? 0;
      const bytes = await source.read(start, places[next - 1]?.end ?? 0, controller.signal);
      for (const { start: from, end, line } of places.slice(first, next)) {
        const own = bytes.slice(from - start, end - start);
        rows.push({ start: from, end, bytes: own, runs: [], line, ends: true });
      }
      first = next;
    }
    blocks.set(block, rows);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= blocksKept) break;
      blocks.delete(oldest);
    }
    return rows;
  }

  /** `line` below 0: the row is a note, the first is -1. */
  function placeOf(row: number): { start: number; end: number; line: number } {
    const at = lastAtMost(firsts, row, table.length - 1);
    const run = table[at];
    if (run === undefined) return { start: 0, end: 0, line: 0 };
    const within = row - (firsts[at] ?? 0);
    if (within < run.notes) return { start: run.start, end: run.start, line: -1 - within };
    const start = run.start + (within - run.notes) * hexRowBytes;
    return { start, end: Math.min(run.end, start + hexRowBytes), line: 0 };
  }

  function fetchBlock(block: number): Promise<Row[]> {
    const known = blocks.get(block);
    if (known !== undefined) return Promise.resolve(known);
    const under = loading.get(block);
    if (under !== undefined) return under;
    const work = make(block).finally(() => loading.delete(block));
    loading.set(block, work);
    return work;
  }

  return {
    count,
    progress: () => 1,
    reach: () => source.size(),
    errorAt: () => null,
    peek: (row) => {
      const block = Math.floor(row / blockRows);
      const rows = blocks.get(block);
      if (rows === undefined && row < count() && !loading.has(block)) {
        fetchBlock(block).then(tell, (thrown: unknown) => {
          if (controller.signal.aborted) return;
          failure = thrown;
          tell();
        });
      }
      return rows?.[row % blockRows] ?? null;
    },
    load: async (row) => (await fetchBlock(Math.floor(row / blockRows)))[row % blockRows] ?? null,
    rowAt: (offset) => {
      const starts = table.map((run) => run.start);
      const at = lastAtMost(starts, offset, table.length - 1);
      const run = table[at];
      if (run === undefined) return Promise.resolve(0);
      const inside = Math.min(offset, run.end - 1) - run.start;
      const row = (firsts[at] ?? 0) + run.notes + Math.floor(Math.max(0, inside) / hexRowBytes);
      return Promise.resolve(row);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    failure: () => failure,
    close: () => {
      controller.abort();
      stopListening();
      listeners.clear();
    },
  };
}

function sums(runs: readonly HexRun[]): number[] {
  const firsts = [0];
  let sum = 0;
  for (const { start, end, notes } of runs) {
    sum += notes + Math.ceil((end - start) / hexRowBytes);
    firsts.push(sum);
  }
  return firsts;
}

/** Index (at most `last`) of the last number that is not above `value`, in sorted numbers. */
function lastAtMost(numbers: readonly number[], value: number, last: number): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
