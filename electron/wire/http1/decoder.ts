import type { DecodeEvent } from "./events.ts";

export interface DecoderLimits {
  /** One line of a head, of a trailer section or before a chunk. */
  readonly lineBytes: number;
  /** One head, or the trailers. */
  readonly headBytes: number;
  readonly fields: number;
  /** Interim replies before the final one. */
  readonly informational: number;
}

export const defaultLimits: DecoderLimits = {
  lineBytes: 1 << 20,
  headBytes: 4 << 20,
  fields: 20_000,
  informational: 10_000,
};

export interface DecoderOptions {
  /** Method of the request (HEAD and CONNECT change the framing); "" when it is not known. */
  readonly method: string;
  /** The request had no version: a reply without a status line is what was asked for. */
  readonly simple?: boolean;
  /** Content-Length is not looked at. */
  readonly ignoreLength?: boolean;
  readonly limits?: Partial<DecoderLimits>;
}

/** Turns the bytes of one reply into events. Never throws and never drops a byte: what is not understood is content. */
export interface Decoder {
  /** The bytes must not change as long as the events of this call are in use. */
  push(bytes: Uint8Array): readonly DecodeEvent[];
  /** No more bytes will come: `closed` by the other side (a cut reply is a fault) or `stopped` by ours (no verdict). */
  finish(why: "closed" | "stopped"): readonly DecodeEvent[];
}
