import net from "node:net";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { serveHttp2 } from "./http2-peer.testing.ts";
import { type Answer, startPeer } from "./peer.testing.ts";
import type { BodySource } from "./send.ts";

let client: TestClient;
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());

/** A body that never ends and says when it is left. */
function endlessBody(): BodySource & { readonly left: Promise<void> } {
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  return {
    left,
    length: 1e12,
    replayable: true,
    async *open() {
      try {
        for (;;) yield Buffer.alloc(1 << 16);
      } finally {
        leave();
      }
    },
  };
}

const gzipStart = zlib.gzipSync(Buffer.alloc(100_000, "ab")).subarray(0, 100);
const places: readonly (readonly [string, TraceEvent["kind"], Answer])[] = [
  ["before the first byte", "sent", null],
  ["in the head", "first-byte", { bytes: "HTTP/1.1 200 OK\r\nA: " }],
  ["after 103", "informational", { bytes: "HTTP/1.1 103 Early Hints\r\n\r\n" }],
  ["in a body", "body", { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc" }],
  ["in a chunk", "body", { bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab" }],
  ["in a body without end", "body", { bytes: "HTTP/1.0 200 OK\r\n\r\nabc" }],
  [
    "in gzip",
    "body",
    {
      bytes: Buffer.concat([
        Buffer.from("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"),
        gzipStart,
      ]),
    },
  ],
  [
    "in the body of a redirect",
    "redirect",
    { bytes: "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 9\r\n\r\nabc" },
  ],
];

/** Bodies are read before anything is sent, for a digest of them or for a signature. */
const readBefore: Readonly<Record<string, Wanted>> = {
  "for its digest": {
    settings: { network: { ...defaultNetwork, contentDigest: "sha-256" } },
  },
  "for a signature": {
    auth: {
      kind: "hawk",
      id: "me",
      key: "secret",
      algorithm: "sha256",
      app: "",
      dlg: "",
      ext: "",
      nonce: "",
      timestamp: "",
      includePayloadHash: true,
    },
  },
};
type Wanted = Parameters<TestClient["send"]>[0];

describe("cancelled while a body is read", () => {
  test.each(Object.entries(readBefore))("%s that does not go on", async (_, wanted) => {
    const controller = new AbortController();
    const body: BodySource = {
      length: 1e9,
      replayable: true,
      async *open() {
        yield Buffer.alloc(10);
        controller.abort();
        // As a disk that does not answer.
        await new Promise(() => undefined);
      },
    };
    const { exchange } = await client.send(
      { method: "POST", url: "http://127.0.0.1:1/", body, ...wanted },
      { signal: controller.signal },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { kind: "cancelled" } });
  });
});

describe("cancelled", () => {
  test.each(places)("%s", async (_, kind, answer) => {
    const server = await startPeer(() => answer);
    const controller = new AbortController();
    const { exchange } = await client.send(
      { url: server.url },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === kind) controller.abort();
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { kind: "cancelled" } });
    await server.until(() => server.open() === 0);
    expect(exchange.total).not.toBeNull();
    await server.close();
  });

  test.each(places)("%s, by the clock", async (_, _kind, answer) => {
    const server = await startPeer(() => answer);
    const { exchange } = await client.send({ url: server.url, settings: { timeout: 60 } });
    expect(exchange).toMatchObject({
      state: "failed",
      failure: { kind: "timeout", code: "timeout" },
    });
    await server.until(() => server.open() === 0);
    await server.close();
  });

  test("while a short body is decoded into a very long one", async () => {
    const size = 200 << 20;
    const content = zlib.gzipSync(Buffer.alloc(size), { level: 1 });
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${content.length}\r\n\r\n`;
    const server = await startPeer(() => ({ bytes: Buffer.concat([Buffer.from(head), content]) }));
    const controller = new AbortController();
    const { exchange } = await client.send(
      { url: server.url },
      {
        signal: controller.signal,
        onEvent: ({ kind }) => {
          if (kind === "body") controller.abort();
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { kind: "cancelled" } });
    expect(exchange.hops[0]?.body?.complete).toBe(false);
    expect(exchange.hops[0]?.body?.size).toBeLessThan(size);
    await server.close();
  });

  test("before it began", async () => {
    const server = await startPeer(() => null);
    const { exchange } = await client.send({ url: server.url }, { signal: AbortSignal.abort() });
    expect(exchange).toMatchObject({ state: "cancelled", hops: [] });
    expect(server.requests).toEqual([]);
    await server.close();
  });

  test("while connecting and while shaking hands", async () => {
    // Accepts and says nothing: a handshake that never moves.
    const sockets = new Set<net.Socket>();
    let gone = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const silent = net.createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.resume();
      socket.on("close", () => gone());
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as net.AddressInfo;
    const controller = new AbortController();
    const { exchange } = await client.send(
      { url: `https://127.0.0.1:${port}/` },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === "tls-start") controller.abort();
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { phase: "tls" } });
    await left;
    silent.close();

    for (const kind of ["dns-start", "connect-start"] as const) {
      const during = new AbortController();
      const sent = await client.send(
        { url: "http://localhost:1/" },
        {
          signal: during.signal,
          onEvent: (event) => {
            if (event.kind === kind) during.abort();
          },
        },
      );
      expect(sent.exchange.state).toBe("cancelled");
    }
  });

  test("while sending: the body is left, its file closed", async () => {
    const body = endlessBody();
    const server = net.createServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    const controller = new AbortController();
    const { exchange } = await client.send(
      { url: `http://127.0.0.1:${port}/`, method: "POST", body },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === "send-start") setImmediate(() => controller.abort());
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { phase: "send" } });
    await body.left;
    server.close();
  });

  test("many at once, at any moment, leave nothing open", async () => {
    const server = await startPeer((request) =>
      request.bytes.length % 2 === 0
        ? { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc" }
        : { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na" },
    );
    const runs = Array.from({ length: 200 }, async (_, index) => {
      const controller = new AbortController();
      let seen = 0;
      const { exchange } = await client.send(
        { url: `${server.url}/${"x".repeat(index % 3)}` },
        {
          signal: controller.signal,
          onEvent: () => {
            seen += 1;
            if (seen === index % 13) controller.abort();
          },
        },
      );
      return exchange.state === "running" ? "running" : "ended";
    });
    // Those that nobody cancels and that never end are ended with the server.
    const ended = Promise.all(runs);
    await server.close();
    expect(new Set(await ended)).toEqual(new Set(["ended"]));
  });
});

test("a timeout covers the redirects too", async () => {
  const server = await startPeer(() => ({
    bytes: "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
  }));
  const { exchange } = await client.send({
    url: server.url,
    settings: { timeout: 150, maxRedirects: 1e9 },
  });
  expect(exchange.failure?.kind).toBe("timeout");
  expect(exchange.hops.length).toBeGreaterThan(1);
  await server.close();
});

/** Closed in the list of connections, with a request on it that waits. */
describe("a connection that is closed here", () => {
  const dropped = { kind: "cancelled", code: "connection-dropped" };

  test("ends its exchange, which is not sent again although the connection was a kept one", async () => {
    const server = await startPeer(({ head }) =>
      head.includes("/first") ? { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } : null,
    );
    await client.send({ url: `${server.url}/first` });
    const { exchange } = await client.send(
      { url: server.url, settings: { network: { ...defaultNetwork, retries: 2, retryDelay: 0 } } },
      {
        onEvent: ({ kind }) => {
          if (kind === "sent") client.pool.closeConnections();
        },
      },
    );
    expect(exchange).toMatchObject({ state: "cancelled", failure: { ...dropped, phase: "wait" } });
    expect(exchange.hops).toHaveLength(1);
    expect(server.requests.length).toBeLessThanOrEqual(2);
    await server.close();
  });

  test("in the middle of a reply is no fault of the server's", async () => {
    const server = await startPeer(() => ({
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
    }));
    const { exchange } = await client.send(
      { url: server.url },
      {
        onEvent: ({ kind }) => {
          if (kind === "body") client.pool.closeConnections();
        },
      },
    );
    expect(exchange.failure).toMatchObject(dropped);
    expect(exchange.hops[0]).toMatchObject({ faults: [], body: { size: 3, complete: false } });
    await server.close();
  });

  test("over HTTP/2 too", async () => {
    const seen: string[] = [];
    const server = await serveHttp2((stream, headers) => {
      seen.push(String(headers[":path"]));
      if (headers[":path"] !== "/first") return;
      stream.respond({ ":status": 200 });
      stream.end();
    });
    const url = `http://127.0.0.1:${server.port}`;
    const settings = { network: { ...defaultNetwork, httpVersion: "h2c" as const } };
    await client.send({ url: `${url}/first`, settings });
    const going = client.send({ url: `${url}/second`, settings });
    await expect.poll(() => seen).toEqual(["/first", "/second"]);
    client.pool.closeConnections();
    expect((await going).exchange).toMatchObject({ state: "cancelled", failure: dropped });
    expect(seen).toEqual(["/first", "/second"]);
    await server.close();
  });
});
