import type { Http1Context, Http1Reply } from "../http1/message.ts";

/** One request, ready to be sent on a stream. */
export interface Http2Request {
  /** In sending order, pseudo-header fields first. Sent as they are. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly method: string;
  /** Called once. Its bytes must not change after they were given. */
  readonly body: {
    /** null: unknown. */
    readonly length: number | null;
    open(): AsyncIterable<Uint8Array>;
  } | null;
  /** Sent after the body; none: empty. */
  readonly trailers: readonly (readonly [name: string, value: string])[];
  /** ms to wait for 100 Continue between head and body; 0: no waiting (RFC 9110 §10.1.1). */
  readonly expectWait: number;
}

export type Http2Context = Http1Context;
export type Http2Reply = Http1Reply;
