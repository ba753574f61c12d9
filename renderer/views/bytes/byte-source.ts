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
  /**
   * `[start, end)` in order through one buffer, as fast as `visit` takes it: false ends it early. The bytes are only good
   * until `visit` has returned (or its promise settled). Resolves to how many were given; rejects as `read` does.
   */
  stream(start: number, end: number, visit: Visit, signal: AbortSignal): Promise<number>;
}

export type Visit = (bytes: Uint8Array) => boolean | Promise<boolean>;

/** 64 KiB pages, at most 64 kept: 4 MiB for each source. */
const pageSize = 1 << 16;
const pagesKept = 64;

/** Bytes that cannot be asked for, sorted. In what is read they are `filler`, which no text in UTF-8 holds: who draws bytes leaves them out. */
export type Gap = { readonly start: number; readonly end: number };
export const filler = 0xff;

export function createByteSource(
  url: string,
  size: number,
  complete: boolean,
  gaps: readonly Gap[] = [],
): ByteSource {
  /** `[start, end)` as far as it is there. */
  const fetchKept = async (start: number, end: number, signal?: AbortSignal) => {
    if (!gaps.some((gap) => gap.start < end && gap.end > start)) {
      return await fetchRange(url, start, end, signal);
    }
    const bytes = new Uint8Array(end - start).fill(filler);
    for (const part of keptParts(gaps, start, end)) {
      const got = await fetchRange(url, part.start, part.end, signal);
      bytes.set(got, part.start - start);
      if (got.length < part.end - part.start)
        return bytes.subarray(0, part.start - start + got.length);
    }
    return bytes;
  };

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
      if (last - start > 4 * pageSize) return fetchKept(start, last, signal);
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
    stream: async (start, end, visit, signal) => {
      const last = Math.min(end, size);
      if (gaps.length === 0) return await streamRange(url, start, last, visit, signal);
      let at = start;
      for (const part of keptParts(gaps, start, last)) {
        at = await fillTo(at, part.start, visit);
        if (at < part.start) return at - start;
        // From its first byte on: the one before it may not be there.
        for (; at < part.end;) {
          const bytes = await fetchRange(url, at, Math.min(part.end, at + bufferSize), signal);
          if (bytes.length === 0) return at - start;
          const goesOn = await visit(bytes);
          at += bytes.length;
          if (!goesOn) return at - start;
        }
      }
      return Math.max(0, (await fillTo(at, last, visit)) - start);
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
    const loading = fetchKept(begin, end);
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
  const body = await openRange(url, start, end, signal);
  return body === null ? new Uint8Array() : new Uint8Array(await body.arrayBuffer());
}

const bufferSize = 1 << 18;

/** What lies between gaps in `[start, end)`. */
function keptParts(gaps: readonly Gap[], start: number, end: number): Gap[] {
  const parts: Gap[] = [];
  let at = start;
  for (const gap of gaps) {
    if (gap.end <= at) continue;
    if (gap.start >= end) break;
    if (gap.start > at) parts.push({ start: at, end: gap.start });
    at = gap.end;
  }
  if (at < end) parts.push({ start: at, end });
  return parts;
}

/** Gives filler for `[at, end)`, and how far it came. */
async function fillTo(at: number, end: number, visit: Visit): Promise<number> {
  let now = at;
  while (now < end) {
    const bytes = new Uint8Array(Math.min(bufferSize, end - now)).fill(filler);
    const goesOn = await visit(bytes);
    now += bytes.length;
    if (!goesOn) break;
  }
  return now;
}

async function streamRange(
  url: string,
  start: number,
  end: number,
  visit: Visit,
  signal: AbortSignal,
): Promise<number> {
  if (start >= end) return 0;
  // From a byte that is known to be there: what is announced may not be on disk yet, and that is no error.
  let known = start > 0 ? 1 : 0;
  const answer = await openRange(url, start - known, end, signal);
  const reader = answer?.body?.getReader({ mode: "byob" });
  if (reader === undefined) return 0;
  let buffer = new ArrayBuffer(bufferSize);
  let given = 0;
  let filled = 0;
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer, filled));
    if (value === undefined) return given;
    ({ buffer } = value);
    filled += value.byteLength;
    // Small pieces are gathered: each visit costs a turn.
    if (filled < bufferSize / 2 && !done) continue;
    if (filled > known && !(await visit(new Uint8Array(buffer, known, filled - known)))) {
      await reader.cancel();
      return given;
    }
    given += Math.max(0, filled - known);
    if (filled > 0) known = 0;
    filled = 0;
    if (done) return given;
  }
}

/** The answer to a `Range` request; null when nothing is there yet from `start` on. Rejects with FailureError `storage`. */
async function openRange(
  url: string,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Response | null> {
  const answer = await fetch(url, {
    headers: { range: `bytes=${start}-${end - 1}` },
    cache: "no-store",
    ...(signal === undefined ? {} : { signal: signal as globalThis.AbortSignal }),
  });
  if (answer.status === 206) return answer;
  await answer.body?.cancel();
  if (answer.status === 416) return null;
  throw new FailureError({
    kind: "storage",
    code: answer.status === 404 || answer.status === 410 ? "bytes-gone" : "bytes-unreadable",
    message: "These bytes are no longer kept.",
  });
}
