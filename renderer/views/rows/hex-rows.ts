import { joinBytes } from "./text-rows.ts";
import type { RowFormat, RowSink } from "./row.ts";

export const hexRowBytes = 16;

export interface HexOptions {
  /** The next place, after an offset, where a row must begin; Infinity when there is none. */
  readonly nextBreak?: (offset: number) => number;
}

/** Sixteen bytes a row, fewer before a forced break. */
export function hexRows({ nextBreak = () => Infinity }: HexOptions = {}): RowFormat<number> {
  return {
    first: 0,
    offsetOf: (state) => state,
    open: (from, sink) => openScanner(from, sink, nextBreak),
  };
}

function openScanner(from: number, sink: RowSink<number>, nextBreak: (offset: number) => number) {
  let offset = from;
  let rest: Uint8Array = new Uint8Array();
  let stop = Infinity;
  const take = (bytes: Uint8Array, last: boolean) => {
    let at = 0;
    // Breaks may have become known since.
    stop = nextBreak(offset);
    while (at < bytes.length) {
      const length = Math.min(hexRowBytes, stop - offset);
      const have = Math.min(length, bytes.length - at);
      if (have < length && !last) break;
      sink.begins(() => offset);
      sink.row?.({
        start: offset,
        end: offset + have,
        bytes: bytes.slice(at, at + have),
        runs: [],
        line: 0,
        ends: true,
      });
      at += have;
      offset += have;
      if (offset >= stop) stop = nextBreak(offset);
    }
    return bytes.slice(at);
  };
  return {
    push: (bytes: Uint8Array) => {
      rest = take(rest.length === 0 ? bytes : joinBytes(rest, bytes), false);
      return true;
    },
    end: () => {
      rest = take(rest, true);
    },
  };
}

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** "0a". */
export function hexByte(byte: number): string {
  return digits[byte] ?? "";
}

/** A byte as one visible character: printable ASCII as it is, everything else a dot. */
export function plainByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** Offset with as many hex digits as the whole needs, at least six. */
export function hexOffset(offset: number, size: number): string {
  return offset.toString(16).padStart(Math.max(6, size.toString(16).length), "0");
}
