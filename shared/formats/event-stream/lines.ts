/** Told of each line: its first bytes (good until the call returns), where it begins, and how long it is without its end. `end`: just after the byte that ended it. */
export type TakeLine = (line: Uint8Array, start: number, length: number, end: number) => void;

export interface LineReader {
  push(bytes: Uint8Array): void;
  /** The line that has begun and not ended; null when the last one ended. */
  rest(): {
    readonly bytes: Uint8Array;
    readonly start: number;
    readonly length: number;
  } | null;
  /** Where the next byte belongs. */
  offset(): number;
}

/**
 * Cuts an event stream into lines: CRLF, LF or CR ends one (WHATWG HTML §9.2.5). A CR ends it at once, as the standard wants of a stream that
 * may pause there; the LF behind it belongs to no line. Of a line at most `longest` bytes are held.
 */
export function readLines(from: number, longest: number, take: TakeLine): LineReader {
  let offset = from;
  let start = from;
  let afterReturn = false;
  /** Of the line that goes on from an earlier push. */
  let held: Uint8Array = new Uint8Array();
  let length = 0;

  const hold = (bytes: Uint8Array): void => {
    length += bytes.length;
    const room = longest - held.length;
    if (room > 0 && bytes.length > 0) held = joined(held, bytes.subarray(0, room));
  };

  return {
    push(bytes) {
      let at = 0;
      let feed = -2;
      let carriage = -2;
      while (at < bytes.length) {
        if (afterReturn) {
          afterReturn = false;
          if (bytes[at] === 0x0a) {
            at += 1;
            offset += 1;
            start = offset;
            continue;
          }
        }
        if (feed !== -1 && feed < at) feed = bytes.indexOf(0x0a, at);
        if (carriage !== -1 && carriage < at) carriage = bytes.indexOf(0x0d, at);
        const stop = feed === -1 ? carriage : carriage === -1 ? feed : Math.min(feed, carriage);
        if (stop === -1) {
          hold(bytes.subarray(at));
          offset += bytes.length - at;
          return;
        }
        const piece = bytes.subarray(at, stop);
        offset += stop + 1 - at;
        at = stop + 1;
        afterReturn = stop === carriage;
        if (length === 0) take(piece.subarray(0, longest), start, piece.length, offset);
        else {
          hold(piece);
          take(held, start, length, offset);
          held = new Uint8Array();
          length = 0;
        }
        start = offset;
      }
    },
    rest: () => (length === 0 ? null : { bytes: held, start, length }),
    offset: () => offset,
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second.slice();
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
