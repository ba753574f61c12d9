import { createContext, useContext } from "react";
import type { ByteArrival } from "../../shared/model/wire-log.ts";

/** What is known of an event stream besides its bytes, and what can be done with it. */
export interface EventSource {
  /** ms since 1970, when the exchange began. */
  readonly startedAt: number;
  /** The exchange has not ended. */
  readonly running: boolean;
  /** When bytes of the body (ascending offsets) arrived, and where they are in the record. Rejects with FailureError. */
  arrivals(offsets: readonly number[], signal?: AbortSignal): Promise<readonly ByteArrival[]>;
  /** Shows a byte of the record among all of them. */
  showWire(offset: number): void;
  /** Sends the request again with this `Last-Event-ID`, where it can be seen. */
  connectAgain(lastId: string): void;
}

/** null: the bytes are of no exchange (a part of a multipart body). */
export const EventSourceContext = createContext<EventSource | null>(null);

export function useEventSource(): EventSource | null {
  return useContext(EventSourceContext);
}
