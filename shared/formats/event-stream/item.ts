/** What an event stream is made of, as it is shown: all of it, also what a browser passes over. */
export interface StreamItem {
  /**
   * `event`: a block that was dispatched. `comment`: a comment outside of a block. `other`: a block without data: nothing was dispatched, but
   * its id and its retry count. `unfinished`: the stream ended before the empty line; a browser throws it away.
   */
  readonly kind: StreamItemKind;
  /** Its first byte in the body, and just after the byte that ended it. */
  readonly start: number;
  readonly end: number;
  /** Of an event: its number in the stream, from 1; else 0. */
  readonly number: number;
  /** Of an event: its type, "message" when it names none. Of any other block: what it names, or "". */
  readonly type: string;
  /** The last event ID once this was read; "" when there is none. */
  readonly lastId: string;
  /** It is this block that set it. */
  readonly setsId: boolean;
  /** ms, as the server asks for between two connections; null when it does not, or not in digits. */
  readonly retry: number | null;
  /** Lines of data with a line feed between; only the first bytes when `dataCut`. */
  readonly data: string;
  /** Bytes of all of it. */
  readonly dataBytes: number;
  readonly dataCut: boolean;
  /** Of a comment: its text; of a block: the comments in it, a line each. */
  readonly comment: string;
  /** Lines that mean nothing: unknown fields, an id with NUL in it, a retry that is no number. */
  readonly ignored: number;
}

export type StreamItemKind = "event" | "comment" | "other" | "unfinished";

/** A place from which a stream can be read again: the first byte of an item. */
export interface StreamPlace {
  readonly offset: number;
  /** The last event ID of what is before it. */
  readonly lastId: string;
  /** Events before it. */
  readonly events: number;
}

export const streamStart: StreamPlace = { offset: 0, lastId: "", events: 0 };
