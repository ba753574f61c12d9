import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SendInput } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import type { ProxySetting } from "../../shared/model/network/proxy.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import { type Issued, openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { startProxy, type TestProxy } from "../wire/connect/proxy/proxy.testing.ts";
import { input, openWorld, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
let own: Issued;
const proxies: TestProxy[] = [];
beforeAll(async () => {
  const maker = await openCertificateMaker();
  own = await maker.make({ name: "own" });
  await maker.close();
});
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer(() => ok("hello"));
});
afterEach(async () => {
  await world.close();
  await peer.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

async function send(over: Partial<SendInput>): Promise<Exchange> {
  let exchange: Exchange | null = null;
  for await (const item of world.exchanges.send(
    { ...input({}), ...over },
    new AbortController().signal,
  ))
    if (item.kind === "end") ({ exchange } = item);
  if (exchange === null) throw new Error("no end");
  return exchange;
}

async function sentOn(id: string, hop: number): Promise<string> {
  const { segments } = await world.exchanges.wire({ id, side: "clear", from: 0, limit: 1000 });
  const content = await world.exchanges.openWire(id, "clear");
  const parts: Uint8Array[] = [];
  for (const segment of segments) {
    if (segment.direction !== "sent" || segment.hop !== hop) continue;
    const { offset, length } = segment;
    for await (const part of content.read(offset, offset + length)) parts.push(part);
  }
  return Buffer.concat(parts).toString("latin1");
}

const server = (port: number, scheme: "http" | "https" = "http"): ProxySetting => ({
  kind: "server",
  bypass: "",
  server: {
    scheme,
    host: "127.0.0.1",
    port,
    username: "",
    password: "",
    auth: "any",
    tunnel: true,
  },
});

describe("a replay through a proxy", () => {
  test.each(["http", "https"] as const)("of %s: the hop in the tunnel", async (scheme) => {
    const proxy = await startProxy(() => "open", scheme === "https" ? { ...own } : undefined);
    proxies.push(proxy);
    const settings = {
      verifyTls: false,
      verifyProxy: false,
      network: { proxy: server(proxy.port, scheme) },
    };
    const request = input({ url: `http://target.test:${peer.port}/a`, settings }).request;
    const first = await send({ request });
    expect(first.hops.map(({ reason }) => reason)).toEqual(["tunnel", "first"]);
    const again = await send({ request, replay: { exchangeId: first.id, hop: 1 } });
    expect(again).toMatchObject({ failure: null, raw: true });
    expect(again.hops.map(({ method }) => method)).toEqual(["CONNECT", "GET"]);
    expect(await sentOn(again.id, 1)).toBe(await sentOn(first.id, 1));
    expect(peer.requests.map(({ head }) => head)).toEqual(
      Array.from({ length: 2 }, () => peer.requests[0]?.head),
    );
    expect(proxy.heads).toHaveLength(2);
  });

  test.each(["http", "https"] as const)(
    "of the CONNECT itself goes to the %s proxy, and by no other way",
    async (scheme) => {
      const proxy = await startProxy(
        () => ({ bytes: "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno" }),
        scheme === "https" ? { ...own } : undefined,
      );
      proxies.push(proxy);
      const settings = {
        verifyTls: false,
        verifyProxy: false,
        network: { proxy: server(proxy.port, scheme) },
      };
      const request = input({ url: `http://target.test:${peer.port}/a`, settings }).request;
      const first = await send({ request });
      expect(first.failure).toMatchObject({ code: "proxy-refused" });
      const again = await send({ request, replay: { exchangeId: first.id, hop: 0 } });
      expect(again).toMatchObject({ raw: true, failure: null });
      expect(again.hops).toHaveLength(1);
      expect(again.hops[0]?.response?.status).toBe(403);
      expect(proxy.heads).toEqual([proxy.heads[0], proxy.heads[0]]);
      expect(peer.requests).toEqual([]);
    },
  );
});
