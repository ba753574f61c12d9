import type { ByteSource } from "./byte-source.ts";

/** Bytes of another source: `[start, end)`. */
export interface BytePart {
  readonly start: number;
  readonly end: number;
}

/** Bytes given to a visitor at a time. */
const piece = 1 << 18;

/** Parts of a source that does not change any more, in the order given, as one. Reads, and rejects, as that source does. */
export function createPartSource(
  of: Pick<ByteSource, "read">,
  parts: readonly BytePart[],
): ByteSource {
  const size = parts.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  const read = async (start: number, end: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const last = Math.min(end, size);
    if (start >= last) return new Uint8Array();
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (const part of parts) {
      const length = Math.max(0, part.end - part.start);
      const from = Math.max(start, at);
      const to = Math.min(last, at + length);
      if (from < to) {
        const offset = part.start - at;
        pieces.push(await of.read(from + offset, to + offset, signal));
      }
      at += length;
    }
    return pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : joined(pieces);
  };
  return {
    size: () => size,
    complete: () => true,
    grow: () => undefined,
    subscribe: () => () => undefined,
    read,
    stream: async (start, end, visit, signal) => {
      const last = Math.min(end, size);
      let at = start;
      while (at < last) {
        const bytes = await read(at, Math.min(last, at + piece), signal);
        if (bytes.length === 0 || !(await visit(bytes))) break;
        at += bytes.length;
      }
      return Math.max(0, at - start);
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of pieces) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
