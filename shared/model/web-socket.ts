import type { WireDirection } from "./wire-log.ts";

/** Opcodes of RFC 6455 §5.2. */
export const opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

const opcodeNames: Readonly<Record<number, string>> = {
  0x0: "continuation",
  0x1: "text",
  0x2: "binary",
  0x8: "close",
  0x9: "ping",
  0xa: "pong",
};

/** The name in the specification, or the number in hex. */
export function opcodeName(code: number): string {
  return opcodeNames[code] ?? `0x${code.toString(16)}`;
}

/** Close, ping, pong, and what may be added beside them (RFC 6455 §5.5). */
export function isControl(code: number): boolean {
  return (code & 0x8) !== 0;
}

/** One frame as it passed. Its bytes are those of `direction` in `[start, end)` of the `clear` side: bytes of the other direction may lie in between. */
export interface SocketFrame {
  /** Its number among the frames of the exchange, from 0, in the order they were complete. */
  readonly index: number;
  readonly direction: WireDirection;
  readonly hop: number;
  /** ms since the exchange began, when it was complete. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly opcode: number;
  readonly fin: boolean;
  /** RSV1 to RSV3 as bits 4, 2 and 1, as they stand in the first byte. */
  readonly rsv: number;
  readonly masked: boolean;
  /** Bytes before the payload: 2 to 14. */
  readonly headBytes: number;
  /** Bytes of payload on the wire: of a frame that was cut off, those that came. */
  readonly length: number;
  /** Bytes of payload with the compression undone (RFC 7692); the same as `length` where there is none. */
  readonly plainLength: number;
  /** Part of a message that is compressed. */
  readonly compressed: boolean;
  /** The frame the message begins with; of a control frame: itself. */
  readonly first: number;
  /** Of a close frame that says one, else null. */
  readonly closeCode: number | null;
  /** It is not whole: the connection ended inside it, or it was given up. */
  readonly partial: boolean;
}

/** The id under which the message a frame belongs to is read as a body is: by its address, with `Range`. */
export function messageBodyId(exchange: string, index: number): string {
  return `${exchange}.m${index}`;
}

/** The id under which the payload of a frame alone is read: as it passed where its message is not compressed, else what came out of it. */
export function frameBodyId(exchange: string, index: number): string {
  return `${exchange}.f${index}`;
}

/** How one side said goodbye. `code` null: it gave none (RFC 6455 §7.1.5, 1005). */
export interface SocketGoodbye {
  readonly code: number | null;
  readonly reason: string;
}

/** What the two sides agreed to for a compressed message (RFC 7692 §7.1). Window bits 8 to 15. */
export interface DeflateView {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverWindowBits: number;
  readonly clientWindowBits: number;
}

/** A WebSocket, as it is known by now. */
export interface SocketView {
  /** "open" from the handshake on; "closing" once one side said goodbye; "closed" when the connection has ended. */
  readonly state: "open" | "closing" | "closed";
  /** The subprotocol the server chose; "" for none. */
  readonly protocol: string;
  /** Sec-WebSocket-Extensions as the server wrote it; "" for none. */
  readonly extensions: string;
  /** null: messages are not compressed. */
  readonly deflate: DeflateView | null;
  readonly sent: SocketCount;
  readonly received: SocketCount;
  /** Who said goodbye first; null: nobody yet, or nobody at all. */
  readonly closedBy: "client" | "server" | null;
  readonly goodbyeSent: SocketGoodbye | null;
  readonly goodbyeReceived: SocketGoodbye | null;
}

/** What passed one way. */
export interface SocketCount {
  readonly frames: number;
  readonly messages: number;
  /** Payload bytes of messages, with compression undone. */
  readonly bytes: number;
}

/** Names and meanings of close codes (RFC 6455 §7.4.1 and the registry of IANA). */
const closeCodes: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  1000: ["Normal closure", "The purpose of the connection is fulfilled."],
  1001: ["Going away", "The server goes down, or the page was left."],
  1002: ["Protocol error", "The other side broke the rules of WebSocket."],
  1003: ["Unsupported data", "A message of a kind that is not accepted came."],
  1005: ["No status received", "The close frame gave no code."],
  1006: ["Abnormal closure", "The connection ended without a close frame."],
  1007: ["Invalid payload", "A message does not fit its kind: text that is not UTF-8, for one."],
  1008: ["Policy violation", "A message goes against the server's rules."],
  1009: ["Message too big", "A message is larger than the other side takes."],
  1010: ["Mandatory extension", "The server did not agree to an extension the client needs."],
  1011: ["Internal error", "The server met something it did not expect."],
  1012: ["Service restart", "The server restarts; try again in a while."],
  1013: ["Try again later", "The server is overloaded."],
  1014: ["Bad gateway", "The server is a gateway, and what is behind it answered wrongly."],
  1015: ["TLS handshake", "The TLS handshake failed."],
};

/** The name of a close code, "" where nobody gave it one. */
export function closeCodeName(code: number): string {
  return closeCodes[code]?.[0] ?? "";
}

/** What a close code means, in one sentence. */
export function closeCodeMeaning(code: number): string {
  const known = closeCodes[code]?.[1];
  if (known !== undefined) return known;
  if (code >= 3000 && code < 4000)
    return "A code of a library or framework (registered with IANA).";
  if (code >= 4000 && code < 5000) return "A code of the application's own.";
  return "A code that no specification gives a meaning.";
}

/** Whether a close frame may carry it (RFC 6455 §7.4). */
export function mayBeSent(code: number): boolean {
  if (code >= 3000) return code < 5000;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}
