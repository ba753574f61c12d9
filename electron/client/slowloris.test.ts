import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import { type Issued, openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { openNameServer, type Zone } from "../wire/connect/name-server.testing.ts";
import { type Bench, openBench, type Outcome } from "./exchange-hop.testing.ts";
import type { HopRequest } from "./hop.ts";
import { proxyServer } from "./proxied.testing.ts";

// T2 of the safety figures: whatever stalls, and wherever, ends in its time, and in the turn it is cancelled.

let bench: Bench;
let own: Issued;
const things: { close(): unknown }[] = [];
beforeAll(async () => {
  const maker = await openCertificateMaker();
  own = await maker.make({ name: "own" });
  await maker.close();
  bench = await openBench();
});
afterAll(() => bench.close());
afterEach(async () => {
  for (const thing of things.splice(0).toReversed()) await thing.close();
});

interface Stall {
  readonly request: Partial<HopRequest> & { port: number };
  readonly network?: OwnNetwork;
  /** Resolves when it hangs. */
  readonly stuck: Promise<unknown>;
}

/** Node 20 has no Promise.withResolvers. */
function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Accepts, and does once with the first bytes; resolves `stuck` after it did. */
async function peer(act: (socket: Socket) => void | Promise<unknown>) {
  const { promise: stuck, resolve } = withResolver();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => void Promise.resolve(act(socket)).then(() => resolve()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  things.push({
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  });
  return { port: (server.address() as AddressInfo).port, stuck };
}

const says = (text: string) => (socket: Socket) => void socket.write(Buffer.from(text, "latin1"));

const replies = (text: string) => async (): Promise<Stall> => {
  const { port, stuck } = await peer(says(text));
  return { request: { port }, stuck };
};
const handshakes = (act: (socket: Socket) => void | Promise<unknown>) => async () => {
  const { port, stuck } = await peer(act);
  const request = { port, scheme: "https", verifyTls: false } as const;
  return { request, stuck };
};
const connects = (text: string | null) => async (): Promise<Stall> => {
  const { port, stuck } = await peer(text === null ? () => undefined : says(text));
  const request = {
    port: 443,
    scheme: "https",
    host: "target.test",
    proxy: proxyServer(port),
  } as const;
  return { request, stuck };
};
const names = (answer: Zone[string]) => async (): Promise<Stall> => {
  const { promise: stuck, resolve } = withResolver();
  const server = await openNameServer({
    "slow.test": (query, type) => {
      resolve();
      return typeof answer === "function" ? answer(query, type) : null;
    },
  });
  things.push(server);
  return {
    request: { port: 80, host: "slow.test" },
    network: { dnsServers: [server.address] },
    stuck,
  };
};

/** A real server's first bytes, and then no more. */
async function begun(socket: Socket, bytes: number): Promise<void> {
  // In 1.3 the certificate is encrypted for the client that said hello, which is another.
  const server = createTlsServer({ key: own.key, cert: own.cert, maxVersion: "TLSv1.2" });
  server.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const further = connect((server.address() as AddressInfo).port, "127.0.0.1");
  further.on("error", () => undefined);
  things.push({
    close() {
      further.destroy();
      server.close();
    },
  });
  // The ClientHello that was read already is not sent again: any other will do.
  const hello = await clientHello();
  further.write(hello);
  const [first] = (await once(further, "data")) as [Buffer];
  socket.write(first.subarray(0, bytes));
}

async function clientHello(): Promise<Buffer> {
  const { connect: connectTls } = await import("node:tls");
  const listener = createServer();
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const client = connectTls({ port: (listener.address() as AddressInfo).port, host: "127.0.0.1" });
  client.on("error", () => undefined);
  const [socket] = (await once(listener, "connection")) as [Socket];
  const [hello] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  client.destroy();
  listener.close();
  return hello;
}

const wrongId = (query: Buffer): Buffer => {
  const answer = Buffer.from(query);
  answer.writeUInt16BE((query.readUInt16BE(0) + 1) & 0xffff, 0);
  answer.writeUInt16BE(0x8180, 2);
  return answer;
};
const otherQuestion = (query: Buffer): Buffer => {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8180, 2);
  answer[13] = "x".charCodeAt(0);
  return answer;
};

const places: readonly (readonly [string, () => Promise<Stall>, keyof OwnNetwork, string])[] = [
  ["a reply in its first letter", replies("H"), "idleTimeout", "idle-timeout"],
  ["a reply in a header", replies("HTTP/1.1 200 OK\r\nA"), "idleTimeout", "idle-timeout"],
  ["a reply after 103", replies("HTTP/1.1 103 Hints\r\n\r\n"), "idleTimeout", "idle-timeout"],
  [
    "a reply in its body",
    replies("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
    "idleTimeout",
    "idle-timeout",
  ],
  [
    "a reply in a chunk",
    replies("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    "idleTimeout",
    "idle-timeout",
  ],
  ["a handshake before its answer", handshakes(() => undefined), "tlsTimeout", "tls-timeout"],
  ["a handshake after one byte", handshakes(says("\x16")), "tlsTimeout", "tls-timeout"],
  [
    "a handshake after a record's head",
    handshakes(says("\x16\x03\x03\0\x7a")),
    "tlsTimeout",
    "tls-timeout",
  ],
  [
    "a handshake in the server's hello",
    handshakes((socket) => begun(socket, 40)),
    "tlsTimeout",
    "tls-timeout",
  ],
  [
    "a handshake in the server's certificate",
    handshakes((socket) => begun(socket, 200)),
    "tlsTimeout",
    "tls-timeout",
  ],
  ["a tunnel before its answer", connects(null), "connectTimeout", "proxy-timeout"],
  ["a tunnel after one letter", connects("H"), "connectTimeout", "proxy-timeout"],
  ["a tunnel in a header", connects("HTTP/1.1 200 OK\r\nVia: "), "connectTimeout", "proxy-timeout"],
  ["a tunnel after 103", connects("HTTP/1.1 103 Hints\r\n\r\n"), "connectTimeout", "proxy-timeout"],
  [
    "a tunnel in the body of a 407",
    connects("HTTP/1.1 407 No\r\nContent-Length: 9\r\n\r\nabc"),
    "connectTimeout",
    "proxy-timeout",
  ],
  ["a name server that is silent", names("silent"), "resolveTimeout", "resolve-timeout"],
  [
    "a name server silent about IPv6",
    names((_, type) => (type === 1 ? ["127.0.0.1"] : null)),
    "resolveTimeout",
    "resolve-timeout",
  ],
  [
    "a name server silent about IPv4",
    names((_, type) => (type === 28 ? ["::1"] : null)),
    "resolveTimeout",
    "resolve-timeout",
  ],
  ["a name server that answers another query", names(wrongId), "resolveTimeout", "resolve-timeout"],
  [
    "a name server that answers another question",
    names(otherQuestion),
    "resolveTimeout",
    "resolve-timeout",
  ],
];

const send = (
  { request, network }: Stall,
  limits: OwnNetwork,
  options: { signal?: AbortSignal; onEvent?: (event: TraceDetail) => void } = {},
): Promise<Outcome> =>
  bench.send({ ...request, network: { ...defaultNetwork, ...network, ...limits } }, options);
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe("what stalls", () => {
  it("in twenty places", () => {
    expect(places).toHaveLength(20);
  });

  it.each(places)("%s ends in its own time", async (_, stall, limit, code) => {
    const { failure } = await send(await stall(), { [limit]: 40 });
    expect(failure).toMatchObject({ kind: "timeout", code, remedy: expect.any(String) });
    expect(bench.pool.ledger.get().open).toEqual([]);
  });

  it.each(places)("%s ends in the turn it is cancelled", async (_, stall) => {
    const stop = new AbortController();
    const stalled = await stall();
    let over = false;
    const sent = send(stalled, {}, { signal: stop.signal });
    void sent.then(() => {
      over = true;
    });
    await stalled.stuck;
    await turn();
    expect(over).toBe(false);
    stop.abort();
    await turn();
    // Nothing is open any more, and nothing else had to happen first.
    expect(bench.pool.ledger.get()).toMatchObject({ open: [], waiting: [] });
    const { failure } = await sent;
    expect(failure).toMatchObject({ kind: "cancelled" });
  });
});
