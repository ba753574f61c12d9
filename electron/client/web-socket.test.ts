import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { opcode, opcodeName } from "../../shared/model/web-socket.ts";
import { readMessage, readSocketFrames } from "../wire/record/read-socket.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import {
  type Behaviour,
  openSocketServer,
  properAnswer,
  type SocketServer,
  talkTo,
} from "./web-socket.testing.ts";

let client: TestClient;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  client = await openTestClient();
});
afterEach(async () => {
  await client.close();
  for (const close of closing.splice(0)) await close();
});

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

const talk = (...[url, use, more]: TalkParameters): ReturnType<typeof talkTo> =>
  talkTo(client, url, use, more);
type TalkParameters = Parameters<typeof talkTo> extends [unknown, ...infer Rest] ? Rest : never;

async function echo(compress: boolean): Promise<{ url: string; server: WebSocketServer }> {
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    perMessageDeflate: compress ? { threshold: 0 } : false,
    handleProtocols: (names) => [...names][0] ?? false,
  });
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  });
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(async () => {
    for (const one of server.clients) one.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { url: `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`, server };
}

async function bare(behaviour: Behaviour): Promise<SocketServer> {
  const server = await openSocketServer(behaviour);
  closing.push(() => server.close());
  return server;
}

/** The plain payload of the message of a frame, read from the record. */
async function payload(id: string, index: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of readMessage(join(client.folder, id), index)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe.each([false, true])("with a server (compressed: %s)", (compress) => {
  it("talks, and keeps every frame with its bytes", async () => {
    const { url } = await echo(compress);
    const talked = talk(url, { offer: { protocols: ["chat", "b"], compress: true } });
    const socket = await talked.socket;
    const long = "längere Nachricht ".repeat(5000);
    await socket.send({ text: true, bytes: Buffer.from("Hello") });
    await socket.send({ text: false, bytes: Buffer.from([0, 1, 2, 255]) });
    await socket.send({ text: true, bytes: Buffer.from(long) });
    await socket.send({ text: true, bytes: Buffer.alloc(0) });
    await socket.ping(Buffer.from("p"));
    await talked.came(4);
    await socket.close(1000, "done");
    const { exchange, id } = await talked.sent;
    expect(exchange.state).toBe("done");
    expect(talked.messages.map(String)).toEqual([
      "Hello",
      Buffer.from([0, 1, 2, 255]).toString(),
      long,
      "",
    ]);
    const [hop] = exchange.hops;
    expect(hop?.response?.status).toBe(101);
    expect(hop?.socket).toMatchObject({
      state: "closed",
      protocol: "chat",
      sent: { messages: 4, frames: 6 },
      received: { messages: 4 },
      goodbyeSent: { code: 1000, reason: "done" },
      goodbyeReceived: { code: 1000 },
    });
    expect(hop?.socket?.deflate !== null).toBe(compress);
    // The record says the same as what was told, and its bytes are those that passed.
    const kept = await readSocketFrames(join(client.folder, id), 0, 100);
    expect(kept).toEqual(talked.frames);
    const mine = kept.filter(({ direction }) => direction === "sent");
    expect(mine.map((frame) => opcodeName(frame.opcode))).toEqual([
      "text",
      "binary",
      "text",
      "text",
      "ping",
      "close",
    ]);
    for (const frame of kept.filter((one) => one.opcode === opcode.text && one.fin))
      expect(["Hello", long, ""]).toContain(await payload(id, frame.index));
    for (const { start, end, headBytes, length, direction } of kept)
      expect(end - start - headBytes - length, direction).toBeGreaterThanOrEqual(0);
    const total = kept
      .filter(({ direction }) => direction === "received")
      .reduce((sum, { headBytes, length }) => sum + headBytes + length, 0);
    const received = await client.recorded(id, "received");
    expect(received.length).toBe((hop?.responseHeadBytes ?? 0) + total);
  });
});

it("reads what came behind the handshake, fragments, and answers pings and goodbye", async () => {
  const heard: Buffer[] = [];
  let finished: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (finished = resolve));
  const server = await bare({
    answer: (head) =>
      properAnswer(head, []) + hex("01 03 48656c 89 02 7071 80 02 6c6f").toString("latin1"),
    then(socket) {
      socket.on("data", (bytes: Buffer) => {
        heard.push(bytes);
        const so = Buffer.concat(heard);
        // Six bytes of head and two of payload of the pong.
        if (so.length === 8) socket.write(hex("88 05 0fa0 627965"));
        if (so.length === 16) {
          socket.end();
          finished();
        }
      });
    },
  });
  const talked = talk(server.url);
  const { exchange, id } = await talked.sent;
  await over;
  expect(exchange.failure).toBeNull();
  expect(talked.messages.map(String)).toEqual(["Hello"]);
  expect(
    talked.frames.map(({ opcode: code, direction, first }) => [code, direction, first]),
  ).toEqual([
    [1, "received", 0],
    [9, "received", 1],
    [0, "received", 0],
    [10, "sent", 3],
    [8, "received", 4],
    [8, "sent", 5],
  ]);
  expect(await payload(id, 2)).toBe("Hello");
  expect(await payload(id, 3)).toBe("pq");
  expect(exchange.hops[0]?.socket).toMatchObject({
    goodbyeReceived: { code: 4000, reason: "bye" },
    goodbyeSent: { code: 4000, reason: "" },
  });
});

/** What the server sends after the handshake, the code the exchange fails with, the close code it is answered with, and where the fault is. */
const faults: readonly (readonly [code: string, bytes: string, answer: number, at: number])[] = [
  ["ws-mask", "8101 61 81 85 37fa213d 7f9f4d5158", 1002, 4],
  ["ws-reserved", "b1 00", 1002, 0],
  ["ws-opcode", "83 00", 1002, 0],
  ["ws-control-fragmented", "09 00", 1002, 0],
  ["ws-utf8", "81 03 61ff62", 1007, 3],
  ["ws-message-size", "82 7f 0000000010000000", 1009, 0],
  ["ws-close-code", "88 02 03ed", 1002, 2],
];

describe("a server that breaks the rules", () => {
  it.each(faults)("%s is a fault with its place", async (code, bytes, answer, at) => {
    let said: (bytes: Buffer) => void = () => undefined;
    const heard = new Promise<Buffer>((resolve) => (said = resolve));
    const server = await bare({
      then(socket) {
        socket.write(hex(bytes));
        socket.on("data", said);
      },
    });
    const { exchange, id } = await talk(server.url).sent;
    const hop = exchange.hops[0];
    expect(exchange.failure?.code).toBe(code);
    expect(hop?.faults.map(({ rule, severity }) => [rule, severity])).toEqual([[code, "fatal"]]);
    expect(hop?.faults[0]?.offset).toBe((hop?.responseHeadBytes ?? 0) + at);
    const close = await heard;
    const mask = close.subarray(2, 6);
    const plain = close.subarray(6).map((byte, index) => byte ^ (mask[index & 3] ?? 0));
    expect(Buffer.from(plain).readUInt16BE(0)).toBe(answer);
    const received = await client.recorded(id, "received");
    expect(received.subarray(hop?.responseHeadBytes).toString("hex")).toBe(
      bytes.replaceAll(" ", ""),
    );
  });

  it("is cut off without a close frame", async () => {
    const server = await bare({
      then(socket) {
        socket.end(hex("8101 61 8205 61"));
      },
    });
    const talked = talk(server.url);
    const { exchange, id } = await talked.sent;
    expect(exchange.failure?.code).toBe("ws-cut-off");
    expect(talked.frames.map(({ partial, length }) => [partial, length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
    expect(await payload(id, 1)).toBe("a");
  });

  it("stops a bomb at the limit", async () => {
    const { deflateRawSync } = await import("node:zlib");
    const bomb = deflateRawSync(Buffer.alloc(64 << 20));
    const head = Buffer.alloc(4);
    head[0] = 0xc2;
    head[1] = 126;
    head.writeUInt16BE(Math.min(bomb.length, 65_535), 2);
    const server = await bare({
      fields: ["Sec-WebSocket-Extensions: permessage-deflate"],
      then(socket) {
        socket.write(Buffer.concat([head, bomb.subarray(0, 65_535)]));
      },
    });
    const limits = { message: 0, ratio: 200, ratioFrom: 1 << 20 };
    const talked = talk(server.url, { limits });
    const { exchange } = await talked.sent;
    expect(exchange.failure?.code).toBe("ws-ratio");
    expect(exchange.hops[0]?.socket?.received.bytes).toBeLessThan(limits.ratio * bomb.length);
  });
});

describe("the handshake", () => {
  it.each([
    [
      "ws-accept",
      () =>
        "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
    ],
    [
      "ws-accept-missing",
      () => "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ],
    ["ws-upgrade", () => "HTTP/1.1 101 S\r\nConnection: Upgrade\r\n\r\n"],
    ["ws-connection", () => "HTTP/1.1 101 S\r\nUpgrade: WebSocket\r\n\r\n"],
    ["ws-subprotocol", (head: string) => properAnswer(head, ["Sec-WebSocket-Protocol: other"])],
    ["ws-extension", (head: string) => properAnswer(head, ["Sec-WebSocket-Extensions: x-other"])],
    [
      "ws-deflate-parameters",
      (head: string) =>
        properAnswer(head, [
          "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
        ]),
    ],
  ])("%s fails, and the answer is shown", async (code, answer) => {
    const server = await bare({ answer });
    const { exchange } = await talk(server.url).sent;
    expect(exchange.failure?.code).toBe(code);
    expect(exchange.hops[0]?.response?.status).toBe(101);
  });

  it("is what was typed where something was", async () => {
    const server = await bare({
      then(socket) {
        socket.end(hex("8800"));
      },
    });
    const talked = talk(
      server.url,
      {},
      {
        headers: [
          ["sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="],
          ["Origin", "http://a"],
        ],
      },
    );
    const { exchange } = await talked.sent;
    expect(exchange.failure).toBeNull();
    expect(server.heads[0]).toContain(
      "\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://a\r\n",
    );
    expect(server.heads[0]?.match(/sec-websocket-key/gi)?.length).toBe(1);
  });

  it("that is answered with something else is shown as the reply it is", async () => {
    const server = await bare({
      answer: () => "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno",
    });
    const { exchange } = await talk(server.url).sent;
    expect(exchange.failure?.code).toBe("ws-not-switched");
    expect(exchange.hops[0]?.response?.status).toBe(403);
    expect(exchange.hops[0]?.body?.encodedSize).toBe(2);
  });
});

it("goes on after the time allowed for the handshake, and ends at once when it is cancelled", async () => {
  const { url, server } = await echo(false);
  const stop = new AbortController();
  const talked = talk(url, {}, { signal: stop.signal, timeout: 60_000 });
  const closed = new Promise<number>((resolve) =>
    server.once("connection", (socket: WebSocket) => socket.once("close", resolve)),
  );
  const socket = await talked.socket;
  await socket.send({ text: true, bytes: Buffer.from("a") });
  await talked.came(1);
  stop.abort();
  const { exchange } = await talked.sent;
  expect(exchange.state).toBe("cancelled");
  expect(await closed).toBe(1001);
  await expect(socket.send({ text: true, bytes: Buffer.from("b") })).rejects.toMatchObject({
    failure: { code: "ws-over" },
  });
});

it("holds a fast server back as long as the reader is slow", async () => {
  const size = 16_384;
  const frame = Buffer.concat([hex("82 7e 4000"), Buffer.alloc(size)]);
  const total = 2_000;
  let written = 0;
  const server = await bare({
    then(socket) {
      const go = (): void => {
        while (written < total) {
          written += 1;
          if (socket.write(frame)) continue;
          socket.once("drain", go);
          return;
        }
        socket.end(hex("8800"));
      };
      go();
    },
  });
  let count = 0;
  let most = 0;
  const talked = talk(server.url, {
    async received({ last }) {
      if (last) count += 1;
      most = Math.max(most, written - count);
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  const { exchange } = await talked.sent;
  expect(exchange.failure).toBeNull();
  expect(exchange.hops[0]?.socket?.received.messages).toBe(total);
  // What the kernel's buffers take, and a MiB of ours.
  expect(most * size).toBeLessThan(total * size * 0.6);
});

it("goes through a tunnel where a proxy would forward HTTP (RFC 6455 §4.1)", async () => {
  const { url, server } = await echo(false);
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (head: Buffer) => {
      asked.push(head.toString("latin1").split("\r\n")[0] ?? "");
      const way = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(way).pipe(socket);
      });
      way.on("error", () => undefined);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => void proxy.close(() => resolve())));
  const at = proxy.address();
  const proxyPort = typeof at === "object" && at !== null ? at.port : 0;
  const talked = talk(url, {}, { proxy: { host: "127.0.0.1", port: proxyPort } });
  const socket = await talked.socket;
  await socket.send({ text: true, bytes: Buffer.from("a") });
  await talked.came(1);
  await socket.close(1000, "");
  const { exchange } = await talked.sent;
  expect(exchange.failure).toBeNull();
  expect(asked).toEqual([`CONNECT 127.0.0.1:${port} HTTP/1.1`]);
  expect(exchange.hops.map(({ reason }) => reason)).toEqual(["tunnel", "first"]);
});
