import { once } from "node:events";
import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type ProxyReply, startProxy } from "../wire/connect/proxy/proxy.testing.ts";
import { readSegments } from "../wire/record/read-record.ts";
import { asks, basic, openProxyBench, proxyServer } from "./proxied.testing.ts";

const bench = openProxyBench();

describe("a tunnel", () => {
  it("is a hop of its own, recorded like any other", async () => {
    const server = await bench.secure();
    const { port, heads } = await bench.proxy(() => "open");
    const { id, exchange } = await bench.send(
      `https://target.test:${server.port}/`,
      proxyServer(port),
    );
    expect(exchange.failure).toBeNull();
    const authority = `target.test:${server.port}`;
    expect(heads).toEqual([`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`]);
    const [connect, get] = exchange.hops;
    expect(exchange.hops.map(({ reason, method }) => [reason, method])).toEqual([
      ["tunnel", "CONNECT"],
      ["first", "GET"],
    ]);
    expect(connect).toMatchObject({
      url: authority,
      requestTarget: authority,
      response: { status: 200, reason: "Connection established" },
      connection: { number: expect.any(Number), remotePort: port },
    });
    expect(connect?.timing.connectEnd).not.toBeNull();
    expect(get?.timing.connectStart).toBeNull();
    expect(get?.timing.tlsEnd).not.toBeNull();
    expect(get?.connection).toMatchObject({
      number: connect?.connection?.number,
      proxy: { address: `http://127.0.0.1:${port}` },
      tls: { version: "TLSv1.3", servername: "target.test" },
    });
    expect((await bench.client().recorded(id, "sent")).toString()).toMatch(
      /^CONNECT [^\r]+\r\nHost: [^\r]+\r\n\r\nGET \/ HTTP\/1\.1\r\n/,
    );
    const clear = await readSegments(path.join(bench.client().folder, id), "clear", 0, 100);
    const socket = await readSegments(path.join(bench.client().folder, id), "socket", 0, 100);
    expect([...new Set(clear.map(({ hop }) => hop))]).toEqual([0, 1]);
    expect([...new Set(socket.map(({ hop }) => hop))]).toEqual([0, 1]);
  });

  it("serves the next request without another CONNECT", async () => {
    const server = await bench.secure();
    const { port, heads } = await bench.proxy(() => "open");
    const url = `https://target.test:${server.port}/`;
    await bench.send(url, proxyServer(port));
    const { exchange } = await bench.send(url, proxyServer(port));
    expect(exchange.hops).toHaveLength(1);
    expect(exchange.hops[0]?.connection).toMatchObject({ reused: true, uses: 2 });
    expect(heads).toHaveLength(1);
  });

  it("is used for http too when it is asked for, and follows connect-to", async () => {
    const peer = await bench.target();
    const { port, heads } = await bench.proxy(() => "open");
    const { exchange } = await bench.send("http://a.test/", proxyServer(port, { tunnel: true }), {
      connectTo: [`a.test:80:target.test:${peer.port}`],
    });
    expect(exchange.failure).toBeNull();
    expect(heads[0]).toMatch(new RegExp(`^CONNECT target\\.test:${peer.port} `));
    expect(peer.requests[0]?.head).toMatch(/^GET \/ HTTP\/1\.1\r\nHost: a\.test\r\n/);
  });

  it("through an https proxy is TLS in TLS", async () => {
    const server = await bench.secure();
    const { port, heads } = await bench.httpsProxy(() => "open");
    const { exchange } = await bench.send(
      `https://target.test:${server.port}/`,
      proxyServer(port, { scheme: "https" }),
    );
    expect(exchange.failure).toBeNull();
    expect(heads).toHaveLength(1);
    expect(exchange.hops[0]?.timing.tlsEnd).not.toBeNull();
    expect(exchange.hops[1]?.connection?.proxy?.tls?.servername).toBe("");
    expect(exchange.hops[1]?.connection?.tls?.servername).toBe("target.test");
  });

  it.each([
    ["on the same connection", "Content-Length: 4\r\n", 1],
    ["on a new one when the proxy closes", "Connection: close\r\nContent-Length: 4\r\n", 2],
  ])("is signed in for %s", async (_, rest, count) => {
    const server = await bench.secure();
    const { port, heads, connections } = await bench.proxy((head) =>
      head.includes(basic) ? "open" : asks('Basic realm="x"', rest),
    );
    const { exchange } = await bench.send(
      `https://target.test:${server.port}/`,
      proxyServer(port, { username: "u", password: "p" }),
    );
    expect(exchange.failure).toBeNull();
    expect(exchange.hops.map(({ reason, response }) => [reason, response?.status])).toEqual([
      ["tunnel", 407],
      ["auth", 200],
      ["first", 200],
    ]);
    expect(heads).toHaveLength(2);
    expect(new Set(connections).size).toBe(count);
  });

  it.each<[string, ProxyReply, string, number | undefined]>([
    [
      "refuses",
      { bytes: "HTTP/1.1 403 Forbidden\r\nContent-Length: 8\r\n\r\nnot here" },
      "proxy-refused",
      403,
    ],
    ["wants a user", asks('Basic realm="x"'), "proxy-auth-required", 407],
    [
      "talks of something else",
      { bytes: "\x05\xff\0\x01 nothing of HTTP\r\n\r\n", end: true },
      "proxy-reply-invalid",
      undefined,
    ],
    ["says half a word", { bytes: "HTTP/1.1 2", end: true }, "proxy-reply-invalid", undefined],
    ["hangs up", (socket) => void socket.destroy(), "proxy-closed", undefined],
    ["resets", (socket) => void socket.resetAndDestroy(), "proxy-closed", undefined],
    [
      "is cut in its head",
      { bytes: "HTTP/1.1 403 Forbidden\r\nA: ", end: true },
      "proxy-refused",
      403,
    ],
  ])("of a proxy that %s is a failure of its own", async (_, reply, code, status) => {
    const { port } = await bench.proxy(() => reply);
    const { exchange } = await bench.send("https://target.test/", proxyServer(port));
    expect(exchange).toMatchObject({ state: "failed", failure: { kind: "proxy", code } });
    expect(exchange.failure?.remedy).toBeTruthy();
    expect(exchange.hops).toHaveLength(1);
    const response = exchange.hops[0]?.response;
    expect(response?.status || undefined).toBe(status);
    if (code === "proxy-refused" && !_.includes("cut"))
      expect(exchange.hops[0]?.body).toMatchObject({ size: 8 });
  });

  it("that is refused keeps its credentials to one try", async () => {
    const { port, heads } = await bench.proxy(() => asks('Basic realm="x"'));
    const server = proxyServer(port, { username: "u", password: "wrong" });
    const { exchange } = await bench.send("https://target.test/", server);
    expect(exchange.failure).toMatchObject({ kind: "proxy", code: "proxy-credentials" });
    expect(heads).toHaveLength(2);
  });

  it("does not go round for ever", async () => {
    let nonce = 0;
    const { port, heads } = await bench.proxy(() => {
      nonce += 1;
      return asks(`Digest realm="r", nonce="${nonce}", qop="auth", stale=true`);
    });
    const server = proxyServer(port, { username: "u", password: "p" });
    const { exchange } = await bench.send("https://target.test/", server);
    expect(exchange.failure).toMatchObject({ code: "proxy-credentials" });
    expect(heads.length).toBeLessThanOrEqual(6);
  });

  it.each([
    ["silent", null],
    ["slow", { bytes: "HTTP/1.1 200 O" }],
  ] as const)("of a %s proxy ends in time", async (_, reply) => {
    const { port } = await bench.proxy(() => reply);
    const { exchange } = await bench.send("https://target.test/", proxyServer(port), {
      connectTimeout: 40,
    });
    expect(exchange.failure).toMatchObject({
      kind: "timeout",
      code: "proxy-timeout",
      phase: "connect",
    });
  });

  it.each([
    ["a head without end", "HTTP/1.1 200 OK\r\nA: ", "a".repeat(1 << 16)],
    ["interim replies without end", "", "HTTP/1.1 100 Continue\r\n\r\n".repeat(3_000)],
    ["a refusal without end", "HTTP/1.1 407 No\r\n\r\n", "b".repeat(1 << 16)],
  ])("of a proxy with %s is bounded", async (_, first, more) => {
    const { port } = await bench.proxy((head) => (socket) => {
      expect(head).toMatch(/^CONNECT /);
      socket.write(first);
      const pour = (): void => {
        if (socket.destroyed) return;
        socket.write(more, () => setImmediate(pour));
      };
      pour();
    });
    const { exchange } = await bench.send("https://target.test/", proxyServer(port));
    expect(exchange.failure).toMatchObject({ kind: "proxy" });
    expect(exchange.receivedBytes).toBeLessThan(8 << 20);
  });

  it("that is refused on a connection nobody closes ends, with what came of the page", async () => {
    const { port } = await bench.proxy(() => ({
      bytes: "HTTP/1.1 400 Bad request\r\nConnection: close\r\n\r\nno, thank you",
    }));
    const { exchange } = await bench.send("https://target.test/", proxyServer(port));
    expect(exchange.failure).toMatchObject({ kind: "proxy", code: "proxy-refused" });
    expect(exchange.hops.at(-1)).toMatchObject({ response: { status: 400 }, body: { size: 13 } });
  });

  it("carries HTTP/2", async () => {
    const server = createSecureServer({ ...bench.certificate() }, (request, response) =>
      response.end(`over ${request.httpVersion}`),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const { port: proxy } = await bench.proxy(() => "open");
      const { exchange } = await bench.send(`https://target.test:${port}/`, proxyServer(proxy));
      expect(exchange.failure).toBeNull();
      expect(exchange.hops.at(-1)?.response?.httpVersion).toBe("2");
    } finally {
      bench.client().pool.closeConnections();
      server.close();
    }
  });

  it("to a proxy that is not there says so", async () => {
    const gone = await startProxy(() => null);
    await gone.close();
    const { exchange } = await bench.send("https://target.test/", proxyServer(gone.port));
    expect(exchange.failure).toMatchObject({ kind: "proxy", code: "proxy-ECONNREFUSED" });
    const nowhere = proxyServer(1, { host: `${"x".repeat(70)}.invalid` });
    const { exchange: other } = await bench.send("http://target.test/", nowhere);
    expect(other.failure).toMatchObject({ kind: "proxy", phase: "resolve" });
  });
});
