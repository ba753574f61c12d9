import { opcode, type SocketFrame } from "./web-socket.ts";
import type { WireDirection } from "./wire-log.ts";

/** What is looked for among the frames of a WebSocket. */
export interface SocketFilter {
  /** "messages": the first frame of each message, and each control frame. */
  readonly form: "messages" | "frames";
  readonly direction: WireDirection | "both";
  /** A continuation is of the kind of its message. "data": text and binary. "ping": pong too. */
  readonly kind: "all" | "data" | "text" | "binary" | "ping" | "close";
  /** In the payload, whatever its case; "" for any. */
  readonly text: string;
}

export const allMessages: SocketFilter = {
  form: "messages",
  direction: "both",
  kind: "all",
  text: "",
};

/** Frames that were found: of each run the first's number, and how many lie next to each other. */
export interface SocketFinds {
  readonly runs: readonly (readonly [from: number, count: number])[];
  /** The frame to go on with. The same as was asked from: nothing more is there yet. */
  readonly next: number;
}

/** A message whose pieces are known. */
export interface SocketMessageView {
  /** Bytes with compression undone, so far. */
  readonly size: number;
  /** Nothing more of it comes. */
  readonly whole: boolean;
  readonly count: number;
  /** The first ones of them. */
  readonly frames: readonly SocketFrame[];
  /** What was not accepted in its bytes, and where in the clear side of the record. */
  readonly faults: readonly { readonly rule: string; readonly offset: number }[];
}

/** Whether a frame of a message with this opcode, or a control frame of it, is of the kind. */
export function isOfKind(code: number, kind: SocketFilter["kind"]): boolean {
  switch (kind) {
    case "all":
      return true;
    case "data":
      return code === opcode.text || code === opcode.binary;
    case "text":
      return code === opcode.text;
    case "binary":
      return code === opcode.binary;
    case "ping":
      return code === opcode.ping || code === opcode.pong;
    case "close":
      return code === opcode.close;
  }
}
