import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { serveHttp2 } from "./http2-peer.testing.ts";
import { ok, type Peer, startPeer } from "./peer.testing.ts";

let client: TestClient;
const things: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());
afterEach(async () => {
  for (const thing of things.splice(0)) await thing.close();
});
const owned = <T extends { close(): Promise<unknown> }>(thing: T): T => {
  things.push(thing);
  return thing;
};

const size = 12 << 10;
const limitRate = 32 << 10;
/** A little less than the bytes behind the first slice take; more only on a busy machine. ms. */
const least = 280;
const bytes = Buffer.alloc(size, "x");

function send(url: string, network: OwnNetwork, upload = false) {
  return client.send({
    url,
    method: upload ? "PUT" : "GET",
    body: upload
      ? {
          length: size,
          replayable: true,
          open: () =>
            (async function* () {
              yield bytes;
            })(),
        }
      : null,
    settings: { network: { ...defaultNetwork, ...network } },
  });
}
type Outcome = Awaited<ReturnType<typeof send>>;

/** ms from the first byte that could go to the last. */
function took({ exchange, events }: Outcome): number {
  expect(exchange.failure).toBeNull();
  const at = (kind: string): number => events.find((event) => event.kind === kind)?.at ?? NaN;
  return at("end") - at("send-start");
}

describe("a highest speed", () => {
  it("holds each way in HTTP/1, is said, and leaves the connection as it was", async () => {
    const server = owned(await startPeer(() => ok(bytes.toString())));
    const [down, up] = [
      await send(server.url, { limitRate }),
      await send(server.url, { limitRate }, true),
    ];
    expect(took(down)).toBeGreaterThan(least);
    expect(took(up)).toBeGreaterThan(2 * least);
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1]);
    expect(await client.recorded(up.id, "sent")).toEqual(server.requests[1]?.bytes);
    expect(down.exchange.hops[0]?.body).toMatchObject({ size, complete: true });
    expect(down.events).toContainEqual(
      expect.objectContaining({ kind: "note", code: "limit-rate", subject: String(limitRate) }),
    );
  });

  it("holds where only the end of the connection ends the reply, and what was read by then is all given", async () => {
    const server = owned(
      await startPeer(() => ({ bytes: `HTTP/1.1 200 OK\r\n\r\n${bytes.toString()}`, close: true })),
    );
    const got = await send(server.url, { limitRate });
    expect(took(got)).toBeGreaterThan(least);
    expect(got.exchange.hops[0]?.body).toMatchObject({ size, complete: true });
  });

  it("holds on streams of HTTP/2, each by itself", async () => {
    const server = owned(
      await serveHttp2((stream) => {
        let got = 0;
        stream.on("data", (part: Buffer) => (got += part.length));
        stream.on("end", () => {
          stream.respond({ ":status": 200, "x-got": String(got) });
          stream.end(got > 0 ? "" : Buffer.alloc(size * 4));
        });
      }),
    );
    const url = `http://127.0.0.1:${server.port}/`;
    const http2 = { httpVersion: "h2c", limitRate } as const;
    const [down, up] = await Promise.all([send(url, http2), send(url, http2, true)]);
    expect(down.exchange.hops[0]?.body).toMatchObject({ size: size * 4, complete: true });
    // As much as comes in a second may come at once.
    expect(took(down)).toBeGreaterThan(400);
    expect(took(up)).toBeGreaterThan(least);
    expect(up.exchange.hops[0]?.response?.headers).toContainEqual(["x-got", String(size)]);
    expect(server.sessions).toHaveLength(1);
  });

  it("ends at once when the exchange is cancelled", async () => {
    const server = owned(await startPeer(() => ok(bytes.toString())));
    const stop = new AbortController();
    const { exchange } = await client.send(
      { url: server.url, settings: { network: { ...defaultNetwork, limitRate: 10 } } },
      {
        signal: stop.signal,
        onEvent: ({ kind }) => {
          if (kind === "first-byte") stop.abort();
        },
      },
    );
    expect(exchange.failure?.kind).toBe("cancelled");
    await server.until(() => server.open() === 0);
  });
});

describe("a lowest speed", () => {
  const slow = { speedLimit: 1000, speedTime: 100 };
  const tooSlow = { kind: "timeout", code: "too-slow" };

  it("ends what is slower for too long; what came is kept", async () => {
    const head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
    const server: Peer = owned(await startPeer(() => (socket) => void socket.write(head)));
    const { exchange } = await send(server.url, slow);
    expect(exchange.failure).toMatchObject({ ...tooSlow, phase: "receive" });
    expect(exchange.hops[0]?.body).toMatchObject({ size: 3, complete: false });
    await server.until(() => server.open() === 0);
  });

  it("counts for HTTP/2 and for a reply that does not begin; a retry may follow", async () => {
    const server = owned(await serveHttp2(() => undefined));
    const { exchange } = await send(`http://127.0.0.1:${server.port}/`, {
      ...slow,
      httpVersion: "h2c",
      retries: 1,
      retryDelay: 0,
    });
    expect(exchange.failure).toMatchObject({ ...tooSlow, phase: "wait" });
    expect(exchange.hops.map(({ reason }) => reason)).toEqual(["first", "retry"]);
  });

  it("says nothing of what is quick, or over", async () => {
    const server = owned(await startPeer(() => ok("fine")));
    expect((await send(server.url, { ...slow, speedTime: 60_000 })).exchange.failure).toBeNull();
  });
});
