import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import { startSocks } from "../wire/connect/proxy/proxy.testing.ts";
import { readSegments } from "../wire/record/read-record.ts";
import { openProxyBench, proxyServer } from "./proxied.testing.ts";

const bench = openProxyBench();

describe("a SOCKS proxy", () => {
  const five = (user = false) =>
    user
      ? [
          { wait: 4, answer: Buffer.of(5, 2) },
          { wait: 5, answer: Buffer.of(1, 0) },
        ]
      : [{ wait: 3, answer: Buffer.of(5, 0) }];
  const granted = Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0x12, 0x34]);

  it.each<[ProxyServer["scheme"], string, Buffer]>([
    ["socks5", "127.0.0.1", Buffer.from([5, 1, 0, 1, 127, 0, 0, 1])],
    ["socks5", "localhost", Buffer.from([5, 1, 0, 1, 127, 0, 0, 1])],
    ["socks5h", "target.test", Buffer.from("\x05\x01\0\x03\x0btarget.test", "latin1")],
    ["socks5h", "127.0.0.1", Buffer.from([5, 1, 0, 1, 127, 0, 0, 1])],
  ])("%s asked for %s", async (scheme, host, place) => {
    const peer = await bench.target();
    const socks = bench.owned(
      await startSocks(() => [...five(), { wait: place.length + 2, answer: granted }], peer.port),
    );
    const { exchange, events } = await bench.send(
      `http://${host}:${peer.port}/`,
      proxyServer(socks.port, { scheme }),
      { ipVersion: "4" },
    );
    expect(exchange.failure).toBeNull();
    const port = Buffer.of(peer.port >> 8, peer.port & 255);
    expect(socks.asked[0]?.subarray(0, 3 + place.length + 2)).toEqual(
      Buffer.concat([Buffer.of(5, 1, 0), place, port]),
    );
    expect(peer.requests[0]?.head).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
    expect(exchange.hops).toHaveLength(1);
    expect(exchange.hops[0]?.timing.proxyEnd).not.toBeNull();
    expect(events.find(({ kind }) => kind === "proxy-end")).toMatchObject({
      bound: "127.0.0.1:4660",
    });
  });

  it.each<[ProxyServer["scheme"], string, Buffer]>([
    ["socks4", "127.0.0.1", Buffer.from([127, 0, 0, 1, 0x75, 0])],
    ["socks4", "localhost", Buffer.from([127, 0, 0, 1, 0x75, 0])],
    ["socks4a", "target.test", Buffer.from("\0\0\0\x01u\0target.test\0", "latin1")],
  ])("%s asked for %s", async (scheme, host, place) => {
    const peer = await bench.target();
    const socks = bench.owned(
      await startSocks(
        () => [{ wait: 4 + place.length, answer: Buffer.from([0, 0x5a, 0, 0, 0, 0, 0, 0]) }],
        peer.port,
      ),
    );
    const { exchange } = await bench.send(
      `http://${host}:${peer.port}/`,
      proxyServer(socks.port, { scheme, username: "u" }),
    );
    expect(exchange.failure).toBeNull();
    const head = Buffer.of(4, 1, peer.port >> 8, peer.port & 255);
    expect(socks.asked[0]?.subarray(0, 4 + place.length)).toEqual(Buffer.concat([head, place]));
  });

  it("is signed in at, and carries TLS", async () => {
    const server = await bench.secure();
    const socks = bench.owned(
      await startSocks(() => [...five(true), { wait: 18, answer: granted }], server.port),
    );
    const { id, exchange } = await bench.send(
      `https://target.test:${server.port}/`,
      proxyServer(socks.port, { scheme: "socks5h", username: "u", password: "p" }),
    );
    expect(exchange.failure).toBeNull();
    expect(socks.asked[0]?.subarray(0, 9)).toEqual(Buffer.from([5, 2, 0, 2, 1, 1, 0x75, 1, 0x70]));
    const socket = await readSegments(path.join(bench.client().folder, id), "socket", 0, 3);
    expect(socket[0]).toMatchObject({ direction: "sent", length: 4 });
  });

  it.each<[string, readonly { wait: number; answer: Buffer | null }[], string]>([
    ["another version", [{ wait: 3, answer: Buffer.from("HT") }], "socks-version"],
    ["no way to sign in", [{ wait: 3, answer: Buffer.of(5, 255) }], "socks-auth"],
    [
      "a rule",
      [
        { wait: 3, answer: Buffer.of(5, 0) },
        { wait: 1, answer: Buffer.of(5, 2, 0, 1) },
      ],
      "socks-not-allowed",
    ],
    [
      "nobody there",
      [
        { wait: 3, answer: Buffer.of(5, 0) },
        { wait: 1, answer: Buffer.of(5, 5, 0, 1) },
      ],
      "socks-refused",
    ],
  ])("that answers with %s", async (_, steps, code) => {
    const socks = bench.owned(await startSocks(() => steps, null));
    const { exchange } = await bench.send(
      "http://target.test/",
      proxyServer(socks.port, { scheme: "socks5h" }),
    );
    expect(exchange.failure).toMatchObject({ kind: "proxy", code, phase: "connect" });
  });

  it("is asked for the next address when it cannot reach the first", async () => {
    const peer = await bench.target();
    const place = 3 + 4 + 2;
    const socks = bench.owned(
      await startSocks((asked) => {
        const six = asked[6] === 4;
        return [
          ...five(),
          six
            ? { wait: 3 + 1 + 16 + 2, answer: Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]) }
            : { wait: place + 1, answer: granted },
        ];
      }, peer.port),
    );
    const { exchange, events } = await bench.send(
      `http://localhost:${peer.port}/`,
      proxyServer(socks.port, { scheme: "socks5" }),
    );
    expect(exchange.failure).toBeNull();
    const asked = events.flatMap((event) => (event.kind === "proxy-start" ? [event.to] : []));
    expect(asked).toEqual([`[::1]:${peer.port}`, `127.0.0.1:${peer.port}`]);
  });

  it("that stays silent ends in time", async () => {
    const socks = bench.owned(await startSocks(() => [{ wait: 1000, answer: null }], null));
    const { exchange } = await bench.send(
      "http://target.test/",
      proxyServer(socks.port, { scheme: "socks5h" }),
      { connectTimeout: 40 },
    );
    expect(exchange.failure).toMatchObject({ kind: "timeout", code: "proxy-timeout" });
  });
});
