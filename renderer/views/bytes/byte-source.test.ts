import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FailureError } from "../../../shared/model/failure.ts";
import { type ByteSource, createByteSource } from "./byte-source.ts";

/** What the server has; it may be less than what was announced. */
let held = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 31) % 251);
const all = held;
const asked: string[] = [];

const server = createServer((request, response) => {
  if (request.url === "/gone") return void response.writeHead(404).end();
  const range = request.headers.range ?? "";
  asked.push(range);
  const [start = 0, end = 0] = range.slice("bytes=".length).split("-").map(Number);
  if (start >= held.length) return void response.writeHead(416).end();
  const last = Math.min(end, held.length - 1);
  response.setHeader("connection", "close");
  response.writeHead(206, { "content-range": `bytes ${start}-${last}/*` });
  response.end(held.subarray(start, last + 1));
});
let base = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function streamed(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const { signal } = new AbortController();
  const given = await source.stream(start, end, (bytes) => parts.push(bytes.slice()) > 0, signal);
  const whole = Buffer.concat(parts);
  expect(given).toBe(whole.length);
  return new Uint8Array(whole);
}

describe("bytes behind a URL", () => {
  it.each([
    [0, 10],
    [65_530, 65_540],
    [100_000, 500_000],
    [999_990, 2_000_000],
    [5, 5],
  ])("are read from %d to %d", async (start, end) => {
    const source = createByteSource(`${base}/b`, all.length, true);
    // Compared as buffers: the matcher for arrays takes seconds for these.
    expect(Buffer.from(all.slice(start, end)).equals(await source.read(start, end))).toBe(true);
    expect(Buffer.from(all.slice(start, end)).equals(await streamed(source, start, end))).toBe(
      true,
    );
  });

  it("are asked for once when they are near each other", async () => {
    const source = createByteSource(`${base}/b`, all.length, true);
    asked.length = 0;
    for (let at = 0; at < 60_000; at += 1000) await source.read(at, at + 500);
    expect(asked).toHaveLength(1);
  });

  it("may be announced before they are there", async () => {
    held = all.slice(0, 100);
    const source = createByteSource(`${base}/b`, 300, false);
    expect(await source.read(50, 300)).toEqual(all.slice(50, 100));
    expect(await streamed(source, 100, 300)).toHaveLength(0);
    held = all;
    expect(await source.read(50, 300)).toEqual(all.slice(50, 300));
    expect(await streamed(source, 100, 300)).toEqual(all.slice(100, 300));
  });

  it("stop when the reader has enough", async () => {
    const source = createByteSource(`${base}/b`, all.length, true);
    let visits = 0;
    await source.stream(
      0,
      all.length,
      () => {
        visits += 1;
        return false;
      },
      new AbortController().signal,
    );
    expect(visits).toBe(1);
  });

  it("say when they are no longer kept", async () => {
    const source = createByteSource(`${base}/gone`, 10, true);
    const failed = await source.read(0, 10).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(FailureError);
    expect((failed as FailureError).failure.code).toBe("bytes-gone");
  });

  it("tell of more", () => {
    const source = createByteSource(`${base}/b`, 10, false);
    let told = 0;
    const stop = source.subscribe(() => (told += 1));
    source.grow(10, false);
    source.grow(20, true);
    stop();
    source.grow(30, true);
    expect([told, source.size(), source.complete()]).toEqual([1, 30, true]);
  });
});
