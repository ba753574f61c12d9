import {
  type StreamItem,
  type StreamPlace,
  streamStart,
} from "../../../shared/formats/event-stream/item.ts";
import { scanEventStream } from "../../../shared/formats/event-stream/scan.ts";
import type { RowFormat } from "../rows/row.ts";

/** Bytes of an event's data that its row holds; the whole is read when it is opened. */
const shownBytes = 2 << 10;
/** How far into the data of one event a filter looks. */
const filteredBytes = 1 << 20;

export interface EventFilter {
  /** Somewhere in type, id, data or comment, in either case; "": all. */
  readonly text: string;
  /** False: events only, without comments and what dispatches nothing. */
  readonly comments: boolean;
}

/** What was counted so far, whatever the filter leaves. */
export interface EventTally {
  readonly events: number;
  readonly lastId: string;
  /** ms, as the server asked for last; null: it did not. */
  readonly retry: number | null;
}

/** The items of an event stream as rows: each is there when it is whole. */
export interface EventRows extends RowFormat<StreamPlace, StreamItem> {
  tally(): EventTally;
}

/** `complete`: whether the stream has ended: before that nothing in it is unfinished. */
export function eventRows(filter: EventFilter, complete: () => boolean): EventRows {
  const wanted = filter.text.toLowerCase();
  const filtered = wanted !== "";
  let tally: EventTally = { events: 0, lastId: "", retry: null };
  return {
    first: streamStart,
    settled: true,
    takes: filtered,
    offsetOf: (place) => place.offset,
    open(from, sink) {
      const counts = sink.counts === true;
      const scanner = scanEventStream(
        (item, place) => {
          if (counts) {
            tally = {
              events: place.events + (item.kind === "event" ? 1 : 0),
              lastId: item.lastId,
              retry: item.kind === "unfinished" ? tally.retry : (item.retry ?? tally.retry),
            };
          }
          if (!passes(item)) return;
          sink.begins(() => place);
          sink.row?.(filtered ? shortened(item) : item);
        },
        { from, keep: filtered ? filteredBytes : counts ? 0 : shownBytes },
      );
      return {
        push(bytes) {
          scanner.push(bytes);
          return true;
        },
        end() {
          if (complete()) scanner.end();
        },
      };
    },
    tally: () => tally,
  };

  function passes(item: StreamItem): boolean {
    const { kind, type, data, comment, setsId, lastId } = item;
    if (!filter.comments && kind !== "event") return false;
    if (!filtered) return true;
    return [type, data, comment, setsId ? lastId : ""].some((text) =>
      text.toLowerCase().includes(wanted),
    );
  }
}

/** A filter needs more of the data than a row keeps. */
function shortened(item: StreamItem): StreamItem {
  if (item.data.length <= shownBytes) return item;
  return { ...item, data: item.data.slice(0, shownBytes), dataCut: true };
}
