import { createHash } from "node:crypto";
import { createServer } from "node:http";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { open, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SendInput } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import type { RequestBody } from "../../shared/model/request.ts";
import { input, openWorld, type World } from "./world.testing.ts";

/** Large enough that it is not copied. */
const size = 9 << 20;
const content = Buffer.alloc(size, "What is shown as sent is what was sent. ");
const digest = createHash("sha256").update(content).digest("hex");

let world: World;
let file: string;
let url: string;
let got: { readonly length: number; readonly digest: string }[];
const server = createServer((request, response) => {
  const hash = createHash("sha256");
  let length = 0;
  const coded = request.headers["content-encoding"] === "gzip";
  const body = coded ? request.pipe(createGunzip()) : request;
  body.on("data", (bytes: Buffer) => {
    length += bytes.length;
    hash.update(bytes);
  });
  body.on("end", () => {
    got.push({ length, digest: hash.digest("hex") });
    response.end("Thank you: the reply lies behind the file.");
  });
});

beforeEach(async () => {
  world = await openWorld();
  got = [];
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  file = path.join(world.folder, "large.bin");
  await writeFile(file, content);
  await world.grants.grant(file);
});
afterEach(async () => {
  await world.close();
  server.close();
  server.closeAllConnections();
  await once(server, "close");
});

async function send(over: Partial<SendInput>): Promise<Exchange> {
  const { signal } = new AbortController();
  for await (const item of world.exchanges.send({ ...input({}), ...over }, signal))
    if (item.kind === "end") return item.exchange;
  throw new Error("no end");
}

async function sendFile(body: RequestBody, network: OwnNetwork = {}): Promise<Exchange> {
  return await send(input({ method: "POST", url, body, settings: { network } }));
}

const asFile = (): RequestBody => ({
  kind: "file",
  files: [{ path: file, contentType: "", selected: true }],
});
const asPart = (): RequestBody => ({
  kind: "multipart",
  parts: [
    { kind: "text", name: "a", value: "one", paths: [] },
    { kind: "file", name: "f", value: "", paths: [file] },
    { kind: "text", name: "b", value: "two", paths: [] },
  ],
});

async function view(id: string) {
  return await world.exchanges.wire({ id, side: "clear", from: 0, limit: 100_000 });
}

async function sentBytes(id: string): Promise<Buffer> {
  const { segments } = await view(id);
  const wire = await world.exchanges.openWire(id, "clear");
  const parts: Uint8Array[] = [];
  for (const { direction, offset, length } of segments)
    if (direction === "sent")
      for await (const part of wire.read(offset, offset + length)) parts.push(part);
  return Buffer.concat(parts);
}

async function reply(exchange: Exchange): Promise<string> {
  const body = await world.exchanges.openBody(exchange.hops.at(-1)?.body?.id ?? "", "decoded");
  const parts: Uint8Array[] = [];
  for await (const part of body.read(0, body.size)) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Bytes of the exchange on disk. */
async function kept(id: string): Promise<number> {
  const folder = path.join(world.folder, "exchanges", id);
  return (await stat(path.join(folder, "clear.bin"))).size;
}

async function changeOne(at: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write("#", at);
  await handle.close();
}

const ways: readonly (readonly [string, () => RequestBody, OwnNetwork])[] = [
  ["as the body", asFile, {}],
  ["as a part", asPart, {}],
  ["in chunks", asFile, { framing: "chunked" }],
  ["with its digest", asFile, { contentDigest: "sha-256" }],
];

test.each(ways)(
  "a large file sent %s is not copied, and all of it is shown",
  async (_, of, network) => {
    const body = of();
    const exchange = await sendFile(body, network);
    const { id } = exchange;
    const sent = await sentBytes(id);
    expect(exchange.failure).toBeNull();
    if (body.kind === "file") expect(got).toEqual([{ length: size, digest }]);
    if (network.framing !== "chunked") expect(sent.includes(content)).toBe(true);
    expect(exchange.sentBytes).toBe(sent.length);
    expect(await kept(id)).toBeLessThan(20_000);
    expect(await reply(exchange)).toBe("Thank you: the reply lies behind the file.");
    const { summary, files } = await view(id);
    expect(summary.clearBytes).toBe(exchange.sentBytes + exchange.receivedBytes);
    expect(files.map(({ path: of, state }) => [of, state])).toEqual([[file, "same"]]);
  },
);

test("in frames of HTTP/2 too", async () => {
  const hash = createHash("sha256");
  const framed = http2.createServer((request, response) => {
    request.on("data", (bytes: Buffer) => hash.update(bytes));
    request.on("end", () => response.end("framed"));
  });
  framed.listen(0, "127.0.0.1");
  await once(framed, "listening");
  const { port } = framed.address() as AddressInfo;
  const network: OwnNetwork = { httpVersion: "h2c" };
  const to = `http://127.0.0.1:${port}/`;
  const body = asFile();
  const exchange = await send(input({ method: "POST", url: to, body, settings: { network } }));
  expect(exchange.failure).toBeNull();
  expect(await reply(exchange)).toBe("framed");
  expect(hash.digest("hex")).toBe(digest);
  expect(await kept(exchange.id)).toBeLessThan(100_000);
  const before = await sentBytes(exchange.id);
  expect(before.length).toBeGreaterThan(size);
  await changeOne(1);
  expect((await view(exchange.id)).files).toMatchObject([{ state: "changed" }]);
  expect(await reply(exchange)).toBe("framed");
  framed.close();
});

test("what a coding makes of a file, and what is small, is copied", async () => {
  const coded = await sendFile(asFile(), { compressBody: "gzip" });
  expect((await view(coded.id)).files).toEqual([]);
  // As it was before it was coded.
  expect(got).toEqual([{ length: size, digest }]);
  await writeFile(file, content.subarray(0, 1 << 20));
  const small = await sendFile(asFile());
  expect((await view(small.id)).files).toEqual([]);
});

test("once the file has changed, every view says so and none shows other bytes", async () => {
  const exchange = await sendFile(asPart());
  const { id } = exchange;
  const before = await sentBytes(id);
  await changeOne(size - 1);
  const { files, segments } = await view(id);
  expect(files).toMatchObject([{ path: file, size, state: "changed" }]);
  const [run] = files[0]?.runs ?? [];
  expect((run?.end ?? 0) - (run?.start ?? 0)).toBe(size);
  const failure = { failure: { code: "sent-file-changed", place: "large.bin" } };
  await expect(sentBytes(id)).rejects.toMatchObject(failure);
  // What surrounds it stays readable.
  const wire = await world.exchanges.openWire(id, "clear");
  const head: Uint8Array[] = [];
  for await (const part of wire.read(0, run?.start ?? 0)) head.push(part);
  expect(Buffer.concat(head).equals(before.subarray(0, run?.start))).toBe(true);
  expect(segments.length).toBeGreaterThan(1);
  expect(await reply(exchange)).toBe("Thank you: the reply lies behind the file.");
  const { failure: refused } = await send({ ...input({}), replay: { exchangeId: id, hop: 0 } });
  expect(refused).toMatchObject(failure.failure);
  expect(got).toHaveLength(1);
  const har = await world.exchanges.har({ ids: [id], credentials: true, file: null });
  expect(har).toContain("larger than what is kept here");
  await rm(file);
  expect((await view(id)).files).toMatchObject([{ state: "gone" }]);
  await expect(sentBytes(id)).rejects.toMatchObject({ failure: { code: "sent-file-gone" } });
  // The same bytes again: they are what was sent.
  await writeFile(file, content);
  expect((await sentBytes(id)).equals(before)).toBe(true);
});

test("a replay sends the same bytes, and refers to the same file", async () => {
  const first = await sendFile(asPart());
  const again = await send({ ...input({}), replay: { exchangeId: first.id, hop: 0 } });
  expect(again.failure).toBeNull();
  expect(got[1]).toEqual(got[0]);
  expect(await kept(again.id)).toBeLessThan(2 << 20);
  expect((await sentBytes(again.id)).equals(await sentBytes(first.id))).toBe(true);
});

test("an archive takes the bytes out of the file, or says that it has changed", async () => {
  const part = content.subarray(0, 8 << 20);
  await writeFile(file, part);
  const { id } = await sendFile(asFile());
  const archive = () => world.exchanges.har({ ids: [id], credentials: true, file: null });
  expect((await view(id)).files).toMatchObject([{ state: "same" }]);
  expect((await archive()).includes(part.toString())).toBe(true);
  await changeOne(5);
  const later = await archive();
  expect(later).toContain("has changed since");
  expect(later).not.toContain("as sent is what was sent");
});
