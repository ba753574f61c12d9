import { type Block, openBlock } from "./block.ts";
import { type StreamItem, type StreamPlace, streamStart } from "./item.ts";
import { readLines } from "./lines.ts";

export interface StreamScanner {
  /** The next bytes, in order; they may be cut anywhere. */
  push(bytes: Uint8Array): void;
  /** The stream ends here: what is not finished is told of as such. */
  end(): void;
  /** As of the last item. */
  lastId(): string;
}

/** Told of each item when it is whole, with the place to read it from again. */
export type TakeItem = (item: StreamItem, place: StreamPlace) => void;

/** A field other than data is held up to here; who sends a longer id cannot be answered with it anyway. */
const longestField = 1 << 16;

/**
 * Reads `text/event-stream` as it comes (WHATWG HTML §9.2.5 and §9.2.6, "Interpreting an event stream"): always UTF-8, one byte order mark at its
 * very beginning passed over. `from`: the beginning, or the place of an item. Never holds more than `keep` bytes of data and one line; at any
 * length.
 */
export function scanEventStream(
  take: TakeItem,
  { from = streamStart, keep }: { readonly from?: StreamPlace; readonly keep: number },
): StreamScanner {
  let { lastId, events } = from;
  let block: Block | null = null;
  /** Where the block began. */
  let place = from;

  const finish = (open: Block, end: number, whole: boolean): void => {
    const item = open.close(end, whole);
    block = null;
    ({ lastId } = item);
    if (item.kind === "event") events = item.number;
    take(item, place);
  };

  const lines = readLines(
    from.offset,
    Math.max(keep + 16, longestField),
    (bytes, start, length, end) => {
      const mark = markIn(bytes, start);
      line(bytes.subarray(mark), start + mark, length - mark, end);
    },
  );

  function line(bytes: Uint8Array, start: number, length: number, end: number): void {
    if (length === 0) {
      if (block !== null) finish(block, end, true);
      return;
    }
    if (block === null) place = { offset: start, lastId, events };
    const open = block ?? openBlock(place, keep);
    open.line(bytes, length);
    if (block === null && bytes[0] === 0x3a) {
      take({ ...open.close(end, true), kind: "comment" }, place);
      return;
    }
    block = open;
  }

  return {
    push: (bytes) => lines.push(bytes),
    end() {
      const rest = lines.rest();
      if (block === null && rest === null) return;
      if (block === null && rest !== null) place = { offset: rest.start, lastId, events };
      const open = block ?? openBlock(place, keep);
      // The line that was begun is no line, and what is not finished is not dispatched; people want to see how far it came.
      if (rest !== null) {
        const mark = markIn(rest.bytes, rest.start);
        if (rest.bytes.includes(0x3a)) open.line(rest.bytes.subarray(mark), rest.length - mark);
      }
      finish(open, lines.offset(), false);
    },
    lastId: () => lastId,
  };
}

/** Bytes of U+FEFF in UTF-8 at the very beginning of a stream. */
function markIn(bytes: Uint8Array, start: number): number {
  return start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
