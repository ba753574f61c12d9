import type { ByteSource } from "../../views/bytes/byte-source.ts";

/** What was found: the offset of the first byte that differs (one may simply end there), or null when there is none. */
export type FirstDifference = number | null;

/** Bytes read at a time of each: neither body is ever in memory whole. */
const step = 1 << 20;

/** Compares two bodies byte by byte. Rejects with FailureError when one cannot be read, or when aborted. */
export async function firstDifference(
  one: ByteSource,
  other: ByteSource,
  signal: AbortSignal,
  piece = step,
): Promise<FirstDifference> {
  const shorter = Math.min(one.size(), other.size());
  for (let at = 0; at < shorter; at += piece) {
    const end = Math.min(shorter, at + piece);
    const [left, right] = await Promise.all([
      one.read(at, end, signal),
      other.read(at, end, signal),
    ]);
    signal.throwIfAborted();
    for (let index = 0; index < end - at; index += 1) {
      if (left[index] !== right[index]) return at + index;
    }
  }
  return one.size() === other.size() ? null : shorter;
}
