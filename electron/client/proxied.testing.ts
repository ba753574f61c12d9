import { afterAll, afterEach, beforeAll } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import { type Issued, openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import {
  type ProxyReply,
  startProxy,
  type TestProxy,
} from "../wire/connect/proxy/proxy.testing.ts";
import { type ScriptedServer, serve } from "../wire/scripted-peer.testing.ts";
import { openTestClient, type Sent, type TestClient } from "./client.testing.ts";
import { ok, type Peer, startPeer } from "./peer.testing.ts";

export const proxyServer = (port: number, over: Partial<ProxyServer> = {}): ProxyServer => ({
  scheme: "http",
  host: "127.0.0.1",
  port,
  username: "",
  password: "",
  auth: "any",
  tunnel: false,
  ...over,
});

export const settingsFor = (server: ProxyServer, over: OwnNetwork = {}) => ({
  verifyTls: false,
  verifyProxy: false,
  network: { ...defaultNetwork, ...over, proxy: { kind: "server", server, bypass: "" } as const },
});

/** Basic of `u:p`. */
export const basic = `Basic ${Buffer.from("u:p").toString("base64")}`;

export const asks = (challenge: string, rest = "Content-Length: 4\r\n") => ({
  bytes: `HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: ${challenge}\r\n${rest}\r\nnope`,
});

/** What a proxy that forwards says for the server. */
export const fine = (body = ""): ProxyReply => ({ bytes: ok(body).bytes.toString("latin1") });

/** A client, proxies and servers for the tests of one file; what a test opened is closed after it. */
export interface ProxyBench {
  readonly client: () => TestClient;
  readonly certificate: () => Issued;
  owned<T extends { close(): Promise<unknown> }>(thing: T): T;
  send(url: string, server: ProxyServer, over?: OwnNetwork): Promise<Sent>;
  proxy(answer: (head: string, number: number) => ProxyReply): Promise<TestProxy>;
  httpsProxy(answer: (head: string, number: number) => ProxyReply): Promise<TestProxy>;
  /** An http server. */
  target(): Promise<Peer>;
  /** An https server that says hello to each request. */
  secure(): Promise<ScriptedServer>;
}

export function openProxyBench(): ProxyBench {
  let client: TestClient | null = null;
  let own: Issued | null = null;
  const things: { close(): Promise<unknown> }[] = [];
  beforeAll(async () => {
    const maker = await openCertificateMaker();
    own = await maker.make({ name: "own" });
    await maker.close();
    client = await openTestClient();
  });
  afterAll(() => client?.close());
  afterEach(async () => {
    for (const thing of things.splice(0)) await thing.close();
  });
  const there = <T>(thing: T | null): T => {
    if (thing === null) throw new Error("not before the tests");
    return thing;
  };
  const owned = <T extends { close(): Promise<unknown> }>(thing: T): T => {
    things.push(thing);
    return thing;
  };
  return {
    client: () => there(client),
    certificate: () => there(own),
    owned,
    send: (url, server, over = {}) =>
      there(client).send({ url, settings: settingsFor(server, over) }),
    proxy: async (answer) => owned(await startProxy(answer)),
    httpsProxy: async (answer) => owned(await startProxy(answer, { ...there(own) })),
    target: async () => owned(await startPeer(() => ok("hello"))),
    secure: async () =>
      owned(
        await serve(
          async (peer) => {
            let at = 0;
            for (;;) {
              at = await peer.until("\r\n\r\n", at);
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
          },
          { tls: { ...there(own) } },
        ),
      ),
  };
}
