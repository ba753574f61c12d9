import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createSecureServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import { openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { openNameServer, type NameServer } from "../wire/connect/name-server.testing.ts";
import {
  startProxy,
  startSocks,
  type TestProxy,
  type TestSocks,
} from "../wire/connect/proxy/proxy.testing.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { proxyServer } from "./proxied.testing.ts";

// T8 of the safety figures: cancelled at any moment, over every kind of connection, nothing is left. ENVOI_CANCELS=2000 for the whole figure.

const cancels = Number(process.env["ENVOI_CANCELS"] ?? 120);

let client: TestClient;
let home: string;
let proxy: TestProxy;
let httpsProxy: TestProxy;
let socks: TestSocks;
let names: NameServer;
const servers: Server[] = [];
const sockets = new Set<Socket>();
const ports = { http: 0, https: 0, http2: 0 };
const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => void rejections.push(reason);

async function listen(server: Server | HttpServer, where: number | string): Promise<number> {
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  if (typeof where === "number") server.listen(where, "127.0.0.1");
  else server.listen(where);
  await once(server, "listening");
  servers.push(server as Server);
  const address = server.address() as AddressInfo | string;
  return typeof address === "string" ? 0 : address.port;
}

beforeAll(async () => {
  process.on("unhandledRejection", onRejection);
  home = await mkdtemp(path.join(tmpdir(), "envoi-cancel-"));
  const maker = await openCertificateMaker();
  const own = await maker.make({ name: "own" });
  await maker.close();
  const body = Buffer.alloc(40_000, "x");
  // Bodies in two parts, with a turn between them: a moment in the middle to be cancelled at.
  const answer = (
    _: unknown,
    response: { write(bytes: Buffer): unknown; end(bytes: Buffer): unknown },
  ) => {
    response.write(body);
    setImmediate(() => response.end(body));
  };
  ports.http = await listen(createServer(answer), 0);
  await listen(createServer(answer), path.join(home, "a.sock"));
  ports.https = await listen(createSecureServer({ ...own }, answer), 0);
  ports.http2 = await listen(createHttp2Server({ ...own }, answer), 0);
  const tunnel = (head: string) =>
    head.startsWith("CONNECT ")
      ? ("open" as const)
      : { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy" };
  proxy = await startProxy(tunnel);
  httpsProxy = await startProxy(tunnel, { ...own });
  socks = await startSocks(
    () => [
      { wait: 3, answer: Buffer.of(5, 0) },
      { wait: 10, answer: Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]) },
    ],
    ports.http,
  );
  names = await openNameServer({ "a.test": ["127.0.0.1", "::1"] });
  client = await openTestClient();
});
afterAll(async () => {
  await client.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  await Promise.all([proxy.close(), httpsProxy.close(), socks.close(), names.close()]);
  await rm(home, { recursive: true, force: true });
  process.off("unhandledRejection", onRejection);
});

interface Way {
  readonly url: () => string;
  readonly network?: () => OwnNetwork;
}
const by = (over: Parameters<typeof proxyServer>[1], port: () => number) => (): OwnNetwork => ({
  proxy: { kind: "server", server: proxyServer(port(), over), bypass: "" },
});
const http = () => `http://127.0.0.1:${ports.http}/`;
const https = () => `https://127.0.0.1:${ports.https}/`;
const ways: Readonly<Record<string, Way>> = {
  direct: { url: http },
  "with TLS": { url: https },
  "HTTP/2": { url: () => `https://127.0.0.1:${ports.http2}/` },
  "a name server": {
    url: () => `http://a.test:${ports.http}/`,
    network: () => ({ dnsServers: [names.address] }),
  },
  "a unix socket": {
    url: () => "http://a.test/",
    network: () => ({ unixSocket: path.join(home, "a.sock") }),
  },
  "a proxy that forwards": { url: http, network: by({}, () => proxy.port) },
  "a tunnel": { url: https, network: by({}, () => proxy.port) },
  "a tunnel in TLS": { url: https, network: by({ scheme: "https" }, () => httpsProxy.port) },
  SOCKS: { url: http, network: by({ scheme: "socks5" }, () => socks.port) },
  "connections of their own": { url: https, network: () => ({ reuse: false }) },
  retries: { url: () => "http://127.0.0.1:1/", network: () => ({ retries: 2, retryDelay: 1 }) },
};

describe("cancelled at any moment", () => {
  it(`${cancels} times over every kind of connection, nothing is left`, async () => {
    let stopped = 0;
    const each = fc.record({
      way: fc.constantFrom(...Object.keys(ways)),
      /** The event after which it is cancelled, and how many turns later. */
      event: fc.nat(24),
      turns: fc.nat(3),
    });
    const plans = fc.sample(each, { numRuns: cancels, seed: 20_260_801 });
    const run = async ({ way, event, turns }: (typeof plans)[number]): Promise<void> => {
      const { url, network } = ways[way] as Way;
      const stop = new AbortController();
      let seen = 0;
      const later = (left: number): void => {
        if (left === 0) stop.abort();
        else setImmediate(later, left - 1);
      };
      const { exchange } = await client.send(
        {
          url: url(),
          settings: {
            verifyTls: false,
            verifyProxy: false,
            network: { ...defaultNetwork, ...network?.() },
          },
        },
        {
          signal: stop.signal,
          onEvent: () => {
            if (seen === event) later(turns);
            seen += 1;
          },
        },
      );
      expect(["done", "cancelled", "failed"]).toContain(exchange.state);
      if (exchange.state === "cancelled") stopped += 1;
      else if (exchange.state === "failed") expect(way).toBe("retries");
    };
    // Eight at a time, so that they also get in each other's way.
    for (let at = 0; at < plans.length; at += 8)
      await Promise.all(plans.slice(at, at + 8).map(run));

    expect(stopped).toBeGreaterThan(cancels / 3);
    const { open, waiting } = client.pool.ledger.get();
    expect(open.filter(({ state }) => state !== "idle")).toEqual([]);
    expect(waiting).toEqual([]);
    client.pool.closeConnections();
    const left = () => sockets.size + proxy.open() + httpsProxy.open();
    while (left() > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(rejections).toEqual([]);
    // And the next request works.
    expect((await client.send({ url: http() })).exchange.state).toBe("done");
  }, 600_000);
});
