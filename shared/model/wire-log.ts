/**
 * The record of an exchange: append-only bytes plus this index. `clear` is what the protocol sees (above TLS),
 * `socket` what crossed the network (below TLS; equal to `clear`, and not stored twice, without TLS).
 */
export type WireSide = "clear" | "socket";
export type WireDirection = "sent" | "received";

/** One write the kernel accepted or one read it returned. Bytes: `[offset, offset + length)` of the side's record. */
export interface WireSegment {
  readonly side: WireSide;
  readonly direction: WireDirection;
  readonly hop: number;
  /** ms since the exchange began. */
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

export type WireMarkKind =
  | "request-line"
  | "request-header"
  | "request-body"
  | "status-line"
  | "header"
  | "head-end"
  | "chunk-size"
  | "chunk-data"
  | "body"
  | "trailer"
  | "surplus"
  /** Bytes of the protocol that came after 101, or after 2xx to CONNECT. */
  | "switched"
  /** What tells the server who the client is, in the PROXY protocol. */
  | "proxy-header"
  | "fault";

/** When and where a byte of a body came. */
export interface ByteArrival {
  /** ms since the exchange began; null: not known. */
  readonly at: number | null;
  /** On the clear side of the record; of a decoded byte: where the bytes begin that gave it. null: not known. */
  readonly offset: number | null;
}

/** What a run of bytes means. `start`/`end` are offsets in the record of the `clear` side (end exclusive). */
export interface WireMark {
  readonly kind: WireMarkKind;
  readonly direction: WireDirection;
  readonly hop: number;
  readonly start: number;
  readonly end: number;
  /** Header name, chunk size, fault rule … */
  readonly label: string;
}

/** What has become of a file since it was sent: all bytes that were sent are still in it, others are in their place, or it is not there. */
export type FileState = "same" | "changed" | "gone";

/** A large file that was sent: its bytes were not copied into the record, and are read from it as long as they are those that were sent. */
export interface WireFile {
  /** Absolute. */
  readonly path: string;
  /** Bytes, when it was sent. */
  readonly size: number;
  readonly state: FileState;
  /** Where on the clear side its bytes are, in order; neighbours are one. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
}

export interface WireSummary {
  readonly clearBytes: number;
  readonly socketBytes: number;
  readonly segments: number;
  /** True when a cap stopped the recording of the socket side (TLS only). */
  readonly socketCapped: boolean;
  /** True when there were more marks than are kept; the bytes are all there. */
  readonly marksCapped?: boolean;
}
