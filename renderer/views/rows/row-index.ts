import type { ByteSource, Gap } from "../bytes/byte-source.ts";
import { pause } from "./pause.ts";
import type { Row, RowFormat, Span } from "./row.ts";

/** Rows of a source, wherever they come from. */
export interface Rows<Item extends Span = Row> {
  /** Rows known so far. */
  count(): number;
  /** Share of the source that was looked through, 0–1; 1 when `count` is final. */
  progress(): number;
  /** Offset in the source up to which the rows are known. */
  reach(): number;
  /** The row when it is at hand; otherwise it is fetched, and `subscribe` tells. */
  peek(row: number): Item | null;
  load(row: number): Promise<Item | null>;
  /** The row that holds an offset of the source, as far as it is known. */
  rowAt(offset: number): Promise<number>;
  /** Runs when something of the above may have changed; the result ends it. */
  subscribe(listener: () => void): () => void;
  /** Grows with each change: what `useSyncExternalStore` compares. */
  version(): number;
  /** Where the source stopped being of the format; null when it did not (so far). */
  errorAt(): number | null;
  /** Why the rows stop before the end, if they do. */
  failure(): unknown;
  close(): void;
}

export const blockRows = 256;
const blocksKept = 24;
const stride = 1 << 20;

/**
 * Counts the rows of a source from its start, keeping the state of every 256th; from there any row can be made again.
 * Goes on as the source grows. What is in `gaps` (sorted) has no rows. One owner: whoever made it closes it.
 */
export function indexRows<State, Item extends Span = Row>(
  source: ByteSource,
  format: RowFormat<State, Item>,
  gaps: readonly Gap[] = [],
): Rows<Item> {
  const controller = new AbortController();
  const { signal } = controller;
  const states: State[] = [];
  const blocks = new Map<number, Item[]>();
  const loading = new Map<number, Promise<Item[]>>();
  /** The block at the growing end, as it was last made, with the count it was made at. */
  let edge: { readonly block: number; readonly rows: Item[]; readonly read: number } | null = null;
  /** Of a format that takes rows while it counts: those of the block that is not full. */
  let taken: Item[] = [];
  const listeners = new Set<() => void>();
  let count = 0;
  let read = 0;
  let final = false;
  let version = 0;
  let errorAt: number | null = null;
  let failure: unknown = null;
  let wake: (() => void) | null = null;

  const stopListening = source.subscribe(() => wake?.());
  const tell = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  run().catch((thrown: unknown) => {
    if (signal.aborted) return;
    failure = thrown;
    final = true;
    tell();
  });

  async function run(): Promise<void> {
    const scanner = format.open(format.first, {
      begins: (state) => {
        if (count % blockRows === 0) states.push(state());
        count += 1;
      },
      counts: true,
      ...(format.takes === true ? { row: takeRow } : {}),
    });
    let sane = true;
    let tries = 0;
    let next = 0;
    while (sane && !signal.aborted) {
      const available = source.size();
      if (read >= available) {
        if (source.complete()) break;
        await more();
        continue;
      }
      const gap = gaps.find(({ end }) => end > read);
      if (gap !== undefined && gap.start <= read) {
        scanner.skip?.(gap.end);
        read = gap.end;
        continue;
      }
      const given = await source.stream(
        read,
        Math.min(available, gap?.start ?? available),
        async (bytes) => {
          sane = scanner.push(bytes);
          read += bytes.length;
          if (count >= next) {
            // The first screen at once, then now and then.
            next = count * 1.1 + blockRows;
            tell();
          }
          await pause(signal);
          return sane;
        },
        signal,
      );
      if (given === 0 && sane) {
        // Announced, and not on disk yet.
        tries += 1;
        if (tries > 40) break;
        await more(50);
      } else tries = 0;
    }
    if (signal.aborted) return;
    scanner.end();
    errorAt = scanner.errorAt?.() ?? null;
    final = true;
    // The last block may have been made when it was not whole.
    blocks.delete(states.length - 1);
    if (taken.length > 0) remember(states.length - 1, taken);
    tell();
  }

  function takeRow(row: Item): void {
    taken.push(row);
    if (taken.length < blockRows) return;
    remember(states.length - 1, taken);
    taken = [];
  }

  /** Resolves when the source has grown, or after so many ms. */
  async function more(ms?: number): Promise<void> {
    tell();
    const timer = ms === undefined ? undefined : setTimeout(() => wake?.(), ms);
    await new Promise<void>((resolve) => (wake = resolve));
    clearTimeout(timer);
    wake = null;
  }

  async function make(block: number): Promise<Item[]> {
    const known = blocks.get(block);
    if (known !== undefined) return known;
    if (taken.length > 0 && block === states.length - 1) return taken.slice();
    const state = states[block];
    if (state === undefined) return [];
    const rows: Item[] = [];
    const whole = final;
    const seen = read;
    const scanner = format.open(state, {
      begins: () => undefined,
      row: (row) => {
        if (rows.length < blockRows) rows.push(row);
      },
    });
    let at = format.offsetOf(state);
    for (let size = 1 << 15; rows.length < blockRows; size = Math.min(size * 2, stride)) {
      const gap = gaps.find(({ end }) => end > at);
      if (gap !== undefined && gap.start <= at) {
        scanner.skip?.(gap.end);
        at = gap.end;
        continue;
      }
      const bytes = await source.read(at, Math.min(at + size, gap?.start ?? Infinity), signal);
      if (bytes.length === 0 || !scanner.push(bytes)) break;
      at += bytes.length;
      if (size === stride) await pause(signal);
    }
    if (rows.length < blockRows) scanner.end();
    if (rows.length === blockRows || whole) remember(block, rows);
    else edge = { block, rows, read: seen };
    return rows;
  }

  function remember(block: number, rows: Item[]): void {
    blocks.set(block, rows);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= blocksKept) break;
      blocks.delete(oldest);
    }
  }

  function fetchBlock(block: number): Promise<Item[]> {
    const under = loading.get(block);
    if (under !== undefined) return under;
    const work = make(block).finally(() => loading.delete(block));
    loading.set(block, work);
    return work;
  }

  /** Whether what was made of the growing end may be made again with another outcome. */
  const isStale = ({ block, rows, read: seen }: NonNullable<typeof edge>): boolean =>
    format.settled === true
      ? rows.length < Math.min(count - block * blockRows, blockRows)
      : seen !== read;

  return {
    count: () => count,
    reach: () => (final ? Infinity : read),
    progress: () => (final ? 1 : Math.min(read / Math.max(source.size(), 1), 0.999)),
    peek: (row) => {
      const block = Math.floor(row / blockRows);
      const found = blocks.get(block)?.[row % blockRows];
      if (found !== undefined) return found;
      if (taken.length > 0 && block === states.length - 1) return taken[row % blockRows] ?? null;
      const old = edge?.block === block ? edge : null;
      // An edge made from all that was read then is made again only when more was read.
      if (row < count && !loading.has(block) && (old === null || isStale(old) || final)) {
        fetchBlock(block).then(tell, () => undefined);
      }
      return old?.rows[row % blockRows] ?? null;
    },
    load: async (row) => {
      const rows = await fetchBlock(Math.floor(row / blockRows));
      return rows[row % blockRows] ?? null;
    },
    rowAt: async (offset) => {
      let low = 0;
      let high = states.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        const state = states[middle];
        if (state !== undefined && format.offsetOf(state) <= offset) low = middle;
        else high = middle - 1;
      }
      const rows = await fetchBlock(low);
      const within = rows.findIndex((row) => row.end > offset);
      return low * blockRows + (within === -1 ? Math.max(0, rows.length - 1) : within);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    errorAt: () => errorAt,
    failure: () => failure,
    close: () => {
      controller.abort();
      stopListening();
      wake?.();
      listeners.clear();
    },
  };
}
