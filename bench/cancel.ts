import { randomBytes } from "node:crypto";
import dgram from "node:dgram";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import zlib from "node:zlib";
import type { ProxyServer } from "../shared/model/network/proxy.ts";
import type { TraceEvent } from "../shared/model/trace.ts";
import type { BodySource } from "../electron/client/send.ts";
import { type BenchClient, type BenchOptions, openClient } from "./client.ts";
import { openPeer } from "./peer.ts";
import type { Measure, Ratio } from "./ratio.ts";

/** An exchange that is stopped in one of its phases. */
interface Phase {
  readonly name: string;
  readonly url: string;
  readonly options?: BenchOptions;
  /** The event that says the phase has begun. */
  readonly begins: TraceEvent["kind"];
  /** ms from then to the abort; 0: at once. */
  readonly after: number;
}

/** ms from the abort to the end of the exchange, its record closed. */
const most = 100;
const rounds = 5;

/** From the press of Cancel to the end of the exchange, in each phase; the worst of some rounds, not the median. */
export const cancel: Measure = async () => {
  const servers = await openServers();
  const peer = await openPeer();
  const client = await openClient();
  try {
    const ratios: Ratio[] = [];
    for (const phase of phases(servers, peer.url)) ratios.push(await measure(client, phase));
    return ratios;
  } finally {
    await client.close();
    peer.close();
    servers.close();
  }
};

async function measure(client: BenchClient, phase: Phase): Promise<Ratio> {
  let worst = 0;
  for (let round = 0; round < rounds; round += 1)
    worst = Math.max(worst, await client.cancel(phase.url, phase));
  const name = `cancelled ${phase.name}`;
  const comparedWith = "the limit";
  return {
    name,
    unit: "ms",
    envoi: worst,
    other: most,
    ratio: worst / most,
    comparedWith,
    target: 1,
  };
}

function phases(servers: Servers, peer: string): readonly Phase[] {
  const { silent, encoded } = servers;
  const proxy: ProxyServer = {
    scheme: "http",
    host: "127.0.0.1",
    port: silent,
    username: "",
    password: "",
    auth: "none",
    tunnel: true,
  };
  const nobody = `http://127.0.0.1:${silent}/`;
  const upload = { body: { source: endlessBody(), type: "application/octet-stream" } };
  return [
    {
      name: "while a name is looked up",
      url: "http://never-answered.test/",
      options: { network: { dnsServers: [`127.0.0.1:${servers.names}`] } },
      begins: "dns-start",
      after: 20,
    },
    { name: "while connecting", url: nobody, begins: "connect-start", after: 0 },
    {
      name: "while a proxy is asked",
      url: "http://example.test/",
      options: { network: { proxy: { kind: "server", server: proxy, bypass: "" } } },
      // Of the CONNECT.
      begins: "sent",
      after: 20,
    },
    {
      name: "in the TLS handshake",
      url: `https://127.0.0.1:${silent}/`,
      begins: "tls-start",
      after: 20,
    },
    { name: "in a body going out", url: `${peer}/0`, options: upload, begins: "upload", after: 50 },
    {
      name: "while a server that takes nothing is written to",
      url: nobody,
      options: upload,
      begins: "send-start",
      after: 50,
    },
    { name: "while waiting for the first byte", url: nobody, begins: "sent", after: 20 },
    { name: "in a body at full speed", url: `${peer}/4096`, begins: "body", after: 50 },
    {
      name: "while decoding at full speed",
      url: `http://127.0.0.1:${encoded}/`,
      begins: "body",
      after: 10,
    },
    {
      name: "between two tries",
      url: "http://127.0.0.1:1/",
      options: { network: { retries: 3, retryDelay: 60_000, retryOn: ["connect"] } },
      begins: "retry",
      after: 20,
    },
  ];
}

function endlessBody(): BodySource {
  const block = Buffer.alloc(64 << 10, "0123456789abcdef");
  return {
    length: 2 ** 50,
    replayable: true,
    async *open() {
      for (;;) yield block;
    },
  };
}

interface Servers {
  /** Port of a server that accepts, reads nothing and says nothing. */
  readonly silent: number;
  /** Port of a name server that says nothing. */
  readonly names: number;
  /** Port of a server whose reply takes long to decode. */
  readonly encoded: number;
  close(): void;
}

async function openServers(): Promise<Servers> {
  const sockets = new Set<net.Socket>();
  const serve = (answer: (socket: net.Socket) => void): net.Server =>
    net.createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
      answer(socket);
    });
  const silent = serve((socket) => socket.pause());
  const content = zlib.gzipSync(randomBytes(32 << 20).toString("hex"), { level: 1 });
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${content.length}\r\n\r\n`;
  const encoded = serve((socket) => {
    socket.once("data", () => {
      socket.write(head);
      socket.write(content);
    });
  });
  const names = dgram.createSocket("udp4");
  for (const server of [silent, encoded]) await once(server.listen(0, "127.0.0.1"), "listening");
  names.bind(0, "127.0.0.1");
  await once(names, "listening");
  return {
    silent: (silent.address() as AddressInfo).port,
    encoded: (encoded.address() as AddressInfo).port,
    names: names.address().port,
    close() {
      for (const socket of sockets) socket.destroy();
      silent.close();
      encoded.close();
      names.close();
    },
  };
}
