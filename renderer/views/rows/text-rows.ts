import { cutAt } from "../../../shared/formats/charset.ts";
import { type Row, rowBytes, type RowFormat, type RowSink } from "./row.ts";

export interface TextState {
  readonly offset: number;
  /** Lines ended before it. */
  readonly lines: number;
  /** True at the start of a line. */
  readonly fresh: boolean;
}

export interface TextRowOptions {
  readonly charset: string;
  readonly width?: number;
  /** The next place, after an offset, where a row must begin; Infinity when there is none. */
  readonly nextBreak?: (offset: number) => number;
  /** Keep the line end in the row's bytes (to draw it). */
  readonly keepEnds?: boolean;
}

/** Text as it is: a row for each line, and for each `width` bytes of a longer one, cut at character boundaries. */
export function textRows({
  charset,
  width = rowBytes,
  nextBreak = () => Infinity,
  keepEnds = false,
}: TextRowOptions): RowFormat<TextState> {
  return {
    first: { offset: 0, lines: 0, fresh: true },
    offsetOf: (state) => state.offset,
    open: (from, sink) => openScanner(from, sink),
  };

  function openScanner(from: TextState, sink: RowSink<TextState>) {
    let { offset, lines, fresh } = from;
    let rest: Uint8Array = new Uint8Array();
    let begun = false;

    const begin = () => {
      if (begun) return;
      begun = true;
      sink.begins(() => ({ offset, lines, fresh }));
    };
    const finish = (bytes: Uint8Array, start: number, end: number, ends: boolean) => {
      begin();
      sink.row?.(makeRow(bytes, start, end, offset, fresh ? lines + 1 : 0, ends, keepEnds));
      offset += end - start;
      if (ends) lines += 1;
      fresh = ends;
      begun = false;
    };

    const take = (bytes: Uint8Array, last: boolean) => {
      let at = 0;
      let newline = -2;
      let forced = nextBreak(offset) - offset;
      while (at < bytes.length) {
        if (newline !== -1 && newline <= at) newline = lineEnd(bytes, at, charset);
        if (forced <= at) forced = at + nextBreak(offset) - offset;
        const lineStop = newline === -1 ? Infinity : newline;
        const stop = Math.min(lineStop, forced);
        // The line end may reach past the width: it is not shown, so it never makes a row of its own.
        if (stop <= at + width + 4 && stop <= bytes.length) {
          finish(bytes, at, stop, stop === lineStop);
          at = stop;
        } else if (bytes.length - at > width + 4) {
          const cut = cutAt(bytes, at, width, charset);
          finish(bytes, at, cut, false);
          at = cut;
        } else break;
      }
      if (at < bytes.length) {
        if (last) {
          finish(bytes, at, bytes.length, false);
          at = bytes.length;
        } else begin();
      }
      return bytes.slice(at);
    };

    return {
      push: (bytes: Uint8Array) => {
        let from = 0;
        if (rest.length > 0) {
          // Only the seam is copied: what is left of it lies whole in the new bytes.
          const seam = bytes.subarray(0, 4 * (width + 4));
          rest = take(joinBytes(rest, seam), false);
          if (seam.length === bytes.length) return true;
          from = seam.length - rest.length;
        }
        rest = take(bytes.subarray(from), false);
        return true;
      },
      skip: (to: number) => {
        rest = take(rest, true);
        offset = to;
        fresh = true;
      },
      end: () => {
        rest = take(rest, true);
        // A text that ends with a line end has one more, empty line.
        if (offset === 0 || (fresh && !keepEnds)) finish(rest, 0, 0, false);
      },
    };
  }
}

function makeRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  offset: number,
  line: number,
  ends: boolean,
  keepEnds: boolean,
): Row {
  let shown = end;
  if (ends && !keepEnds) {
    while (shown > start && isLineByte(bytes[shown - 1] ?? 0)) shown -= 1;
  }
  const own = bytes.slice(start, shown);
  return {
    start: offset,
    end: offset + end - start,
    bytes: own,
    runs: [{ source: offset, length: own.length, at: 0, kind: "plain" }],
    line,
    ends,
  };
}

function isLineByte(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0;
}

/** Just after the next line feed, or -1. */
function lineEnd(bytes: Uint8Array, from: number, charset: string): number {
  if (charset !== "utf-16le" && charset !== "utf-16be") {
    const at = bytes.indexOf(0x0a, from);
    return at === -1 ? -1 : at + 1;
  }
  const low = charset === "utf-16le" ? 0 : 1;
  for (let at = from; at + 1 < bytes.length; at += 2) {
    if (bytes[at + low] === 0x0a && bytes[at + 1 - low] === 0) return at + 2;
  }
  return -1;
}

export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
