import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clearFile } from "../wire/record/index-format.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { textBody } from "./body/text.ts";
import { type Answer, ok, startPeer } from "./peer.testing.ts";

let client: TestClient;
beforeAll(async () => {
  client = await openTestClient({ decodeLimit: { size: 1 << 20, ratio: 50 } });
});
afterAll(() => client.close());

async function get(answer: Answer, method = "GET") {
  const server = await startPeer(() => answer);
  const sent = await client.send({ url: `${server.url}/report.txt?x`, method });
  await server.close();
  const stored = client.bodies.findLast((body) => body.exchangeId === sent.id)?.stored();
  if (stored === undefined) throw new Error("no body was kept");
  const folder = path.join(client.folder, sent.id);
  const record = await readFile(path.join(folder, clearFile));
  const encoded = Buffer.concat(
    stored.runs.map((run, index) => {
      const end = stored.runs[index + 1]?.start ?? stored.ref.encodedSize;
      return record.subarray(run.offset, run.offset + end - run.start);
    }),
  );
  const file = path.join(folder, stored.decodedFile ?? "none");
  const decoded = existsSync(file)
    ? await readFile(file)
    : stored.decodedFile === null
      ? encoded
      : Buffer.alloc(0);
  return { ...sent, stored, encoded, decoded, ref: sent.exchange.hops[0]?.body };
}

describe("a body is its runs of the record", () => {
  test("identity: nothing is written twice", async () => {
    const bytes = randomBytes(400_000);
    const { exchange, stored, encoded, ref, events } = await get(
      ok(bytes, "Content-Type: Text/Plain; charset=X\r\n"),
    );
    expect(exchange.state).toBe("done");
    expect(encoded.equals(bytes)).toBe(true);
    expect(stored).toMatchObject({ decodedFile: null, runsFile: null });
    expect(ref).toMatchObject({
      size: 400_000,
      encodedSize: 400_000,
      complete: true,
      mediaType: "text/plain",
      charset: "x",
      contentEncoding: [],
      fileName: "report.txt",
    });
    expect(events.filter((event) => event.kind === "body").at(-1)).toMatchObject({ body: ref });
  });

  test("chunks: framing is not body", async () => {
    const { encoded, ref } = await get({
      bytes:
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: v\r\n\r\n",
    });
    expect(encoded.toString()).toBe("hello!");
    expect(ref).toMatchObject({ size: 6, complete: true });
  });

  test("more chunks than are kept in memory", async () => {
    const count = 10_000;
    const chunks = Array.from({ length: count }, (_, index) => `1\r\n${index % 10}\r\n`).join("");
    const { stored, exchange } = await get({
      bytes: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    });
    expect(exchange.hops[0]?.body).toMatchObject({ size: count, complete: true });
    expect(stored.spilledRuns).toBeGreaterThan(4000);
    expect(stored.spilledRuns + stored.runs.length).toBe(count);
  });

  test.each([
    ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n"],
    ["GET", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["GET", "HTTP/1.1 304 Not Modified\r\nContent-Encoding: br\r\nContent-Length: 9\r\n\r\n"],
    ["GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"],
  ])("%s without a body", async (method, bytes) => {
    const { exchange, ref } = await get({ bytes }, method);
    expect(exchange.failure).toBeNull();
    expect(ref).toMatchObject({ size: 0, encodedSize: 0, complete: true });
  });
});

describe("content codings", () => {
  const plain = Buffer.from("plain text, many times. ".repeat(500));
  test.each([
    ["gzip", zlib.gzipSync(plain)],
    ["deflate", zlib.deflateSync(plain)],
    ["deflate", zlib.deflateRawSync(plain)],
    ["br", zlib.brotliCompressSync(plain)],
    ["GZIP, br", zlib.brotliCompressSync(zlib.gzipSync(plain))],
  ])("%s: both forms are kept", async (coding, bytes) => {
    const { decoded, encoded, ref, exchange } = await get(
      ok(bytes, `Content-Encoding: ${coding}\r\n`),
    );
    expect(exchange.state).toBe("done");
    expect(decoded.equals(plain)).toBe(true);
    expect(encoded.equals(bytes)).toBe(true);
    expect(ref).toMatchObject({ size: plain.length, encodedSize: bytes.length, complete: true });
  });

  test("a coding nobody knows is left as it came", async () => {
    const { encoded, ref, exchange } = await get(ok("xyz", "Content-Encoding: compress\r\n"));
    expect(exchange.state).toBe("done");
    expect(encoded.toString()).toBe("xyz");
    expect(ref).toMatchObject({ size: 3, contentEncoding: ["compress"], complete: true });
  });

  test("a wrong one fails and keeps both what came and what was decoded", async () => {
    const bytes = zlib.gzipSync(plain);
    bytes.writeUInt32LE(7, bytes.length - 8);
    const { decoded, encoded, ref, exchange } = await get(ok(bytes, "Content-Encoding: gzip\r\n"));
    expect(exchange).toMatchObject({
      state: "failed",
      failure: { kind: "body", phase: "decode", code: "content-coding-invalid" },
    });
    expect(exchange.hops[0]?.response?.status).toBe(200);
    expect(encoded.equals(bytes)).toBe(true);
    expect(decoded.equals(plain)).toBe(true);
    expect(ref?.complete).toBe(false);
  });

  test("a truncated one says so", async () => {
    const bytes = zlib.gzipSync(plain).subarray(0, 60);
    const { decoded, exchange } = await get(ok(bytes, "Content-Encoding: gzip\r\n"));
    expect(exchange.failure).toMatchObject({ kind: "body", code: "content-coding-truncated" });
    expect(plain.subarray(0, decoded.length).equals(decoded)).toBe(true);
  });

  test("when the network cut it, the network is the failure", async () => {
    const bytes = zlib.gzipSync(randomBytes(2000));
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const { decoded, encoded, exchange } = await get({
      bytes: Buffer.concat([Buffer.from(head), bytes.subarray(0, 1000)]),
      close: true,
    });
    expect(exchange.failure).toMatchObject({ kind: "protocol" });
    expect(encoded).toHaveLength(1000);
    expect(decoded.length).toBeGreaterThan(500);
  });

  test("a bomb is stopped, and what was decoded is there", async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(64 << 20));
    const { decoded, exchange } = await get(ok(bomb, "Content-Encoding: gzip\r\n"));
    expect(exchange.failure).toMatchObject({ kind: "body", code: "decoded-too-large" });
    expect(decoded.length).toBeGreaterThan(1000);
    expect(decoded.length).toBeLessThan(8 << 20);
  });
});

test("a malformed reply keeps its bytes and says what is wrong", async () => {
  const server = await startPeer(() => ({ bytes: "NOT HTTP AT ALL\r\n\r\nbody", close: true }));
  const { exchange, id } = await client.send({ url: server.url });
  expect((await client.recorded(id, "received")).toString()).toBe("NOT HTTP AT ALL\r\n\r\nbody");
  expect(exchange.hops[0]?.faults.length).toBeGreaterThan(0);
  expect(exchange.receivedBytes).toBe(23);
  await server.close();
});

test("the rest of a body that cannot be decoded is not waited for", async () => {
  const { exchange, encoded } = await get({
    bytes: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\nno gzip at all",
  });
  expect(exchange.failure).toMatchObject({ code: "content-coding-invalid" });
  expect(encoded.toString()).toBe("no gzip at all");
});

test("a redirect that comes before the body was read, and a connection that breaks behind it, is followed", async () => {
  const server = await startPeer(({ head }) =>
    head.startsWith("GET")
      ? ok("there")
      : (socket) => {
          socket.write(
            "HTTP/1.1 303 See Other\r\nLocation: /there\r\nConnection: close\r\n\r\npart",
          );
          setImmediate(() => socket.resetAndDestroy());
        },
  );
  const { exchange } = await client.send({
    url: server.url,
    method: "POST",
    body: textBody("x".repeat(10)),
  });
  await server.close();
  expect(exchange).toMatchObject({
    state: "done",
    hops: [{ response: { status: 303 } }, { response: { status: 200 } }],
  });
});
