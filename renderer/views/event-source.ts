import { createContext, useContext } from "react";
import type { ByteArrival } from "../../shared/model/wire-log.ts";

/** What is known of an event stream besides its bytes, and what can be done with it. */
export interface EventSource {
  /** ms since 1970, when the exchange began. */
  readonly startedAt: number;
  /** How the exchange ended; null: it goes on. */
  readonly ended: EventStreamEnd | null;
  /** When bytes of the body (ascending offsets) arrived, and where they are in the record. Rejects with FailureError. */
  arrivals(offsets: readonly number[], signal?: AbortSignal): Promise<readonly ByteArrival[]>;
  /** Shows a run of the record (end exclusive) among all of its bytes. */
  showWire(start: number, end: number): void;
  /** Sends the request again with this `Last-Event-ID`, where it can be seen. */
  connectAgain(lastId: string): void;
}

/** `closed`: by the server, as it should be. */
export type EventStreamEnd = "closed" | "cancelled" | "failed";

/** null: the bytes are of no exchange (a part of a multipart body). */
export const EventSourceContext = createContext<EventSource | null>(null);

export function useEventSource(): EventSource | null {
  return useContext(EventSourceContext);
}
