import { FailureError } from "../../../shared/model/failure.ts";
import { mayBeSent, type SocketFrame, type SocketView } from "../../../shared/model/web-socket.ts";
import type { Switched } from "../http1/message.ts";
import { mostReasonBytes } from "./frame-encoder.ts";
import type { HandshakeOffer } from "./handshake.ts";

/** What is wanted of a WebSocket. */
export interface SocketUse {
  readonly offer: HandshakeOffer;
  readonly limits: SocketLimits;
  /** ms between two pings of ours; 0: none. */
  readonly pingInterval: number;
  /** The time allowed for the exchange counts to its end. Absent: to the handshake's. */
  readonly timed?: true;
  /** Called once, when the server has switched. */
  opened(socket: OpenSocket): void;
  /** Payload of a received message as it comes, unmasked and decompressed. A promise holds the server back until it resolves. */
  received?(piece: MessagePiece): Promise<void> | undefined;
  /** A frame of either direction, complete, after it was put into the record. */
  frame?(frame: SocketFrame): void;
}

export interface SocketLimits {
  /** Bytes of one message with its compression undone; 0: no limit. */
  readonly message: number;
  /** A compressed message may not be more than this many times its size on the wire, once it is larger than `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

/** 200 : 1 as for bodies: deflate can reach 1,032 : 1, real messages hardly 100 : 1. */
export const defaultSocketLimits: SocketLimits = {
  message: 128 << 20,
  ratio: 200,
  ratioFrom: 32 << 20,
};

export interface MessagePiece {
  readonly text: boolean;
  readonly bytes: Uint8Array;
  /** The message ends with it; `bytes` may be empty then. */
  readonly last: boolean;
}

/** A WebSocket that is open. Everything rejects with FailureError: `input` for what may not be sent, else what the connection ended with. */
export interface OpenSocket {
  view(): SocketView;
  /** Resolves when the kernel took it. */
  send(message: { readonly text: boolean; readonly bytes: Uint8Array }): Promise<void>;
  /** At most 125 bytes. */
  ping(payload: Uint8Array): Promise<void>;
  /** Says goodbye, behind what was sent before; the exchange ends when the server has answered, or after a while. `code` null: without one. */
  close(code: number | null, reason: string): Promise<void>;
}

/** A connection at the end of HTTP/1, the answer to the handshake included. */
export type SwitchedSocket = Pick<Switched, "connection" | "rest" | "placed" | "received">;

/** Throws `input`: a code nobody may send (RFC 6455 §7.4), or a reason that does not fit into a control frame (§5.5). */
export function checkGoodbye(code: number | null, reason: string): void {
  if (code !== null && !mayBeSent(code))
    throw input(
      "ws-code",
      "code",
      "A close frame may carry 1000 to 1014 but 1004 to 1006, and 3000 to 4999.",
    );
  if (code === null && reason !== "")
    throw input("ws-reason", "reason", "A reason needs a close code before it.");
  if (Buffer.byteLength(reason) > mostReasonBytes)
    throw input("ws-reason", "reason", `The reason is longer than ${mostReasonBytes} bytes.`);
}

/** Throws `input`: more than a control frame takes (RFC 6455 §5.5). */
export function checkControl(payload: Uint8Array): void {
  if (payload.length > 125)
    throw input("ws-control", "payload", "A ping carries at most 125 bytes.");
}

function input(code: string, place: string, message: string): FailureError {
  return new FailureError({ kind: "input", code, message, phase: "send", place });
}

/** For what is sent after the end. */
export function socketOver(): FailureError {
  return new FailureError({
    kind: "conflict",
    code: "ws-over",
    message: "The WebSocket is closed: nothing can be sent any more.",
    phase: "send",
  });
}
