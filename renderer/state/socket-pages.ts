import type { Contract, Remote } from "../../shared/contract/index.ts";
import { type Failure, FailureError, toFailure } from "../../shared/model/failure.ts";
import type { SocketFilter } from "../../shared/model/socket-filter.ts";
import type { SocketFrame } from "../../shared/model/web-socket.ts";

/**
 * The frames of a WebSocket that fit a filter, as rows. Holds the number of each (4 bytes), and the frames themselves of those pages only that
 * were looked at last: memory stays the same however many pass. Owner calls `close`.
 */
export interface SocketPages {
  /** Grows whenever something here has changed. */
  version(): number;
  /** Runs at every change; the result ends it. */
  subscribe(listener: () => void): () => void;
  /** Rows known by now. */
  count(): number;
  /** Frames looked at, from the first of all. */
  scanned(): number;
  /** The row's frame when it is here; null: not yet, see `want`. */
  peek(row: number): SocketFrame | null;
  /** The same, asked for. null: there is no such row, or it cannot be read. */
  load(row: number): Promise<SocketFrame | null>;
  /** These rows are in sight (`to` exclusive): they are asked for. */
  want(from: number, to: number): void;
  /** How many frames there are by now; `ended`: no more come, and there may be others than were told of. */
  grow(frames: number, ended: boolean): void;
  /** Why the last question had no answer; what was known stays. */
  failure(): Failure | null;
  close(): void;
}

const pageFrames = 200;
const pagesKept = 50;
/** ms until what was announced and is not on disk yet is asked for again, and how often once nothing is written any more. */
const again = 120;
const mostTries = 3;

/** `begin`: the first frame that counts. */
export function createSocketPages(
  remote: Pick<Remote<Contract>, "exchange.socketFind" | "exchange.socketFrames">,
  id: string,
  filter: SocketFilter,
  begin = 0,
): SocketPages {
  const closing = new AbortController();
  const { signal } = closing;
  const listeners = new Set<() => void>();
  const rows = createNumbers();
  const pages = new Map<number, SocketFrame[]>();
  const asking = new Map<number, Promise<void>>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let version = 0;
  let next = begin;
  let total = 0;
  let ended = false;
  let scanning = false;
  let failure: Failure | null = null;
  let sight = { from: 0, to: 0 };

  const changed = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const failed = (thrown: unknown) => {
    if (signal.aborted) return;
    failure = toFailure(thrown);
    changed();
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, again);
      timers.add(timer);
    });

  async function scan(): Promise<void> {
    scanning = true;
    try {
      for (let tries = 0; !signal.aborted && (next < total || ended);) {
        const answer = await remote["exchange.socketFind"]({ id, filter, from: next }, signal);
        if (signal.aborted) return;
        failure = null;
        if (answer.next === next) {
          // Frames were counted, and there is not one of them.
          if (ended && tries >= mostTries && next === begin && begin < total) return failed(gone());
          if (next >= total || tries >= mostTries) return;
          if (ended) tries += 1;
          await pause();
          continue;
        }
        for (const [from, count] of answer.runs)
          for (let index = 0; index < count; index += 1) rows.push(from + index);
        ({ next } = answer);
        tries = 0;
        changed();
        request();
      }
    } catch (thrown) {
      failed(thrown);
    } finally {
      scanning = false;
    }
  }

  /** Asks for the pages of what is in sight. */
  function request(): void {
    for (let row = sight.from; row < Math.min(sight.to, rows.count()); row += 1)
      if (find(rows.at(row)) === null) void page(rows.at(row)).catch(failed);
  }

  function find(index: number): SocketFrame | null {
    return pages.get(Math.floor(index / pageFrames))?.[index % pageFrames] ?? null;
  }

  function page(index: number): Promise<void> {
    const number = Math.floor(index / pageFrames);
    const known = asking.get(number);
    if (known !== undefined) return known;
    const work = readPage(number, index % pageFrames).finally(() => asking.delete(number));
    asking.set(number, work);
    return work;
  }

  /** Reads on in a page until it has the frame at `wanted`, or there is nothing to wait for. */
  async function readPage(number: number, wanted: number): Promise<void> {
    const kept = pages.get(number) ?? [];
    pages.delete(number);
    pages.set(number, kept);
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break;
      pages.delete(oldest);
    }
    for (let tries = 0; !signal.aborted && tries < mostTries; tries += 1) {
      const from = number * pageFrames + kept.length;
      const limit = pageFrames - kept.length;
      const { frames } = await remote["exchange.socketFrames"]({ id, from, limit }, signal);
      if (signal.aborted) return;
      failure = null;
      kept.push(...frames);
      if (frames.length > 0) changed();
      if (kept.length > wanted) return;
      await pause();
    }
  }

  return {
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    count: () => rows.count(),
    scanned: () => next,
    peek: (row) => (row < rows.count() ? find(rows.at(row)) : null),
    async load(row) {
      if (row < 0 || row >= rows.count()) return null;
      const index = rows.at(row);
      if (find(index) === null) await page(index).catch(failed);
      return find(index);
    },
    want(from, to) {
      sight = { from, to };
      request();
    },
    grow(frames, over) {
      total = frames;
      ended = over;
      if (!scanning && !signal.aborted) void scan();
    },
    failure: () => failure,
    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      listeners.clear();
    },
  };
}

function gone(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "exchange-not-found",
    message: "The exchange is not kept any more.",
    remedy: "Send the request again.",
  });
}

interface Numbers {
  push(value: number): void;
  at(index: number): number;
  count(): number;
}

/** Many numbers below 2³², ascending or not, in 4 bytes each. */
function createNumbers(): Numbers {
  let kept = new Uint32Array(1024);
  let count = 0;
  return {
    push(value) {
      if (count === kept.length) {
        const larger = new Uint32Array(2 * count);
        larger.set(kept);
        kept = larger;
      }
      kept[count] = value;
      count += 1;
    },
    at: (index) => kept[index] ?? 0,
    count: () => count,
  };
}
