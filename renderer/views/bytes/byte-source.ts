import { FailureError } from "../../../shared/model/failure.ts";

/** Bytes behind a URL that answers `Range`, read as needed. Memory stays the same at any size. */
export interface ByteSource {
  /** Bytes there are now; grows while they arrive. */
  size(): number;
  complete(): boolean;
  /** Tells of more bytes. */
  grow(size: number, complete: boolean): void;
  /** Runs when the size or completeness changes; the result ends it. */
  subscribe(listener: () => void): () => void;
  /** `[start, end)`, shorter at the end of what there is. Rejects with FailureError `storage`, or when aborted. */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array>;
}

/** 64 KiB pages, at most 64 kept: 4 MiB for each source. */
const pageSize = 1 << 16;
const pagesKept = 64;

export function createByteSource(url: string, size: number, complete: boolean): ByteSource {
  const listeners = new Set<() => void>();
  const pages = new Map<number, Promise<Uint8Array>>();

  return {
    size: () => size,
    complete: () => complete,
    grow: (nextSize, nextComplete) => {
      if (nextSize === size && nextComplete === complete) return;
      // The last page may have been read when it was not full yet.
      pages.delete(Math.floor(size / pageSize));
      size = nextSize;
      complete = nextComplete;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read: async (start, end, signal) => {
      const last = Math.min(end, size);
      if (start >= last) return new Uint8Array();
      // Long runs are read once, in order: they go past the pages.
      if (last - start > 4 * pageSize) return fetchRange(url, start, last, signal);
      const first = Math.floor(start / pageSize);
      const final = Math.floor((last - 1) / pageSize);
      if (first === final) {
        const bytes = await page(first);
        return bytes.subarray(start - first * pageSize, last - first * pageSize);
      }
      const joined = new Uint8Array(last - start);
      for (let number = first; number <= final; number += 1) {
        const bytes = await page(number);
        signal?.throwIfAborted();
        const begin = number * pageSize;
        const from = Math.max(start, begin);
        const part = bytes.subarray(from - begin, Math.min(last, begin + pageSize) - begin);
        joined.set(part, from - start);
      }
      return joined;
    },
  };

  function page(number: number): Promise<Uint8Array> {
    const known = pages.get(number);
    if (known !== undefined) {
      pages.delete(number);
      pages.set(number, known);
      return known;
    }
    const begin = number * pageSize;
    const end = Math.min(begin + pageSize, size);
    const loading = fetchRange(url, begin, end);
    pages.set(number, loading);
    // What is announced may not be on disk yet: only a whole page is kept.
    loading.then(
      (bytes) => bytes.length < end - begin && pages.delete(number),
      () => pages.delete(number),
    );
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break;
      pages.delete(oldest);
    }
    return loading;
  }
}

/** One `Range` request (RFC 9110 §14). */
async function fetchRange(
  url: string,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const answer = await fetch(url, {
    headers: { range: `bytes=${start}-${end - 1}` },
    cache: "no-store",
    ...(signal === undefined ? {} : { signal: signal as globalThis.AbortSignal }),
  });
  if (answer.status === 206) return new Uint8Array(await answer.arrayBuffer());
  await answer.body?.cancel();
  // Nothing is there yet from `start` on.
  if (answer.status === 416) return new Uint8Array();
  throw new FailureError({
    kind: "storage",
    code: answer.status === 404 || answer.status === 410 ? "bytes-gone" : "bytes-unreadable",
    message: "These bytes are no longer kept.",
  });
}
