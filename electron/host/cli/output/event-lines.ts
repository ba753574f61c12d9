import type { StreamItem } from "../../../../shared/formats/event-stream/item.ts";
import { scanEventStream } from "../../../../shared/formats/event-stream/scan.ts";

/** Data of one event that is held; the rest is left out, and said to be. */
const mostData = 64 << 20;

export interface EventLines {
  /** The lines of the events that these bytes complete. */
  push(bytes: Uint8Array): string;
}

/**
 * An event stream as lines of JSON, one for each event a browser would dispatch (WHATWG HTML §9.2.6):
 * `{"type":"message","data":"…","id":"…"}`, with `retry` in ms where the event holds it.
 */
export function eventLines(): EventLines {
  let lines = "";
  const scanner = scanEventStream(
    (item) => {
      if (item.kind === "event") lines += `${JSON.stringify(eventOf(item))}\n`;
    },
    { keep: mostData },
  );
  return {
    push(bytes) {
      lines = "";
      scanner.push(bytes);
      return lines;
    },
  };
}

function eventOf({ type, data, lastId, retry, dataCut }: StreamItem): Record<string, unknown> {
  return {
    type,
    data,
    id: lastId,
    ...(retry === null ? {} : { retry }),
    ...(dataCut ? { cut: true } : {}),
  };
}
