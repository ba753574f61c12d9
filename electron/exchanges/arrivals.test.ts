import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import zlib from "node:zlib";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Exchange } from "../../shared/model/exchange.ts";
import { input, openWorld, openWorldOver, type World } from "./world.testing.ts";

let world: World;
let server: http.Server | null = null;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  server?.close();
  await world.close();
});

const events = ["data: one\n\n", ": two\n\n", "id: 3\ndata: three\n\n"];
const offsets = events.map((_, at) => events.slice(0, at).join("").length);

function openStep(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

/** Sends an event only once what went before it was seen to have arrived, and gives what is known of the bytes meanwhile, and at the end. */
async function follow(coding: "identity" | "gzip"): Promise<{
  readonly exchange: Exchange;
  readonly live: readonly (readonly (number | null)[])[];
}> {
  const steps = events.map(() => openStep());
  const answer = async (reply: http.ServerResponse): Promise<void> => {
    reply.writeHead(200, {
      "Content-Type": "text/event-stream",
      ...(coding === "gzip" ? { "Content-Encoding": "gzip" } : {}),
    });
    const packed = coding === "gzip" ? zlib.createGzip() : null;
    packed?.pipe(reply);
    for (const [at, event] of events.entries()) {
      await steps[at]?.promise;
      (packed ?? reply).write(event);
      packed?.flush();
    }
    (packed ?? reply).end();
  };
  server = http.createServer((_, reply) => void answer(reply));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const live: (readonly (number | null)[])[] = [];
  let next = 0;
  let id = "";
  steps[0]?.resolve();
  for await (const item of world.exchanges.send(input({ url }), new AbortController().signal)) {
    if (item.kind === "end") return { exchange: item.exchange, live };
    if (item.kind !== "trace") continue;
    for (const event of item.events) {
      if (event.kind === "start") ({ id } = event);
      const end = (offsets[next + 1] ?? events.join("").length) - 1;
      if (event.kind !== "body" || event.body.size <= end) continue;
      // What the page is told of may be on disk a moment later: it asks again.
      let seen: readonly (number | null)[] = [];
      while (typeof seen[0] !== "number") {
        const found = await world.exchanges.arrivals({
          bodyId: `${id}.0`,
          form: "decoded",
          offsets: [end],
        });
        seen = found.map(({ at }) => at);
      }
      live.push(seen);
      next += 1;
      steps[next]?.resolve();
    }
  }
  throw new Error("no end");
}

const rising = (times: readonly (number | null | undefined)[]): boolean =>
  times.every((time, at) => typeof time === "number" && time >= (times[at - 1] ?? 0));

test("each byte of a body has its time and its place in the record", async () => {
  const { exchange, live } = await follow("identity");
  expect(live.length).toBe(3);
  const bodyId = `${exchange.id}.0`;
  const found = await world.exchanges.arrivals({ bodyId, form: "decoded", offsets });
  expect(rising(found.map(({ at }) => at))).toBe(true);
  expect(live.flat()).toEqual(found.map(({ at }) => at));
  const wire = await world.exchanges.openWire(exchange.id, "clear");
  for (const [at, { offset }] of found.entries()) {
    const event = events[at] ?? "";
    const bytes = wire.read(offset ?? 0, (offset ?? 0) + event.length);
    expect(await text(Readable.from(bytes))).toBe(event);
  }
  // The same once it is history.
  const { exchanges } = await openWorldOver(world.folder);
  expect(await exchanges.arrivals({ bodyId, form: "encoded", offsets })).toEqual(found);
  const beyond = await exchanges.arrivals({ bodyId, form: "encoded", offsets: [0, 1e9] });
  expect(beyond[1]?.at).toBe(null);
});

test("of an event stream that was compressed, too", async () => {
  const { exchange, live } = await follow("gzip");
  const bodyId = `${exchange.id}.0`;
  const found = await world.exchanges.arrivals({ bodyId, form: "decoded", offsets });
  expect(rising(found.map(({ at }) => at))).toBe(true);
  expect(live.flat()).toEqual(found.map(({ at }) => at));
  expect(new Set(found.map(({ offset }) => offset)).size).toBe(3);
  const { exchanges } = await openWorldOver(world.folder);
  expect(await exchanges.arrivals({ bodyId, form: "decoded", offsets })).toEqual(found);
});
