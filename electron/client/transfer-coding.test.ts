import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { type Peer, startPeer } from "./peer.testing.ts";

let client: TestClient;
let peer: Peer | null = null;
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());
afterEach(() => peer?.close());

const text = "hello ".repeat(200);

function chunked(bytes: Buffer): Buffer {
  const half = bytes.length >> 1;
  const chunk = (part: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
  return Buffer.concat([
    chunk(bytes.subarray(0, half)),
    chunk(bytes.subarray(half)),
    Buffer.from("0\r\n\r\n"),
  ]);
}

describe("a coding of the transfer (RFC 9112 §7.2)", () => {
  it.each<[string, string, Buffer]>([
    ["gzip, in chunks", "Transfer-Encoding: gzip, chunked\r\n", chunked(gzipSync(text))],
    ["deflate, in chunks", "Transfer-Encoding: deflate, chunked\r\n", chunked(deflateSync(text))],
    ["gzip, to the close", "Transfer-Encoding: gzip\r\nConnection: close\r\n", gzipSync(text)],
    [
      "over one of the content",
      "Content-Encoding: deflate\r\nTransfer-Encoding: gzip, chunked\r\n",
      chunked(gzipSync(deflateSync(text))),
    ],
  ])("%s is undone", async (_, fields, body) => {
    const head = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n`);
    const end = fields.includes("close");
    peer = await startPeer(() => ({ bytes: Buffer.concat([head, body]), close: end }));
    const { id, exchange } = await client.send({ url: peer.url });
    expect(exchange).toMatchObject({
      failure: null,
      hops: [{ faults: [], body: { complete: true } }],
    });
    expect(await readFile(join(client.folder, id, "body-0.decoded"), "utf8")).toBe(text);
  });

  it("stays when decoding is off, and when nobody knows it", async () => {
    const coded = gzipSync(text);
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n";
    peer = await startPeer(() => ({ bytes: Buffer.concat([Buffer.from(head), chunked(coded)]) }));
    const network = { ...defaultNetwork, decode: false };
    const left = await client.send({ url: peer.url, settings: { network } });
    expect(left.exchange.hops[0]?.body).toMatchObject({ undecoded: true, size: coded.length });
    await peer.close();
    peer = await startPeer(() => ({
      bytes: Buffer.from(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: x, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      ),
    }));
    const { exchange } = await client.send({ url: peer.url });
    expect(exchange.hops[0]?.faults).toMatchObject([{ rule: "transfer-coding-kept" }]);
    expect(exchange.hops[0]?.body).toMatchObject({ undecoded: true });
  });
});
