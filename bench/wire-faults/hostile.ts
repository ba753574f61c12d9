import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { attack, isAttack } from "./hostile-socket.ts";

/** What the servers send, by path. */
export interface Hostile {
  readonly port: number;
  /** The close code the last client of a WebSocket's path said goodbye with; null: none yet. */
  goodbye(path: string): number | null;
  close(): Promise<void>;
}

const ok = "HTTP/1.1 200 OK\r\n";
const gigabyte = 1 << 30;

/**
 * A server on 127.0.0.1 that means harm: `/endless` until the client leaves, `/bomb/<coding>` of a gigabyte, `/nested`, `/headers`, `/long`,
 * `/cookies`, `/continue`, WebSockets under `/socket`; anything else is answered kindly.
 */
export async function openHostile(): Promise<Hostile> {
  const bombs = await makeBombs();
  const sockets = new Set<Socket>();
  const goodbyes = new Map<string, number>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    let attacked = false;
    socket.on("data", (bytes) => {
      if (attacked) return;
      const head = bytes.toString("latin1");
      const path = /^GET (\S+) /.exec(head)?.[1] ?? "";
      attacked = isAttack(path);
      if (attacked) void attack(socket, { path, head, heard: (code) => goodbyes.set(path, code) });
      else if (path === "/endless") pour(socket);
      else void write(socket, replies[path]?.() ?? coded(bombs.get(path)));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    goodbye: (path) => goodbyes.get(path) ?? null,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

const kind = `${ok}Content-Length: 2\r\n\r\nok`;

/** Pieces of a reply. */
const replies: Readonly<Record<string, () => Iterable<string | Buffer>>> = {
  "/kind": () => [kind],
  *"/headers"() {
    yield ok;
    for (let at = 0; at < 100_000; at += 1) yield `X-Header-${at}: value ${at}\r\n`;
    yield "Content-Length: 2\r\n\r\nok";
  },
  *"/long"() {
    yield `${ok}X-Long: `;
    for (let at = 0; at < 160; at += 1) yield "a".repeat(1 << 16);
    yield "\r\nContent-Length: 2\r\n\r\nok";
  },
  *"/cookies"() {
    yield ok;
    for (let at = 0; at < 10_000; at += 1)
      yield `Set-Cookie: name${at}=value${at}; Path=/; Max-Age=1000\r\n`;
    yield "Content-Length: 2\r\n\r\nok";
  },
  *"/continue"() {
    for (let at = 0; at < 5_000; at += 1) yield "HTTP/1.1 100 Continue\r\n\r\n";
    yield kind;
  },
};

interface Bomb {
  readonly coding: string;
  readonly bytes: Buffer;
}

function coded(bomb: Bomb | undefined): Iterable<string | Buffer> {
  if (bomb === undefined) return [kind];
  const { coding, bytes } = bomb;
  return [`${ok}Content-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`, bytes];
}

async function write(socket: Socket, pieces: Iterable<string | Buffer>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
  }
}

function pour(socket: Socket): void {
  const block = Buffer.alloc(1 << 16, "0123456789abcdef");
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.write(`${ok}Content-Type: application/octet-stream\r\n\r\n`);
  socket.on("drain", more);
  more();
}

/** A gigabyte of nothing in each coding; `nested`: ten times over. */
async function makeBombs(): Promise<ReadonlyMap<string, Bomb>> {
  const gzip = await zeros(zlib.createGzip({ level: 9 }));
  let nested = gzip;
  for (let times = 1; times < 10; times += 1) nested = await promisify(zlib.gzip)(nested);
  return new Map<string, Bomb>([
    ["/bomb/gzip", { coding: "gzip", bytes: gzip }],
    ["/bomb/deflate", { coding: "deflate", bytes: await zeros(zlib.createDeflate({ level: 9 })) }],
    ["/bomb/br", { coding: "br", bytes: await zeros(brotli()) }],
    ["/bomb/zstd", { coding: "zstd", bytes: zstd() }],
    ["/nested", { coding: Array.from({ length: 10 }, () => "gzip").join(", "), bytes: nested }],
  ]);
}

function brotli(): zlib.BrotliCompress {
  return zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } });
}

async function zeros(encoder: zlib.Gzip | zlib.Deflate | zlib.BrotliCompress): Promise<Buffer> {
  const parts: Buffer[] = [];
  encoder.on("data", (bytes: Buffer) => parts.push(bytes));
  const block = Buffer.alloc(1 << 20);
  for (let left = gigabyte; left > 0; left -= block.length)
    if (!encoder.write(block)) await once(encoder, "drain");
  encoder.end();
  await once(encoder, "end");
  return Buffer.concat(parts);
}

/** Blocks that repeat one byte (RFC 8878 §3.1.1.2.2): four bytes for 128 KiB. */
function zstd(): Buffer {
  // Window of 128 KiB, no content size, no checksum.
  const head = Buffer.from("28b52ffd0038", "hex");
  const size = 1 << 17;
  const count = gigabyte / size;
  const blocks = Buffer.alloc(count * 4);
  for (let at = 0; at < count; at += 1)
    blocks.writeUIntLE((size << 3) | (1 << 1) | (at === count - 1 ? 1 : 0), at * 4, 3);
  return Buffer.concat([head, blocks]);
}
