import { charsetName } from "../../../shared/formats/charset.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import { pause } from "../rows/pause.ts";
import { joinBytes } from "../rows/text-rows.ts";

/** Offsets kept; more are counted only. */
export const hitsKept = 200_000;

export interface Hits {
  readonly offsets: readonly number[];
  readonly count: number;
  /** Length of each hit in bytes. */
  readonly length: number;
  /** Share looked through, 0–1. */
  readonly progress: number;
}

export const noHits: Hits = { offsets: [], count: 0, length: 0, progress: 1 };

/** The bytes to look for in a charset; null when it cannot be written there. */
export function needleOf(text: string, charset: string): Uint8Array | null {
  if (charset === "utf-8" || charsetName(charset) === null) return new TextEncoder().encode(text);
  if (charset === "utf-16le" || charset === "utf-16be") {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at += 1) {
      view.setUint16(at * 2, text.charCodeAt(at), charset === "utf-16le");
    }
    return bytes;
  }
  const known = reverseTable(charset);
  const bytes: number[] = [];
  for (const letter of text) {
    const code = known.get(letter);
    if (code === undefined) return null;
    bytes.push(...(code > 0xff ? [code >> 8, code & 0xff] : [code]));
  }
  return new Uint8Array(bytes);
}

const tables = new Map<string, ReadonlyMap<string, number>>();

/** Character → byte (or two) of a charset, made once by decoding each. */
function reverseTable(charset: string): ReadonlyMap<string, number> {
  const ready = tables.get(charset);
  if (ready !== undefined) return ready;
  const table = new Map<string, number>();
  const decoder = new TextDecoder(charset);
  const add = (code: number, bytes: readonly number[]) => {
    const letter = decoder.decode(new Uint8Array(bytes));
    if (letter !== "\ufffd" && [...letter].length === 1 && !table.has(letter))
      table.set(letter, code);
  };
  for (let byte = 0; byte < 256; byte += 1) add(byte, [byte]);
  if (/^(?:shift_jis|euc-|gb|big5)/.test(charset)) {
    for (let code = 0x8100; code < 0xff00; code += 1) {
      if ((code & 0xff) >= 0x40) add(code, [code >> 8, code & 0xff]);
    }
  }
  tables.set(charset, table);
  return table;
}

/** ASCII letters compare without case unless `exact`; all else byte for byte. */
export function createFinder(needle: Uint8Array, exact: boolean) {
  const fold = (byte: number) => (!exact && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
  const wanted = needle.map(fold);
  const length = wanted.length;
  // Horspool: how far to go when the last byte of the window is this one.
  const skip = new Uint32Array(256).fill(length);
  for (let at = 0; at < length - 1; at += 1) {
    const byte = wanted[at] ?? 0;
    skip[byte] = length - 1 - at;
    if (!exact && byte >= 0x61 && byte <= 0x7a) skip[byte & 0xdf] = length - 1 - at;
  }
  const lastByte = wanted[length - 1] ?? 0;
  return (bytes: Uint8Array, found: (at: number) => void): void => {
    let at = 0;
    while (at + length <= bytes.length) {
      const end = bytes[at + length - 1] ?? 0;
      if (fold(end) === lastByte) {
        let same = length - 2;
        while (same >= 0 && fold(bytes[at + same] ?? 0) === wanted[same]) same -= 1;
        if (same < 0) {
          found(at);
          at += length;
          continue;
        }
      }
      at += skip[end] ?? length;
    }
  };
}

/** Looks through all there is of a source, telling as it goes (`offsets` is one growing list). Hits do not overlap. */
export async function searchSource(
  source: ByteSource,
  needle: Uint8Array,
  exact: boolean,
  tell: (hits: Hits) => void,
  signal: AbortSignal,
): Promise<void> {
  const { length } = needle;
  if (length === 0) return tell(noHits);
  const find = createFinder(needle, exact);
  const size = source.size();
  const offsets: number[] = [];
  let count = 0;
  // What could be the beginning of a hit that the next bytes end: fewer bytes than a needle.
  let tail: Uint8Array = new Uint8Array();
  let read = 0;
  let free = 0;
  await source.stream(
    0,
    size,
    async (bytes) => {
      const hit = (base: number) => (place: number) => {
        count += 1;
        free = base + place + length;
        if (offsets.length < hitsKept) offsets.push(base + place);
      };
      // A hit in the seam begins in the tail: of the new bytes it has one less than a needle.
      find(joinBytes(tail, bytes.subarray(0, length - 1)), hit(read - tail.length));
      const from = Math.max(0, free - read);
      find(bytes.subarray(from), hit(read + from));
      read += bytes.length;
      const near = bytes.length >= length - 1 ? bytes : joinBytes(tail, bytes);
      tail = near.slice(near.length - Math.min(length - 1, near.length, Math.max(0, read - free)));
      tell({ offsets, count, length, progress: Math.min(0.999, read / size) });
      await pause(signal);
      return true;
    },
    signal,
  );
  tell({ offsets, count, length, progress: 1 });
}

/** Index of the first hit at or after an offset, in sorted offsets. */
export function firstHitFrom(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
