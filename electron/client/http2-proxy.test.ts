import path from "node:path";
import { describe, expect, it } from "vitest";
import { frameTypeName } from "../../shared/model/http2-frame.ts";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import { startSocks } from "../wire/connect/proxy/proxy.testing.ts";
import { readFrames } from "../wire/record/read-record.ts";
import { type Http2Peer, serveHttp2 } from "./http2-peer.testing.ts";
import { openProxyBench, proxyServer } from "./proxied.testing.ts";

const bench = openProxyBench();

type Scheme = ProxyServer["scheme"];

async function proxyOf(scheme: Scheme, target: Http2Peer): Promise<ProxyServer> {
  if (scheme === "http") return proxyServer((await bench.proxy(() => "open")).port);
  if (scheme === "https")
    return proxyServer((await bench.httpsProxy(() => "open")).port, { scheme });
  const place = scheme === "socks5h" ? 4 + 1 + "target.test".length + 2 : 9;
  const steps =
    scheme === "socks5h"
      ? [
          { wait: 3, answer: Buffer.of(5, 0) },
          { wait: place, answer: Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]) },
        ]
      : [
          {
            wait: place + "target.test".length + 1,
            answer: Buffer.from([0, 0x5a, 0, 0, 0, 0, 0, 0]),
          },
        ];
  const socks = bench.owned(await startSocks(() => steps, target.port));
  return proxyServer(socks.port, { scheme });
}

const schemes: readonly Scheme[] = ["http", "https", "socks5h", "socks4a"];

describe.each(schemes)("HTTP/2 through a proxy of %s", (scheme) => {
  it.each<[string, "http" | "https", OwnNetwork]>([
    ["negotiated", "https", {}],
    ["and nothing else", "https", { httpVersion: "2" }],
    ["in the clear", "http", { httpVersion: "h2c" }],
  ])("%s: two requests on one connection", async (_, of, network) => {
    const seen: string[] = [];
    const target = bench.owned(
      await serveHttp2(
        (stream, headers) => {
          seen.push(`${headers[":method"]} ${headers[":authority"]}`);
          stream.respond({ ":status": 200 });
          stream.end("over two");
        },
        of === "https" ? { ...bench.certificate() } : {},
      ),
    );
    const proxy = await proxyOf(scheme, target);
    const authority = `target.test:${target.port}`;
    const url = `${of}://${authority}/`;
    const { id, exchange } = await bench.send(url, proxy, network);
    expect(exchange.failure).toBeNull();
    expect(exchange.hops.at(-1)).toMatchObject({
      response: { httpVersion: "2", status: 200 },
      connection: { proxy: { address: `${scheme}://127.0.0.1:${proxy.port}` } },
    });
    const hops = exchange.hops.length;
    expect(hops).toBe(scheme === "http" || scheme === "https" ? 2 : 1);
    const { frames } = await readFrames(path.join(bench.client().folder, id), 0, 100);
    const names = frames
      .filter(({ hop }) => hop === hops - 1)
      .map(({ type }) => frameTypeName(type));
    expect(names).toEqual(expect.arrayContaining(["SETTINGS", "HEADERS", "DATA"]));
    const again = await bench.send(url, proxy, network);
    expect(again.exchange.hops).toHaveLength(1);
    expect(again.exchange.hops[0]?.connection).toMatchObject({ reused: true, uses: 2 });
    expect(seen).toEqual([`GET ${authority}`, `GET ${authority}`]);
    bench.client().pool.closeConnections();
  });
});
