import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SendInput, SendItem } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { input, openWorld, openWorldOver, type World } from "./world.testing.ts";

let world: World;
let peer: Recorder;
beforeEach(async () => {
  world = await openWorld();
  peer = await record();
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

interface Recorder {
  readonly port: number;
  readonly url: string;
  /** What each connection received, in the order they were made. */
  received(): Buffer[];
  close(): Promise<void>;
}

const last = Buffer.from("0\r\n\r\n");

/** Takes whatever comes and answers with a reply that closes when the other side has been silent for a moment. */
async function record(): Promise<Recorder> {
  const sockets: { readonly socket: Socket; readonly parts: Buffer[] }[] = [];
  const server = createServer((socket) => {
    const parts: Buffer[] = [];
    sockets.push({ socket, parts });
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      parts.push(bytes);
      const all = Buffer.concat(parts);
      // A chunked body to its end, anything else as soon as there is a head.
      const chunked = all.subarray(0, 1_000).includes("X-Large: 1");
      if (chunked ? all.subarray(-5).equals(last) : all.includes("\n\r\n") || all.includes("\n\n"))
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    });
    socket.on("end", () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received: () => sockets.map(({ parts }) => Buffer.concat(parts)),
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function send(
  request: Partial<HttpRequest>,
  over: Partial<SendInput> = {},
): Promise<Exchange> {
  const items: SendItem[] = [];
  const wanted = { ...input(request), ...over };
  for await (const item of world.exchanges.send(wanted, new AbortController().signal))
    items.push(item);
  const last = items.at(-1);
  if (last?.kind !== "end") throw new Error("no end");
  return last.exchange;
}

async function sentBytes(id: string): Promise<Buffer> {
  const { segments } = await world.exchanges.wire({ id, side: "clear", from: 0, limit: 1e5 });
  const content = await world.exchanges.openWire(id, "clear");
  const parts: Uint8Array[] = [];
  for (const { direction, offset, length } of segments) {
    if (direction !== "sent") continue;
    for await (const part of content.read(offset, offset + length)) parts.push(part);
  }
  return Buffer.concat(parts);
}

describe("the history", () => {
  test("is told by request, newest first, by another process too", async () => {
    const file = { collectionId: "c", path: "a.yml" };
    const first = await send({ url: `${peer.url}/1` }, file);
    const second = await send({ url: `${peer.url}/2`, method: "HEAD" }, file);
    const other = await send({ url: `${peer.url}/3` }, { scratch: "tab" });
    const nowhere = await send({ url: "" });
    for (const { exchanges } of [world, await openWorldOver(world.folder)]) {
      const own = await exchanges.history(file, 10);
      expect(own.map(({ id }) => id)).toEqual([second.id, first.id]);
      expect(own[1]).toMatchObject({
        method: "GET",
        url: `${peer.url}/1`,
        status: 200,
        state: "done",
        bodySize: 2,
        hops: 1,
        failureCode: null,
        place: file,
      });
      expect(await exchanges.history({ collectionId: null, path: "tab" }, 10)).toHaveLength(1);
      const all = await exchanges.history(null, 10);
      expect(all.map(({ id }) => id)).toEqual([nowhere.id, other.id, second.id, first.id]);
      expect(all[0]).toMatchObject({ status: null, state: "failed", failureCode: "url-empty" });
      expect(await exchanges.history(null, 2)).toHaveLength(2);
    }
  });

  test("forgets what is removed, with its files", async () => {
    const { id, hops } = await send({ url: peer.url }, { scratch: "tab" });
    await world.exchanges.trace(id);
    await world.exchanges.remove(id);
    await world.exchanges.remove("20260101000000000-000000000000");
    expect(await world.exchanges.history(null, 10)).toEqual([]);
    await expect(world.exchanges.get(id)).rejects.toMatchObject({ failure: { kind: "not-found" } });
    await expect(
      world.exchanges.openBody(hops[0]?.body?.id ?? "", "decoded"),
    ).rejects.toMatchObject({ failure: { kind: "not-found" } });
    expect(await (await openWorldOver(world.folder)).exchanges.history(null, 10)).toEqual([]);
  });
});

describe("a replay", () => {
  test("sends what an ordinary request sent, byte for byte", async () => {
    const first = await send({
      url: `${peer.url}/x?{{y}}`,
      method: "POST",
      headers: [{ name: "x-B", value: "{{z}}" }],
      body: { kind: "json", text: '{"a":\n1}' },
    });
    const second = await send({ url: "nonsense" }, { replay: { exchangeId: first.id, hop: 0 } });
    expect(second).toMatchObject({ state: "done", raw: true });
    const [one, two] = [await sentBytes(first.id), await sentBytes(second.id)];
    expect(one.length).toBeGreaterThan(0);
    expect(two.equals(one)).toBe(true);
    expect(peer.received().map((bytes) => bytes.equals(one))).toEqual([true, true]);
    // And the replay of the replay.
    const third = await send({}, { replay: { exchangeId: second.id, hop: 0 } });
    expect((await sentBytes(third.id)).equals(one)).toBe(true);
  });

  test("streams a large one from the record", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "envoi-replay-"));
    const file = path.join(folder, "large");
    await writeFile(file, Buffer.alloc(5 << 20, "0123456789"));
    world.context = { folder };
    const first = await send({
      url: peer.url,
      method: "PUT",
      headers: [{ name: "X-Large", value: "1" }],
      body: { kind: "file", files: [{ path: "large", contentType: "", selected: true }] },
      settings: { network: { framing: "chunked" } },
    });
    const second = await send({}, { replay: { exchangeId: first.id, hop: 0 } });
    const [one, two] = [await sentBytes(first.id), await sentBytes(second.id)];
    expect(one.length).toBeGreaterThan(5 << 20);
    expect(two.equals(one)).toBe(true);
    await rm(folder, { recursive: true });
  });

  test("of nothing is refused", async () => {
    const nothing = await send({ url: "" });
    const again = await send({}, { replay: { exchangeId: nothing.id, hop: 0 } });
    expect(again.failure).toMatchObject({ kind: "input", code: "replay-nothing" });
    const gone = await send(
      {},
      { replay: { exchangeId: "20260101000000000-000000000000", hop: 0 } },
    );
    expect(gone.failure).toMatchObject({ kind: "not-found" });
  });
});

describe("a raw exchange goes out as it is, mistakes and all", () => {
  const text = (data: string, over: object = {}) => ({
    encoding: "text" as const,
    data,
    newline: "crlf" as const,
    ...over,
  });
  const base64 = (data: string) => ({
    encoding: "base64" as const,
    data: Buffer.from(data, "latin1").toString("base64"),
    newline: "crlf" as const,
  });
  test.each([
    ["an ordinary one", text("GET / HTTP/1.1\nHost: a\n\n"), "GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
    [
      "bare LF",
      text("GET / HTTP/1.1\nHost: a\n\n", { newline: "lf" }),
      "GET / HTTP/1.1\nHost: a\n\n",
    ],
    [
      "a Content-Length that is too short",
      text("POST / HTTP/1.1\nHost: a\nContent-Length: 1\n\nabc"),
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nabc",
    ],
    [
      "a Content-Length that is too long",
      text("POST / HTTP/1.1\nContent-Length: 100\n\nabc"),
      "POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc",
    ],
    [
      "Content-Length and Transfer-Encoding",
      text(
        "POST / HTTP/1.1\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\nGET /evil HTTP/1.1\n\n",
      ),
      "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
    ],
    [
      "a folded field",
      text("GET / HTTP/1.1\nX-A: one\n two\n\n"),
      "GET / HTTP/1.1\r\nX-A: one\r\n two\r\n\r\n",
    ],
    ["an odd method", text("g√t!  / HTTP/9.9\n\n"), "g√t!  / HTTP/9.9\r\n\r\n"],
    [
      "a space before the colon",
      text("GET / HTTP/1.1\nA : b\n\n"),
      "GET / HTTP/1.1\r\nA : b\r\n\r\n",
    ],
    [
      "NUL and other controls",
      base64("GET /\0 HTTP/1.1\r\nA\x01: \x7f\xff\r\n\r\n"),
      "GET /\0 HTTP/1.1\r\nA\x01: \x7f\xff\r\n\r\n",
    ],
    [
      "mixed line ends",
      base64("GET / HTTP/1.1\nA: b\r\nC: d\r\r\n\r\n"),
      "GET / HTTP/1.1\nA: b\r\nC: d\r\r\n\r\n",
    ],
    [
      "variables replaced",
      text("GET /{{id}} HTTP/1.1\n{{unknown}}: a\n\n"),
      "GET /7 HTTP/1.1\r\n{{unknown}}: a\r\n\r\n",
    ],
    [
      "variables as they stand",
      text("GET /{{id}} HTTP/1.1\n\n", { literal: true }),
      "GET /{{id}} HTTP/1.1\r\n\r\n",
    ],
    [
      "no Host, no anything, two requests in one",
      text("GET /a HTTP/1.1\n\nGET /b HTTP/1.1\n\n"),
      "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n",
    ],
  ])("%s", async (_, raw, wanted) => {
    world.context = {
      resolver: createResolver([
        { scope: "collection", origin: "c", variables: [{ name: "id", value: "7" }] },
      ]),
    };
    const exchange = await send({ raw: { target: `127.0.0.1:${peer.port}`, tls: false, ...raw } });
    const bytes =
      /[\x80-\xff]/.test(wanted) && !wanted.includes("√")
        ? Buffer.from(wanted, "latin1")
        : Buffer.from(wanted);
    expect(peer.received()[0]?.toString("latin1")).toBe(bytes.toString("latin1"));
    expect((await sentBytes(exchange.id)).equals(bytes)).toBe(true);
    expect(exchange).toMatchObject({ raw: true, hops: [{ response: { status: 200 } }] });
    const again = await send({}, { replay: { exchangeId: exchange.id, hop: 0 } });
    expect((await sentBytes(again.id)).equals(bytes)).toBe(true);
  });
});
