import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SendItem } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyExchange, reduceExchange } from "../../shared/model/exchange-reduce.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import type { StoredContent } from "./bodies.ts";
import { input, openWorld, openWorldOver, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer((request) =>
    request.head.includes("gzip-please")
      ? ok(zlib.gzipSync("decoded text"), "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n")
      : ok("hello", "Set-Cookie: seen=1\r\n"),
  );
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

const all = (request: Partial<HttpRequest>, onItem?: (item: SendItem) => void) =>
  sendAll(world, request, onItem);

async function bytes(content: StoredContent, start = 0, end = content.size): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content.read(start, end)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe("sending", () => {
  test("trace items add up to the exchange of the last item", async () => {
    const { items, exchange } = await all({ url: `${peer.url}/x` });
    let built: Exchange = emptyExchange("", 0);
    for (const item of items)
      if (item.kind === "trace") built = item.events.reduce(reduceExchange, built);
    expect(built).toEqual(exchange);
    expect(exchange).toMatchObject({ state: "done", hops: [{ response: { status: 200 } }] });
    expect(items.slice(0, -1).every((item) => item.kind === "trace")).toBe(true);
  });

  test("everything is found afterwards, by another process too", async () => {
    const { exchange, items } = await all({ url: `${peer.url}/gzip-please` });
    const events = items.flatMap((item) => (item.kind === "trace" ? item.events : []));
    for (const { exchanges } of [world, await openWorldOver(world.folder)]) {
      expect(await exchanges.get(exchange.id)).toEqual(exchange);
      const trace = await exchanges.trace(exchange.id);
      expect(trace.map((event) => event.kind)).toEqual(
        events
          .filter(
            (event, at) =>
              event.kind !== "body" || at === events.findLastIndex((e) => e.kind === "body"),
          )
          .map((event) => event.kind),
      );
      const id = exchange.hops[0]?.body?.id ?? "";
      const decoded = await exchanges.openBody(id, "decoded");
      expect(decoded).toMatchObject({ size: 12, complete: true, mediaType: "text/plain" });
      expect(await bytes(decoded)).toBe("decoded text");
      expect(await bytes(decoded, 3, 7)).toBe("oded");
      const encoded = await exchanges.openBody(id, "encoded");
      expect(encoded.size).toBe(exchange.hops[0]?.body?.encodedSize);
      const wire = await exchanges.wire({ id: exchange.id, side: "clear", from: 0, limit: 100 });
      expect(wire.segments.map((segment) => segment.direction)).toContain("received");
      expect(wire.marks.map((mark) => mark.kind)).toContain("status-line");
      const clear = await exchanges.openWire(exchange.id, "clear");
      expect(clear.size).toBe(wire.summary.clearBytes);
      expect(await bytes(clear, 0, 3)).toBe("GET");
    }
  });

  test("cancelled by its id: the stream ends with what there is", async () => {
    const silent = await startPeer(() => ({
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    }));
    const { exchange } = await all({ url: silent.url }, (item) => {
      if (item.kind !== "trace") return;
      const start = item.events.find((event) => event.kind === "start");
      if (start?.kind === "start") world.exchanges.cancel(start.id);
    });
    expect(exchange.state).toBe("cancelled");
    expect(await world.exchanges.get(exchange.id)).toEqual(exchange);
    await silent.until(() => silent.open() === 0);
    await silent.close();
  });

  test("leaving the stream cancels", async () => {
    const silent = await startPeer(() => null);
    for await (const item of world.exchanges.send(
      input({ url: silent.url }),
      new AbortController().signal,
    )) {
      if (item.kind === "trace" && item.events.some((event) => event.kind === "sent")) break;
    }
    await silent.until(() => silent.open() === 0);
    await silent.close();
  });

  test.each([
    [{ url: "" }, "url-empty"],
    [{ url: "http://{{host}}/" }, "url-variable"],
    [
      {
        url: "http://h/",
        body: { kind: "file", files: [{ path: "/etc/passwd", contentType: "", selected: true }] },
      },
      "file-not-granted",
    ],
    [{ url: "http://h/", body: { kind: "other", type: "variants" } }, "body-unsupported"],
    [{ url: "http://h/", auth: { kind: "other", type: "ntlm" } }, "auth-unsupported"],
    [
      { raw: { target: "h:80/x", tls: false, encoding: "text", data: "", newline: "lf" } },
      "raw-target",
    ],
    [
      { raw: { target: "h:80", tls: false, encoding: "base64", data: "@", newline: "lf" } },
      "raw-base64",
    ],
  ] as const)("%j ends as a failed exchange", async (request, code) => {
    const { exchange } = await all(request as Partial<HttpRequest>);
    expect(exchange).toMatchObject({
      state: "failed",
      failure: { code, phase: "prepare" },
      hops: [],
    });
    expect(await world.exchanges.get(exchange.id)).toEqual(exchange);
  });
});
