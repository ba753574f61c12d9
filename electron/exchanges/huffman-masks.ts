import { huffmanInside } from "../wire/http2/huffman.ts";

/** Fewer whole bytes than this are found everywhere by chance. */
const fewest = 3;

/** Finds texts in header blocks where Huffman's code hides them (RFC 7541 §5.2), wherever in a byte they begin. */
export interface HuffmanMasks {
  /** Calls back with each run of bytes that holds bits of a text. The bytes at its ends may hold bits of others too. */
  each(bytes: Uint8Array, found: (start: number, end: number) => void): void;
  /** Bytes of the longest run. */
  readonly reach: number;
}

interface Pattern {
  readonly inside: Buffer;
  /** Begins or ends within a byte: that one is part of the run. */
  readonly before: 0 | 1;
}

/** @param texts as they would stand in a field, in UTF-8 */
export function huffmanMasks(texts: Iterable<string>): HuffmanMasks {
  // By their first three bytes, so that one pass over the bytes finds all.
  const patterns = new Map<number, Pattern[]>();
  let longest = 0;
  for (const text of texts) {
    const bytes = Buffer.from(text, "utf8");
    for (let shift = 0; shift < 8; shift += 1) {
      const inside = huffmanInside(bytes, shift);
      if (inside.length < fewest) continue;
      longest = Math.max(longest, inside.length);
      const first = keyAt(inside, 0);
      const same = patterns.get(first) ?? [];
      same.push({ inside, before: shift === 0 ? 0 : 1 });
      patterns.set(first, same);
    }
  }
  return {
    reach: longest + 2,
    each(bytes, found) {
      if (patterns.size === 0) return;
      for (let at = 0; at + fewest <= bytes.length; at += 1) {
        const here = patterns.get(keyAt(bytes, at));
        if (here === undefined) continue;
        for (const { inside, before } of here) {
          const end = at + inside.length;
          if (end > bytes.length || !inside.equals(bytes.subarray(at, end))) continue;
          found(Math.max(0, at - before), Math.min(bytes.length, end + 1));
        }
      }
    },
  };
}

function keyAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}
