import { once } from "node:events";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import { openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { readBytes, readMarks } from "../wire/record/read-record.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { ok, startPeer } from "./peer.testing.ts";

let client: TestClient;
beforeAll(async () => {
  client = await openTestClient();
});
afterAll(() => client.close());

const send = (url: string, network: OwnNetwork = {}) =>
  client.send({
    url,
    settings: {
      verifyTls: false,
      network: { ...defaultNetwork, haproxyProtocol: true, ...network },
    },
  });

it.each([
  ["127.0.0.1", "", "TCP4 127.0.0.1 127.0.0.1"],
  ["::1", "", "TCP6 ::1 ::1"],
  ["127.0.0.1", "192.0.2.7", "TCP4 192.0.2.7 127.0.0.1"],
] as const)("to %s, for the client %j: PROXY %s", async (host, haproxyClientIp, expected) => {
  const server = await startPeer(() => ok("1"), host);
  const { id, exchange, events } = await send(server.url, { haproxyClientIp });
  const again = await send(server.url, { haproxyClientIp });
  const { localPort } = exchange.hops[0]?.connection ?? {};
  const line = `PROXY ${expected} ${localPort} ${server.port}`;
  const [first, second] = server.requests;
  expect(first?.bytes.toString()).toMatch(/^PROXY [^\r]*\r\nGET \/ HTTP\/1\.1\r\n/);
  expect(first?.bytes.toString().split("\r\n")[0]).toBe(line);
  expect(await client.recorded(id, "sent")).toEqual(first?.bytes);
  const marks = await readMarks(path.join(client.folder, id));
  expect(marks).toContainEqual(
    expect.objectContaining({ kind: "proxy-header", start: 0, end: line.length + 2, hop: 0 }),
  );
  expect(events).toContainEqual(expect.objectContaining({ kind: "haproxy", line, hop: 0 }));
  // Once for a connection.
  expect(second?.bytes.toString()).toMatch(/^GET/);
  expect(again.exchange.hops[0]?.connection?.reused).toBe(true);
  await server.close();
});

it("goes ahead of TLS, in the clear, and is in the record of what crossed the network", async () => {
  const maker = await openCertificateMaker();
  const own = await maker.make({ name: "own" });
  await maker.close();
  const secure = createSecure({ ...own }, (_, response) => response.end("1"));
  const lines: string[] = [];
  const server = createServer((socket) => {
    socket.once("data", (bytes) => {
      socket.pause();
      const end = bytes.indexOf("\r\n") + 2;
      lines.push(bytes.toString("latin1", 0, end));
      if (end < bytes.length) socket.unshift(bytes.subarray(end));
      secure.emit("connection", socket);
    });
  });
  const port = await listening(server.listen(0, "127.0.0.1"));
  const { id, exchange } = await send(`https://127.0.0.1:${port}/`);
  expect(exchange.failure).toBeNull();
  expect(lines).toHaveLength(1);
  const socketSide: Uint8Array[] = [];
  for await (const part of readBytes(path.join(client.folder, id), "socket", 0, Infinity))
    socketSide.push(part);
  expect(
    Buffer.concat(socketSide)
      .toString("latin1")
      .startsWith(lines[0] ?? "-"),
  ).toBe(true);
  client.pool.closeConnections();
  server.close();
  secure.close();
});

it("names no address over a unix socket", async () => {
  const unixSocket = path.join(client.folder, "s");
  let got = "";
  const server = createServer((socket: Socket) => {
    socket.once("data", (bytes) => {
      got = bytes.toString("latin1");
      socket.end("HTTP/1.1 204 No Content\r\n\r\n");
    });
  });
  server.listen(unixSocket);
  await once(server, "listening");
  await send("http://h/", { unixSocket });
  expect(got).toMatch(/^PROXY UNKNOWN\r\n/);
  server.close();
});

it("refuses a client's address that would be more than a word", async () => {
  const server = await startPeer(() => ok("1"));
  const { exchange } = await send(server.url, { haproxyClientIp: "1.2.3.4\r\nGET" });
  expect(exchange.failure).toMatchObject({ kind: "input", code: "haproxy-client-ip" });
  expect(server.requests).toEqual([]);
  await server.close();
});

async function listening(server: Server): Promise<number> {
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
