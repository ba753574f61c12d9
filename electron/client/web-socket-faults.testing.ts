import { deflateRawSync } from "node:zlib";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import { properAnswer } from "./web-socket.testing.ts";

/** Something a WebSocket's server does wrong, and what must come of it. */
export interface SocketFault {
  readonly name: string;
  /** Instead of a proper answer to the handshake; one byte a character, "" for none. */
  readonly answer?: string;
  /** The server agreed to compression. */
  readonly deflate?: true;
  /** What it sends once it has switched. */
  readonly bytes: Buffer;
  readonly then: "end" | "reset" | "stay";
  readonly code: string;
  /** The close code the server hears; absent: none. */
  readonly goodbye?: number;
  /** Whole messages that came before. */
  readonly messages?: readonly string[];
  readonly network?: OwnNetwork;
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
/** A frame of a server's, up to 65,535 bytes. */
const frame = (first: number, payload: Buffer | string): Buffer => {
  const bytes = Buffer.from(payload as string);
  const head =
    bytes.length < 126
      ? [first, bytes.length]
      : [first, 126, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
};
const text = (said: string): Buffer => frame(0x81, said);
const deflated = (bytes: Buffer | string): Buffer => {
  const whole = deflateRawSync(bytes, { finishFlush: 2 });
  return whole.subarray(0, whole.length - 4);
};
const after = (bytes: Buffer): Buffer => Buffer.concat([text("before"), bytes]);
const head = (fields: readonly string[]): string => properAnswer("", fields);
const impatient: OwnNetwork = { firstByteTimeout: 60, idleTimeout: 60 };
const none = Buffer.alloc(0);

const cutOff: readonly SocketFault[] = [
  {
    name: "closes instead of answering",
    answer: "",
    bytes: none,
    then: "end",
    code: "connection-closed-before-reply",
  },
  {
    name: "resets instead of answering",
    answer: "",
    bytes: none,
    then: "reset",
    code: "ECONNRESET",
  },
  {
    name: "ends in the head of its answer",
    answer: head([]).slice(0, 60),
    bytes: none,
    then: "end",
    code: "head-truncated",
  },
  { name: "closes right behind its answer", bytes: none, then: "end", code: "ws-cut-off" },
  { name: "resets right behind its answer", bytes: none, then: "reset", code: "ECONNRESET" },
  ...Object.entries({
    "in the first byte of a frame": "81",
    "in the length of a frame": "82 7e 01",
    "in the length of a long frame": "82 7f 00000000",
    "in a payload": "82 05 6162",
    "between two fragments": "01 01 61",
    "in a ping": "89 05 6162",
    "in a close frame": "88 02 03",
  }).map(([where, bytes]): SocketFault => ({
    name: `ends ${where}`,
    bytes: after(hex(bytes)),
    then: "end",
    code: "ws-cut-off",
    messages: ["before"],
  })),
  {
    name: "resets in a payload",
    bytes: after(hex("82 05 6162")),
    then: "reset",
    code: "ECONNRESET",
    messages: ["before"],
  },
  {
    name: "ends in a compressed message",
    deflate: true,
    bytes: after(frame(0xc1, deflated("a".repeat(3000))).subarray(0, -4)),
    then: "end",
    code: "ws-cut-off",
    messages: ["before"],
  },
];

const broken = (
  name: string,
  bytes: Buffer | string,
  code: string,
  goodbye: number,
  more: Partial<SocketFault> = {},
): SocketFault => ({
  name,
  bytes: after(typeof bytes === "string" ? hex(bytes) : bytes),
  then: "stay",
  code,
  goodbye,
  messages: ["before"],
  ...more,
});
const squeezed = { deflate: true } as const;

const garbage: readonly SocketFault[] = [
  broken("goes on in HTTP", Buffer.from("HTTP/1.1 400 Bad\r\n\r\n"), "ws-reserved", 1002),
  broken("goes on in TLS", "16 03 01 0200", "ws-reserved", 1002),
  broken("sends zeros", Buffer.alloc(500), "ws-continuation-alone", 1002),
  broken("sends ones", Buffer.alloc(500, 0xff), "ws-reserved", 1002),
  broken("sets each reserved bit 1", "c1 01 61", "ws-reserved", 1002),
  broken("sets each reserved bit 2", "a1 01 61", "ws-reserved", 1002),
  broken("sets each reserved bit 3", "91 01 61", "ws-reserved", 1002),
  broken("uses opcode 3", "83 00", "ws-opcode", 1002),
  broken("uses opcode 7 in fragments", "07 00", "ws-opcode", 1002),
  broken("uses opcode 11", "8b 00", "ws-opcode", 1002),
  broken("uses opcode 15", "8f 00", "ws-opcode", 1002),
  broken("masks", "81 81 00000000 61", "ws-mask", 1002),
  broken("cuts a ping into fragments", "09 00 80 00", "ws-control-fragmented", 1002),
  broken("pings with 126 bytes", frame(0x89, Buffer.alloc(126)), "ws-control-length", 1002),
  broken("goes on where nothing began", "80 01 61", "ws-continuation-alone", 1002),
  broken("begins where nothing ended", "01 01 61 81 01 62", "ws-message-unfinished", 1002),
  broken("says a length above 2^63", "82 7f ffffffffffffffff", "ws-length-huge", 1002),
  broken("says a length of 2^62", "82 7f 4000000000000000", "ws-length-huge", 1002),
  broken("says a length above 2^63 and sets a bit", "92 7f ffffffffffffffff", "ws-reserved", 1002),
  broken("sends text that is not UTF-8", "81 03 61ff62", "ws-utf8", 1007),
  broken("sends half a character", "81 02 61c3", "ws-utf8", 1007),
  broken("sends a surrogate", "81 03 eda080", "ws-utf8", 1007),
  broken("sends a character in too many bytes", "81 02 c080", "ws-utf8", 1007),
  broken("cuts a wrong character in two", "01 02 61f4 80 03 908080", "ws-utf8", 1007),
  broken("closes with half a code", "88 01 03", "ws-close-length", 1002),
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code) =>
    broken(
      `closes with ${code}`,
      Buffer.of(0x88, 2, code >> 8, code & 0xff),
      "ws-close-code",
      1002,
    ),
  ),
  broken("gives a reason that is not UTF-8", "88 03 03e8 ff", "ws-close-reason", 1007),
  broken("sends what is not deflated", "c1 04 ffffffff", "ws-deflate", 1007, squeezed),
  broken(
    "compresses text that is not UTF-8",
    frame(0xc1, deflated(Buffer.of(0x61, 0xff))),
    "ws-utf8",
    1007,
    squeezed,
  ),
  broken("compresses a ping", "c9 00", "ws-compressed-control", 1002, squeezed),
  broken(
    "begins to compress in the middle",
    "01 01 61 c0 01 61",
    "ws-compressed-continuation",
    1002,
    squeezed,
  ),
  broken("sends a message that is too large", "82 7f 0000000010000000", "ws-message-size", 1009),
  broken(
    "sends fragments that are too large together",
    Buffer.concat([frame(0x02, Buffer.alloc(60_000)), hex("00 7f 0000000008000000")]),
    "ws-message-size",
    1009,
  ),
  broken(
    "sends a bomb",
    frame(0xc2, deflateRawSync(Buffer.alloc(48 << 20), { level: 9 })),
    "ws-ratio",
    1009,
    squeezed,
  ),
];

const stalls: readonly SocketFault[] = [
  {
    name: "never answers",
    answer: "",
    bytes: none,
    then: "stay",
    code: "first-byte-timeout",
    network: impatient,
  },
  {
    name: "stalls in the head of its answer",
    answer: head([]).slice(0, 60),
    bytes: none,
    then: "stay",
    code: "idle-timeout",
    network: impatient,
  },
  ...Object.entries({
    "behind a message": "",
    "in the head of a frame": "82",
    "in a payload": "82 05 61",
    "between fragments": "01 01 61",
  }).map(([where, bytes]): SocketFault => ({
    name: `stalls ${where}`,
    bytes: after(hex(bytes)),
    then: "stay",
    code: "idle-timeout",
    messages: ["before"],
    network: impatient,
  })),
];

/** Every kind: a server that breaks off, one that breaks the rules, one that says nothing more. */
export const socketFaults: readonly SocketFault[] = [...cutOff, ...garbage, ...stalls];
