import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import zlib from "node:zlib";
import {
  type AgreedDeflate,
  closing,
  fragments,
  type Message,
  op,
  type SocketCase,
} from "./case.ts";

/** A server on loopback that takes one client after the other through a case. */
export interface Judge {
  readonly url: string;
  /** What the client of the next connection does wrong; null: nothing. */
  next(one: SocketCase): Promise<string | null>;
  close(): Promise<void>;
}

/** ms without a byte from the client after which it hangs. */
const patience = 10_000;

export async function openJudge(): Promise<Judge> {
  let waiting: ((socket: Socket) => void) | null = null;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (waiting === null) socket.destroy();
    else waiting(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: (one) =>
      new Promise((resolve) => {
        waiting = (socket) => {
          waiting = null;
          new Trial(socket, one, resolve);
        };
      }),
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}

/** One connection. */
class Trial {
  readonly #socket: Socket;
  readonly #case: SocketCase;
  readonly #done: (problem: string | null) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #codec: Codec;
  #rest: Buffer = Buffer.alloc(0);
  #open = false;
  #message: { text: boolean; compressed: boolean; parts: Buffer[] } | null = null;
  readonly #came: Message[] = [];
  readonly #pongs: Buffer[] = [];
  /** undefined: none. null: without a code. */
  #heard: number | null | undefined;
  #said = false;
  #round = 0;

  constructor(socket: Socket, one: SocketCase, done: (problem: string | null) => void) {
    this.#socket = socket;
    this.#case = one;
    this.#codec = new Codec(one.deflate ?? null);
    let told = false;
    this.#done = (problem) => {
      if (told) return;
      told = true;
      clearTimeout(this.#timer);
      socket.destroy();
      done(problem);
    };
    this.#timer = setTimeout(() => this.#done("it hangs"), patience);
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => {
      this.#timer.refresh();
      this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
      try {
        this.#read();
      } catch (thrown) {
        this.#done(thrown instanceof Error ? thrown.message : "?");
      }
    });
    socket.on("close", () => this.#done(this.#verdict()));
  }

  #read(): void {
    if (!this.#open) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = this.#rest.toString("latin1", 0, end);
      this.#rest = this.#rest.subarray(end + 4);
      this.#open = true;
      this.#socket.write(answer(head, this.#case.deflate ?? null));
      void this.#send(this.#case.sends);
      if (this.#case.ends.kind === "clean") this.#goOn();
    }
    for (let frame = this.#take(); frame !== null; frame = this.#take()) this.#frame(frame);
  }

  async #send(pieces: readonly Buffer[]): Promise<void> {
    for (const piece of pieces) {
      if (this.#socket.destroyed) return;
      // Each on its own: small pieces come to the client as they were cut, mostly.
      await new Promise<void>((resolve) => {
        this.#socket.write(piece, () => resolve());
      });
    }
  }

  #take(): { first: number; payload: Buffer } | null {
    const bytes = this.#rest;
    if (bytes.length < 2) return null;
    const [first = 0, second = 0] = bytes;
    if ((second & 0x80) === 0) throw new Error("a frame without a mask came");
    const short = second & 0x7f;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (bytes.length < 6 + extra) return null;
    const length =
      extra === 2 ? bytes.readUInt16BE(2) : extra === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
    if ((extra === 2 && length < 126) || (extra === 8 && length < 1 << 16))
      throw new Error("a length that could be shorter came");
    const start = 6 + extra;
    if (bytes.length < start + length) return null;
    const mask = bytes.subarray(2 + extra, start);
    const payload = Buffer.from(bytes.subarray(start, start + length));
    for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
    this.#rest = bytes.subarray(start + length);
    return { first, payload };
  }

  #frame({ first, payload }: { first: number; payload: Buffer }): void {
    const opcode = first & 0x0f;
    const fin = (first & 0x80) !== 0;
    const rsv = (first >> 4) & 7;
    if (this.#heard !== undefined) throw new Error("a frame came behind the close frame");
    if (opcode === op.close) {
      this.#heard = payload.length >= 2 ? payload.readUInt16BE(0) : null;
      // The server ends the connection (RFC 6455 §7.1.1).
      this.#socket.end();
      return;
    }
    if (opcode === op.pong) this.#pongs.push(payload);
    else if (opcode > 2) throw new Error(`a frame of opcode ${opcode} came`);
    else {
      if ((opcode === op.more) !== (this.#message !== null))
        throw new Error("fragments out of order");
      if ((rsv & 3) !== 0 || (rsv === 4 && this.#case.deflate === undefined))
        throw new Error("a reserved bit came");
      this.#message ??= { text: opcode === op.text, compressed: rsv === 4, parts: [] };
      this.#message.parts.push(payload);
      if (fin) {
        const { text, compressed, parts } = this.#message;
        this.#message = null;
        const bytes = Buffer.concat(parts);
        this.#came.push({ text, bytes: compressed ? this.#codec.inflate(bytes) : bytes });
      }
    }
    if (this.#case.ends.kind === "clean") this.#goOn();
  }

  /** The next round, or goodbye when all is there. */
  #goOn(): void {
    const { echoes = [], pongs = [], rounds } = this.#case;
    if (rounds !== undefined) {
      if (this.#came.length < this.#round) return;
      const message = rounds.messages[this.#round];
      if (message !== undefined) {
        this.#round += 1;
        const compressed = this.#case.deflate !== undefined;
        const bytes = compressed ? this.#codec.deflate(message.bytes) : message.bytes;
        const size = rounds.fragment === 0 ? Math.max(1, bytes.length) : rounds.fragment;
        this.#socket.write(
          Buffer.concat(fragments(message.text ? op.text : op.binary, bytes, size, compressed)),
        );
        return;
      }
    } else if (this.#came.length < echoes.length || this.#pongs.length < pongs.length) return;
    if (this.#said) return;
    this.#said = true;
    this.#socket.write(closing(1000));
  }

  #verdict(): string | null {
    const { echoes = [], pongs = [], rounds, ends, mayMiss } = this.#case;
    const wanted = rounds?.messages ?? echoes;
    if (
      this.#came.length > wanted.length ||
      (mayMiss !== true && this.#came.length < wanted.length)
    )
      return `${this.#came.length} messages came back of ${wanted.length}`;
    const wrong = this.#came.findIndex(
      ({ text, bytes }, at) =>
        text !== wanted[at]?.text || !bytes.equals(wanted[at]?.bytes ?? Buffer.alloc(0)),
    );
    if (wrong >= 0) return `message ${wrong + 1} came back changed`;
    if (ends.kind === "clean" && this.#pongs.length !== pongs.length)
      return `${this.#pongs.length} pongs came of ${pongs.length}`;
    if (pongs.some((pong, at) => !pong.equals(this.#pongs[at] ?? Buffer.alloc(0))))
      return "a pong is not the ping's";
    const heard = this.#heard === undefined ? "nothing" : `${this.#heard ?? "no code"}`;
    if (ends.kind === "fails")
      return typeof this.#heard === "number" && ends.codes.includes(this.#heard)
        ? null
        : `it said ${heard} instead of ${ends.codes.join(" or ")}`;
    const code = ends.kind === "clean" ? 1000 : ends.code;
    return this.#heard === code ? null : `it said ${heard} instead of ${code ?? "no code"}`;
  }
}

/** The server's end of permessage-deflate, apart from the client's: each message at once, its window as a dictionary. */
class Codec {
  readonly #agreed: AgreedDeflate | null;
  #sent: Buffer = Buffer.alloc(0);
  #received: Buffer = Buffer.alloc(0);

  constructor(agreed: AgreedDeflate | null) {
    this.#agreed = agreed;
  }

  deflate(message: Buffer): Buffer {
    const bits = this.#agreed?.serverWindowBits ?? 15;
    const whole = zlib.deflateRawSync(message, {
      windowBits: bits,
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      ...(this.#sent.length > 0 ? { dictionary: this.#sent } : {}),
    });
    if (this.#agreed?.serverNoContextTakeover !== true)
      this.#sent = windowOf([this.#sent, message], bits);
    return whole.subarray(0, -4);
  }

  inflate(message: Buffer): Buffer {
    // Nothing may refer further back than was agreed.
    const bits = Math.max(9, this.#agreed?.clientWindowBits ?? 15);
    const bytes = zlib.inflateRawSync(Buffer.concat([message, tail]), {
      windowBits: bits,
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      ...(this.#received.length > 0 ? { dictionary: this.#received } : {}),
    });
    if (this.#agreed?.clientNoContextTakeover !== true)
      this.#received = windowOf([this.#received, bytes], bits);
    return bytes;
  }
}

const tail = Buffer.from([0, 0, 0xff, 0xff]);

function windowOf(parts: readonly Buffer[], bits: number): Buffer {
  const all = Buffer.concat(parts);
  return all.subarray(Math.max(0, all.length - 2 ** bits));
}

function answer(head: string, deflate: AgreedDeflate | null): string {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1] ?? "";
  const accept = createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  const extension =
    deflate === null
      ? ""
      : `Sec-WebSocket-Extensions: ${[
          "permessage-deflate",
          ...(deflate.serverNoContextTakeover ? ["server_no_context_takeover"] : []),
          ...(deflate.clientNoContextTakeover ? ["client_no_context_takeover"] : []),
          ...(deflate.serverWindowBits === null
            ? []
            : [`server_max_window_bits=${deflate.serverWindowBits}`]),
          ...(deflate.clientWindowBits === null
            ? []
            : [`client_max_window_bits=${deflate.clientWindowBits}`]),
        ].join("; ")}\r\n`;
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${extension}\r\n`;
}
