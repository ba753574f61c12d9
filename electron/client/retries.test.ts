import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { type Answer, ok, type Peer, reply, startPeer } from "./peer.testing.ts";
import type { ResolvedRequest } from "./send.ts";

let client: TestClient;
const peers: Peer[] = [];
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

/** Answers in turn; the last answer stays. */
async function server(...answers: readonly Answer[]): Promise<Peer> {
  let at = 0;
  const peer = await startPeer(() => {
    at += 1;
    return answers[Math.min(at, answers.length) - 1] ?? null;
  });
  peers.push(peer);
  return peer;
}
const quick: OwnNetwork = { retries: 3, retryDelay: 1 };
const send = async (
  url: string,
  network: OwnNetwork = quick,
  rest: Partial<Omit<ResolvedRequest, "settings">> = {},
  options: { signal?: AbortSignal; onEvent?: (event: TraceEvent) => void; timeout?: number } = {},
) =>
  await client.send(
    {
      url,
      ...rest,
      settings: { timeout: options.timeout ?? 0, network: { ...defaultNetwork, ...network } },
    },
    options,
  );
const waits = (events: readonly TraceEvent[]) =>
  events.flatMap((event) => (event.kind === "retry" ? [[event.reason, event.wait]] : []));
const cut = { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", close: true };
const reset: Answer = (socket) => void socket.resetAndDestroy();

describe("a request is sent again", () => {
  it("never by itself", async () => {
    const peer = await server(reply("503 Busy"), ok());
    const { exchange } = await send(peer.url, {});
    expect(exchange.hops).toHaveLength(1);
    expect(exchange.hops[0]?.response?.status).toBe(503);
  });

  it.each(["408", "429", "500", "502", "503", "504"])(
    "after %s, each try a hop",
    async (status) => {
      const peer = await server(reply(`${status} No`, "wait"), ok("there"));
      const { exchange, events } = await send(peer.url);
      expect(exchange.failure).toBeNull();
      expect(exchange.hops.map(({ reason, response }) => [reason, response?.status])).toEqual([
        ["first", Number(status)],
        ["retry", 200],
      ]);
      expect(waits(events)).toEqual([[status, 1]]);
      expect(exchange.hops[0]?.body?.size).toBe(4);
    },
  );

  it("at most as often as it may, and the last reply stands", async () => {
    const peer = await server(reply("503 Busy", "busy"));
    const { exchange, events } = await send(peer.url);
    expect(exchange.hops).toHaveLength(4);
    expect(waits(events)).toEqual([
      ["503", 1],
      ["503", 2],
      ["503", 4],
    ]);
    expect(events.find(({ kind }) => kind === "retry")).toMatchObject({ number: 1, of: 3 });
    expect(exchange.hops.at(-1)?.body).toMatchObject({ size: 4, complete: true });
  });

  it("after nothing it was not told to be", async () => {
    const peer = await server(reply("404 No"), ok());
    expect((await send(peer.url)).exchange.hops).toHaveLength(1);
    const busy = await server(reply("503 Busy"), ok());
    expect((await send(busy.url, { ...quick, retryOn: ["500"] })).exchange.hops).toHaveLength(1);
  });

  it("when nobody could be connected to", async () => {
    const gone = await startPeer(() => null);
    await gone.close();
    const { exchange, events } = await send(gone.url);
    expect(exchange.failure).toMatchObject({ code: "ECONNREFUSED" });
    expect(waits(events).map(([reason]) => reason)).toEqual(Array(3).fill("ECONNREFUSED"));
  });

  it("when a phase took too long", async () => {
    const peer = await server(null, ok());
    const { exchange } = await send(peer.url, { ...quick, firstByteTimeout: 30 });
    expect(exchange.failure).toBeNull();
    expect(exchange.hops).toHaveLength(2);
  });

  it("when the connection broke, only if that is wanted", async () => {
    const peer = await server(reset, ok());
    expect((await send(peer.url)).exchange.failure).not.toBeNull();
    const again = await server(reset, cut, ok("at last"));
    const { exchange } = await send(again.url, { ...quick, retryOn: ["protocol"] });
    expect(exchange.failure).toBeNull();
    expect(exchange.hops.map(({ body }) => body?.size)).toEqual([undefined, 3, 7]);
  });

  it("from its beginning when it failed behind a redirect", async () => {
    const peer = await server(
      reply("302 Found", "", "Location: /b\r\n"),
      reply("503 Busy"),
      reply("302 Found", "", "Location: /c\r\n"),
      ok(),
    );
    const { exchange } = await send(peer.url);
    expect(exchange.hops.map(({ reason }) => reason)).toEqual([
      "first",
      "redirect",
      "retry",
      "redirect",
    ]);
    expect(peer.requests.map(({ head }) => /^GET (\S+)/.exec(head)?.[1])).toEqual([
      "/",
      "/b",
      "/",
      "/c",
    ]);
  });
});

describe("the wait", () => {
  it.each([
    ["seconds", "Retry-After: 0\r\n", 0],
    ["a date that is past", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 0],
    ["something else", "Retry-After: soon\r\n", 1],
  ])("is what Retry-After says in %s", async (_, fields, wait) => {
    const peer = await server(reply("503 Busy", "", fields), ok());
    const { events } = await send(peer.url);
    expect(waits(events)).toEqual([["503", wait]]);
  });

  it("that would be too long in all is not begun", async () => {
    const peer = await server(reply("429 Slow", "", "Retry-After: 60\r\n"), ok());
    const { exchange } = await send(peer.url, { ...quick, retryMaxTime: 1_000 });
    expect(exchange.hops).toHaveLength(1);
    expect(exchange.hops[0]?.response?.status).toBe(429);
  });

  it("can be cancelled", async () => {
    const peer = await server(reply("503 Busy", "", "Retry-After: 600\r\n"), ok());
    const stop = new AbortController();
    const { exchange } = await send(
      peer.url,
      quick,
      {},
      {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.kind === "retry") setImmediate(() => stop.abort());
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { kind: "cancelled" } });
    expect(peer.requests).toHaveLength(1);
  });

  it("is bounded by the time for the whole", async () => {
    const peer = await server(reply("503 Busy", "", "Retry-After: 600\r\n"), ok());
    const { exchange } = await send(peer.url, quick, {}, { timeout: 60 });
    expect(exchange.failure).toMatchObject({ kind: "timeout", code: "timeout" });
  });
});

describe("a body", () => {
  const body = (replayable: boolean, opened: { count: number }) => ({
    length: 2,
    replayable,
    async *open() {
      opened.count += 1;
      yield Buffer.from("ab");
    },
  });

  it("that can be read twice goes again", async () => {
    const peer = await server(reply("503 Busy"), ok());
    const opened = { count: 0 };
    const { exchange } = await send(peer.url, quick, {
      method: "POST",
      body: body(true, opened),
    });
    expect(exchange.hops).toHaveLength(2);
    expect(opened.count).toBe(2);
    expect(peer.requests.map(({ bytes }) => bytes.toString().slice(-2))).toEqual(["ab", "ab"]);
  });

  it("that cannot is never sent again", async () => {
    const peer = await server(reply("503 Busy"), ok());
    const opened = { count: 0 };
    const { exchange } = await send(peer.url, quick, {
      method: "POST",
      body: body(false, opened),
    });
    expect(exchange.hops).toHaveLength(1);
    expect(opened.count).toBe(1);
  });

  it("that cannot is still tried where nothing of it was sent", async () => {
    const gone = await startPeer(() => null);
    await gone.close();
    const opened = { count: 0 };
    const { exchange } = await send(gone.url, quick, {
      method: "POST",
      body: body(false, opened),
    });
    expect(exchange.hops).toHaveLength(4);
    expect(opened.count).toBe(0);
  });
});
