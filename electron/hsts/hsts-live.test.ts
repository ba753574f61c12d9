import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { requestUrl } from "../../shared/model/url.ts";
import { openTestClient, type TestClient } from "../client/client.testing.ts";
import { upgraded } from "../client/hsts.ts";
import { attempt } from "../client/redirect.testing.ts";
import type { ResolvedSettings } from "../client/send.ts";
import {
  authority,
  type CertificateMaker,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";
import { tlsMaterial } from "../wire/connect/tls-material.ts";
import { type ScriptedServer, serve } from "../wire/scripted-peer.testing.ts";
import { createHstsStore, type HstsStore } from "./hsts-store.ts";

let maker: CertificateMaker;
let client: TestClient;
let server: ScriptedServer;
let store: HstsStore;
let trusting: Partial<ResolvedSettings>;
let says = "max-age=60";

beforeAll(async () => {
  maker = await openCertificateMaker();
  const root = await maker.make({ name: "root", extensions: authority });
  const good = await maker.make({ name: "good", by: "root" });
  const bytes = Buffer.from(root.cert);
  trusting = {
    network: { ...defaultNetwork, hsts: true, caMode: "replace" },
    material: tlsMaterial({ kind: "read", name: "root.pem", bytes }, []),
  };
  store = createHstsStore({ file: "", epoch: Date.now, writes: "later" });
  client = await openTestClient({ hsts: store });
  server = await serve(
    async (peer) => {
      await peer.until("\r\n\r\n");
      const fields = `Strict-Transport-Security: ${says}\r\nContent-Length: 2\r\nConnection: close`;
      peer.end(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\nok`);
    },
    { tls: { key: good.key, cert: good.cert } },
  );
}, 30_000);
afterAll(async () => {
  await server.close();
  await client.close();
  await maker.close();
});

const headers = [{ name: "X-Api-Key", value: "k", origin: "request" as const }];
const auth = { kind: "bearer", token: "t" } as const;
const asked = (): string => server.peers.at(-1)?.received().toString() ?? "";

test("what a host says over https is obeyed afterwards, as a hop of its own, and what was given for the host goes along", async () => {
  says = "max-age=60";
  const learned = await client.send({
    url: `https://localhost:${server.port}/`,
    settings: trusting,
  });
  expect(learned.exchange.state).toBe("done");
  expect(learned.events.find(({ kind }) => kind === "note")).toMatchObject({
    code: "hsts-kept",
    subject: "localhost",
  });

  const url = `http://localhost:${server.port}/a?b#c`;
  const { exchange, events } = await client.send({ url, headers, auth, settings: trusting });
  expect(exchange.hops).toMatchObject([
    {
      reason: "first",
      url: `http://localhost:${server.port}/a?b`,
      response: null,
      connection: null,
      requestHeadBytes: 0,
      redirect: { internal: "hsts", to: `https://localhost:${server.port}/a?b`, followed: true },
    },
    { reason: "redirect", response: { status: 200 }, redirect: null },
  ]);
  expect(events.filter(({ hop }) => hop === 0).map(({ kind }) => kind)).toEqual([
    "start",
    "hop",
    "redirect",
    "hop-end",
  ]);
  expect(asked()).toMatch(/^GET \/a\?b HTTP\/1\.1\r\nHost: localhost:\d+\r\n/);
  expect(asked()).toContain("X-Api-Key: k\r\n");
  expect(asked()).toContain("Authorization: Bearer t\r\n");

  says = "max-age=0";
  await client.send({ url, settings: trusting });
  expect(await store.list()).toEqual([]);
});

test("nothing is learned without verification, without the setting, or of an address", async () => {
  says = "max-age=60";
  const { port } = server;
  await client.send({
    url: `https://localhost:${port}/`,
    settings: { ...trusting, verifyTls: false },
  });
  await client.send({
    url: `https://localhost:${port}/`,
    settings: { ...trusting, network: { ...defaultNetwork, caMode: "replace" } },
  });
  const byAddress = await client.send({ url: `https://127.0.0.1:${port}/`, settings: trusting });
  expect(byAddress.exchange.state).toBe("done");
  expect(await store.list()).toEqual([]);
});

test("a redirect to http goes to https at once, still without what proves who the person is", async () => {
  says = "max-age=60";
  const { port } = server;
  await client.send({ url: `https://localhost:${port}/`, settings: trusting });
  const first = await serve(async (peer) => {
    await peer.until("\r\n\r\n");
    peer.end(
      `HTTP/1.1 302 Found\r\nLocation: http://localhost:${port}/next\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  const url = `http://127.0.0.1:${first.port}/`;
  const { exchange } = await client.send({ url, headers, auth, settings: trusting });
  await first.close();
  expect(exchange.hops.map((hop) => [hop.reason, hop.url])).toEqual([
    ["first", url],
    ["redirect", `http://localhost:${port}/next`],
    ["redirect", `https://localhost:${port}/next`],
  ]);
  expect(asked()).not.toMatch(/api-key|authorization/i);
});

test("https alone may be asked, and is, where the host wants it; elsewhere nothing is sent", async () => {
  says = "max-age=60";
  const { port } = server;
  await client.send({ url: `https://localhost:${port}/`, settings: trusting });
  const only = {
    ...trusting,
    network: { ...defaultNetwork, ...trusting.network, schemes: ["https"] as const },
  };
  const upgraded = await client.send({ url: `http://localhost:${port}/`, settings: only });
  expect(upgraded.exchange.state).toBe("done");
  const refused = await client.send({ url: `http://127.0.0.1:${port}/`, settings: only });
  expect(refused.exchange).toMatchObject({
    state: "failed",
    failure: { code: "scheme-off", place: "schemes" },
    hops: [],
  });
});

test("a WebSocket of such a host becomes one over TLS, at the very same address", async () => {
  const kept = { wantsHttps: async () => true, store: async () => null };
  const events: unknown[] = [];
  const context = { nextHop: () => undefined, emit: (event: unknown) => events.push(event) };
  const url = requestUrl("ws://live.test:8080/a?b=c", { encode: false, webSocket: true });
  const settings = { ...attempt().settings, network: { ...defaultNetwork, hsts: true } };
  const next = await upgraded(
    attempt({ url, settings }),
    kept,
    context as unknown as Parameters<typeof upgraded>[2],
  );
  expect(next.url).toMatchObject({
    scheme: "https",
    port: 8080,
    display: "wss://live.test:8080/a?b=c",
  });
});
