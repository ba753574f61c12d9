import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultNetwork, type NetworkSettings } from "../../shared/model/network/network.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { type Answer, ok, startPeer } from "./peer.testing.ts";

let client: TestClient;
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());

async function get(answer: Answer, over: Partial<NetworkSettings>) {
  const server = await startPeer(() => answer);
  const sent = await client.send({
    url: server.url,
    settings: { network: { ...defaultNetwork, ...over } },
  });
  await server.until(() => server.open() <= 1);
  const open = server.open();
  await server.close();
  return { ...sent, open, body: sent.exchange.hops[0]?.body ?? null };
}

const chunked = (...chunks: readonly string[]): Answer => ({
  bytes:
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    chunks.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`).join("") +
    "0\r\n\r\n",
});

describe("maxBodySize", () => {
  test.each([
    ["Content-Length", ok("x".repeat(100))],
    ["chunks", chunked("x".repeat(7), "x".repeat(60), "x".repeat(33))],
    ["no end", (socket) => void socket.write(`HTTP/1.0 200 OK\r\n\r\n${"x".repeat(100)}`)],
    ["one large chunk", chunked("x".repeat(100))],
  ] as readonly (readonly [string, Answer])[])(
    "%s: stops there, keeps what arrived, fails by name",
    async (_, answer) => {
      const { exchange, body } = await get(answer, { maxBodySize: 64 });
      expect(exchange.failure).toMatchObject({
        kind: "body",
        code: "body-too-large",
        phase: "receive",
      });
      expect(body).toMatchObject({ size: 64, encodedSize: 64, complete: false });
      expect(exchange.hops[0]?.response?.status).toBe(200);
    },
  );

  test("a body of exactly that size is whole, and the connection serves on", async () => {
    const { exchange, body, open } = await get(ok("x".repeat(64)), { maxBodySize: 64 });
    expect(exchange.failure).toBeNull();
    expect(body).toMatchObject({ size: 64, complete: true });
    expect(open).toBe(1);
  });

  test("it is the encoded bytes that count", async () => {
    const answer = ok(zlib.gzipSync("x".repeat(10_000)), "Content-Encoding: gzip\r\n");
    const { exchange, body } = await get(answer, { maxBodySize: 1_000 });
    expect(exchange.failure).toBeNull();
    expect(body).toMatchObject({ size: 10_000, complete: true });
  });
});

describe("decode", () => {
  const gzip = zlib.gzipSync("x".repeat(10_000));

  test("off leaves the encoded bytes and says so", async () => {
    const { exchange, body } = await get(ok(gzip, "Content-Encoding: gzip\r\n"), { decode: false });
    expect(exchange.failure).toBeNull();
    expect(body).toMatchObject({
      size: gzip.length,
      encodedSize: gzip.length,
      undecoded: true,
      contentEncoding: ["gzip"],
      complete: true,
    });
  });

  test("an unknown coding is left on too", async () => {
    const { body } = await get(ok("abc", "Content-Encoding: compress\r\n"), {});
    expect(body).toMatchObject({ size: 3, undecoded: true });
  });

  test("a part is left as it is, a part that is all is decoded", async () => {
    const answer = (range: string): Answer => ({
      bytes: Buffer.concat([
        Buffer.from(
          `HTTP/1.1 206 Partial Content\r\nContent-Length: ${gzip.length}\r\n` +
            `Content-Encoding: gzip\r\nContent-Range: ${range}\r\n\r\n`,
        ),
        gzip,
      ]),
    });
    const whole = await get(answer(`bytes 0-${gzip.length - 1}/${gzip.length}`), {});
    expect(whole.body).toMatchObject({ size: 10_000, complete: true });
    const part = await get(answer(`bytes 0-${gzip.length - 1}/${gzip.length + 1}`), {});
    expect(part.exchange.failure).toBeNull();
    expect(part.body).toMatchObject({ size: gzip.length, undecoded: true });
  });
});

describe("maxDecodedSize", () => {
  const bomb = zlib.gzipSync(Buffer.alloc(8 << 20));

  test.each([
    [1 << 20, "decoded-too-large"],
    [16 << 20, undefined],
    [0, undefined],
  ])("%d", async (maxDecodedSize, code) => {
    const { exchange, body } = await get(ok(bomb, "Content-Encoding: gzip\r\n"), {
      maxDecodedSize,
    });
    expect(exchange.failure?.code).toBe(code);
    if (code === undefined) expect(body).toMatchObject({ size: 8 << 20, complete: true });
    else expect(body?.size).toBeLessThanOrEqual(200 * bomb.length + (64 << 10));
  });
});

test("after a fatal fault what pours on without end is left", async () => {
  const server = await startPeer(() => (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    const pour = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(1 << 18, 0x61)));
    };
    socket.on("drain", pour);
    pour();
  });
  const { exchange } = await client.send({ url: server.url });
  await server.close();
  expect(exchange.failure).toMatchObject({ kind: "protocol", code: "chunk-size" });
  const size = exchange.hops[0]?.body?.size ?? 0;
  expect(size).toBeGreaterThan(16 << 20);
  expect(size).toBeLessThan(18 << 20);
});
