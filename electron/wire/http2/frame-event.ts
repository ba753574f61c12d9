import type { HeaderField } from "../../../shared/model/header.ts";
import type { ErrorCodeName, FrameDetail } from "../../../shared/model/http2-frame.ts";

/** The nine octets before a payload (RFC 9113 §4.1). */
export interface FrameHead {
  /** Of the payload. */
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  /** Where the frame begins. All offsets count the bytes of one direction of a connection from 0. */
  readonly start: number;
}

/** What a reader of frames found, in order. */
export type FrameEvent =
  /** The head of a frame is there; for the preface a head of its length with stream 0. */
  | { readonly kind: "begin"; readonly head: FrameHead; readonly preface: boolean }
  /** Content of a DATA frame, as it comes: a view of the bytes pushed, padding removed. */
  | {
      readonly kind: "data";
      readonly stream: number;
      readonly bytes: Uint8Array;
      readonly offset: number;
    }
  /** A frame is complete. `end` exclusive. */
  | {
      readonly kind: "frame";
      readonly head: FrameHead;
      readonly end: number;
      readonly detail: FrameDetail;
    }
  /** A header block is complete; its last frame was told just before. `[start, end)`: all its frames. */
  | {
      readonly kind: "headers";
      readonly stream: number;
      readonly fields: readonly HeaderField[];
      readonly tooLarge: boolean;
      readonly endStream: boolean;
      readonly promised: number | null;
      readonly start: number;
      readonly end: number;
    }
  /**
   * What the specification does not allow. `stream` 0: the connection cannot go on, and all that comes is `rest` from here.
   * Otherwise that stream alone is lost.
   */
  | {
      readonly kind: "fault";
      readonly offset: number;
      readonly rule: string;
      readonly message: string;
      readonly stream: number;
      readonly code: ErrorCodeName;
    }
  /** The bytes end inside a frame, or came after a fault of the connection. `head` null: inside the nine octets, or after a fault. */
  | {
      readonly kind: "rest";
      readonly head: FrameHead | null;
      readonly start: number;
      readonly end: number;
    };
