import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import zlib from "node:zlib";

/** What a WebSocket of a hostile server sends once it is open, by path. Pieces are made as they are taken. */
const attacks: Readonly<Record<string, () => Iterable<Buffer>>> = {
  /** One compressed message of 4 GiB in one frame. */
  *"/socket/bomb"() {
    yield frameHead(0xc2, bombBlock.length * bombBlocks);
    for (let at = 0; at < bombBlocks; at += 1) yield bombBlock;
  },
  /** The same in 4,096 fragments of a text. */
  *"/socket/bomb-fragments"() {
    for (let at = 0; at < bombBlocks; at += 1) {
      yield frameHead(at === 0 ? 0x41 : at === bombBlocks - 1 ? 0x80 : 0x00, bombBlock.length);
      yield bombBlock;
    }
  },
  /** A message whose fragments never end. */
  *"/socket/fragments"() {
    const payload = Buffer.alloc(1 << 16, "a");
    for (let first = true; ; first = false) {
      yield frameHead(first ? 0x01 : 0x00, payload.length);
      yield payload;
    }
  },
  /** Messages without end. */
  *"/socket/endless"() {
    const payload = Buffer.alloc(1 << 16, "0123456789abcdef");
    for (;;) {
      yield frameHead(0x82, payload.length);
      yield payload;
    }
  },
  /** Pings without end, to a client that has to answer each. */
  *"/socket/pings"() {
    const ping = Buffer.concat([frameHead(0x89, 125), Buffer.alloc(125, "p")]);
    for (;;) yield ping;
  },
  /** The same of a server that reads no answer: what cannot be sent must not pile up. */
  "/socket/pings-unread": () => attacks["/socket/pings"]?.() ?? [],
};

/** Whether a path is one of a WebSocket. */
export function isAttack(path: string): boolean {
  return Object.hasOwn(attacks, path);
}

/**
 * Answers the handshake in `head` and attacks. `heard`: the close code the client said goodbye with, when it does. Resolves when there is nothing
 * more to send, or nobody to send it to.
 */
export async function attack(
  socket: Socket,
  { path, head, heard }: { path: string; head: string; heard(code: number): void },
): Promise<void> {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1] ?? "";
  const accept = createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  const compressed = path.startsWith("/socket/bomb");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n` +
      `${compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : ""}\r\n`,
  );
  if (path === "/socket/pings-unread") socket.pause();
  else listen(socket, heard);
  for (const piece of attacks[path]?.() ?? []) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await writable(socket);
  }
}

/** Resolves when the socket takes more, or is closed. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.once("drain", go).once("close", go);
  });
}

/** Finds the close frame among short frames of a client. */
function listen(socket: Socket, heard: (code: number) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 6) {
      const length = (rest[1] ?? 0) & 0x7f;
      if (rest.length < 6 + length) return;
      const code = rest.length >= 8 ? (rest.readUInt16BE(6) ^ rest.readUInt16BE(2)) & 0xffff : 0;
      if (((rest[0] ?? 0) & 0x0f) === 0x8) heard(code);
      rest = rest.subarray(6 + length);
    }
  });
}

/** A frame of a server's: no mask (RFC 6455 §5.2). */
function frameHead(first: number, length: number): Buffer {
  if (length < 126) return Buffer.of(first, length);
  const head = Buffer.alloc(length < 1 << 16 ? 4 : 10);
  head[0] = first;
  head[1] = head.length === 4 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** A MiB of one letter, compressed so that any number of them may stand behind each other: about 1 KiB. */
const bombBlock = zlib.deflateRawSync(Buffer.alloc(1 << 20, "a"), {
  level: 9,
  finishFlush: zlib.constants.Z_FULL_FLUSH,
});
const bombBlocks = 4096;
