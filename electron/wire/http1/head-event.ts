import type { HeadText, TraceDetail } from "../../../shared/model/trace.ts";
import type { DecodeEvent } from "./events.ts";
import type { OffsetMap } from "./offset-map.ts";

type Decoded<Kind> = Extract<DecodeEvent, { kind: Kind }>;

/** What the trace says of the head of a final reply, and where in the record it lies. */
export function headEvent(event: Decoded<"head">, received: OffsetMap): TraceDetail {
  const { head, start, end } = event;
  return { kind: "head", head, headBytes: end - start, ...textOf(start, end, received) };
}

/** The same for an interim reply. */
export function interimEvent(
  event: Decoded<"informational" | "head">,
  received: OffsetMap,
): TraceDetail {
  return { kind: "informational", head: event.head, ...textOf(event.start, event.end, received) };
}

/** The same for a 101 that was asked for. `final`: it is the reply. */
export function switchedEvent(
  event: Decoded<"head">,
  received: OffsetMap,
  final: boolean,
): TraceDetail {
  return final ? headEvent(event, received) : interimEvent(event, received);
}

/** Nothing when the head is empty (HTTP/0.9) or bytes of the other direction lie inside. */
function textOf(start: number, end: number, received: OffsetMap): { readonly text?: HeadText } {
  if (end === start || received.together(start) < end - start) return {};
  const from = received.at(start);
  return { text: { start: from, end: from + end - start } };
}
