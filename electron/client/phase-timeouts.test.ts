import type { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import { openFullBacklog } from "../wire/connect/full-backlog.testing.ts";
import { openNameServer } from "../wire/connect/name-server.testing.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
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

const limit = 40;
/** The whole exchange may take 250 ms longer than the phase: timers run out in order, so the code says which was first. */
const total = limit + 250;

async function failing(url: string, network: OwnNetwork) {
  const settings = { timeout: total, network: { ...defaultNetwork, ...network } };
  return (await client.send({ url, settings })).exchange;
}
const peer = async (answer: (socket: Socket) => void): Promise<Peer> =>
  owned(await startPeer(() => answer));

describe("the time of a phase", () => {
  it("resolving", async () => {
    const names = owned(await openNameServer({ "a.test": "silent" }));
    const { failure } = await failing("http://a.test/", {
      dnsServers: [names.address],
      resolveTimeout: limit,
    });
    expect(failure).toMatchObject({ kind: "timeout", code: "resolve-timeout", phase: "resolve" });
    expect(failure?.remedy).toMatch(/name server/);
  });

  it("connecting", async () => {
    const { port } = owned(await openFullBacklog());
    const { failure } = await failing(`http://127.0.0.1:${port}/`, { connectTimeout: limit });
    expect(failure).toMatchObject({ kind: "timeout", code: "connect-timeout", phase: "connect" });
    expect(failure?.remedy).toMatch(/connecting/);
  });

  it("the TLS handshake", async () => {
    const server = await peer(() => undefined);
    const { failure, hops } = await failing(`https://127.0.0.1:${server.port}/`, {
      tlsTimeout: limit,
    });
    expect(failure).toMatchObject({ kind: "timeout", code: "tls-timeout", phase: "tls" });
    expect(hops[0]?.timing.connectEnd).not.toBeNull();
    await server.until(() => server.open() === 0);
  });

  it("to the first byte", async () => {
    const server = await peer(() => undefined);
    const { failure, hops } = await failing(server.url, { firstByteTimeout: limit });
    expect(failure).toMatchObject({ kind: "timeout", code: "first-byte-timeout", phase: "wait" });
    expect(hops[0]?.timing.sendEnd).not.toBeNull();
    await server.until(() => server.open() === 0);
  });

  it("between two bytes of the head", async () => {
    const server = await peer((socket) => void socket.write("HTTP/1.1 200 O"));
    const { failure } = await failing(server.url, { idleTimeout: limit });
    expect(failure).toMatchObject({ kind: "timeout", code: "idle-timeout", phase: "receive" });
    await server.until(() => server.open() === 0);
  });

  it("between two bytes of the body, of which what came is kept", async () => {
    const server = await peer(
      (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"),
    );
    const { failure, hops } = await failing(server.url, { idleTimeout: limit });
    expect(failure).toMatchObject({ kind: "timeout", code: "idle-timeout" });
    expect(hops[0]?.response?.status).toBe(200);
    expect(hops[0]?.body).toMatchObject({ size: 3, complete: false });
  });

  it("is over when the phase is", async () => {
    const names = owned(await openNameServer({ "a.test": ["127.0.0.1"] }));
    const server = owned(await startPeer(() => ok("fine")));
    const { failure } = await failing(`http://a.test:${server.port}/`, {
      dnsServers: [names.address],
      resolveTimeout: 10_000,
      connectTimeout: 10_000,
      tlsTimeout: 10_000,
      firstByteTimeout: 10_000,
      idleTimeout: 10_000,
    });
    expect(failure).toBeNull();
  });

  it("begins again with each byte", async () => {
    const sent: (() => void)[] = [];
    const server = await peer((socket) => {
      const bytes = [..."HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"];
      const next = (): void => {
        const one = bytes.shift();
        if (one !== undefined) socket.write(one, () => setTimeout(next, 4));
        else sent.push(() => undefined);
      };
      next();
    });
    // 40 bytes and more take longer than the limit together, none of them alone.
    const settings = { network: { ...defaultNetwork, idleTimeout: 120 } };
    const { exchange } = await client.send({ url: server.url, settings });
    expect(exchange.failure).toBeNull();
    expect(exchange.hops[0]?.body).toMatchObject({ size: 2, complete: true });
  });

  it("does not run while a body is still going up", async () => {
    const server = owned(await startPeer(() => ok("got it")));
    let give: (bytes: Uint8Array) => void = () => undefined;
    const wait = new Promise<Uint8Array>((resolve) => {
      give = resolve;
    });
    const sending = client.send({
      method: "POST",
      url: server.url,
      body: {
        length: 4,
        replayable: false,
        async *open() {
          yield Buffer.from("ab");
          yield await wait;
        },
      },
      settings: { network: { ...defaultNetwork, firstByteTimeout: 1_000, idleTimeout: 1 } },
    });
    setTimeout(() => give(Buffer.from("cd")), 30);
    expect((await sending).exchange.failure).toBeNull();
  });

  it("of the whole exchange stays the last word", async () => {
    const server = await peer(() => undefined);
    const { exchange } = await client.send({
      url: server.url,
      settings: { timeout: 30, network: { ...defaultNetwork, firstByteTimeout: 10_000 } },
    });
    expect(exchange.failure).toMatchObject({ kind: "timeout", code: "timeout", phase: "wait" });
  });
});
