import { describe, expect, it } from "vitest";
import { startSocks } from "../wire/connect/proxy/proxy.testing.ts";
import { fine, openProxyBench, proxyServer } from "./proxied.testing.ts";

const bench = openProxyBench();

const hello = [
  { wait: 3, answer: Buffer.of(5, 0) },
  { wait: 10, answer: Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 9]) },
];

async function socksTo(port: number) {
  return bench.owned(await startSocks(() => hello, port));
}

describe("a SOCKS proxy on the way to a proxy (curl's --preproxy)", () => {
  it("carries what that one forwards", async () => {
    const proxy = await bench.proxy(() => fine("forwarded"));
    const socks = await socksTo(proxy.port);
    const preproxy = `socks5://127.0.0.1:${socks.port}`;
    const server = proxyServer(proxy.port, { preproxy });
    const { exchange, events } = await bench.send("http://target.test/", server);
    expect(exchange.failure).toBeNull();
    expect(proxy.heads[0]).toMatch(/^GET http:\/\/target\.test\/ HTTP\/1\.1\r\n/);
    const port = Buffer.of(proxy.port >> 8, proxy.port & 255);
    expect(socks.asked[0]?.subarray(3, 13)).toEqual(
      Buffer.concat([Buffer.from([5, 1, 0, 1, 127, 0, 0, 1]), port]),
    );
    expect(events.filter(({ kind }) => kind === "proxy-start")).toMatchObject([
      { proxy: preproxy, to: `127.0.0.1:${proxy.port}` },
    ]);
    expect(exchange.hops[0]?.connection?.proxy?.address).toBe(`http://127.0.0.1:${proxy.port}`);
  });

  it.each(["http", "https"] as const)("and a tunnel of an %s one, TLS in it", async (scheme) => {
    const target = await bench.secure();
    const proxy = await (scheme === "http" ? bench.proxy : bench.httpsProxy)(() => "open");
    const socks = await socksTo(proxy.port);
    const preproxy = `socks5://127.0.0.1:${socks.port}`;
    const server = proxyServer(proxy.port, { scheme, preproxy });
    const url = `https://target.test:${target.port}/`;
    const { exchange } = await bench.send(url, server);
    expect(exchange.failure).toBeNull();
    expect(exchange.hops.map(({ method }) => method)).toEqual(["CONNECT", "GET"]);
    expect(socks.asked).toHaveLength(1);
    const again = await bench.send(url, server);
    expect(again.exchange.hops[0]?.connection).toMatchObject({ reused: true });
    const direct = await bench.send(url, proxyServer(proxy.port, { scheme }));
    expect(direct.exchange.hops[0]?.connection?.reused).toBe(false);
  });

  it.each([
    ["an HTTP proxy", "http://127.0.0.1:1", "http"],
    ["nonsense", "socks5://", "http"],
    ["a proxy before SOCKS", "socks5://127.0.0.1:1", "socks5"],
  ] as const)("cannot be %s", async (_, preproxy, scheme) => {
    const server = proxyServer(1, { scheme, preproxy });
    const { exchange } = await bench.send("http://127.0.0.1:9/", server);
    expect(exchange.failure).toMatchObject({ kind: "input" });
  });
});
