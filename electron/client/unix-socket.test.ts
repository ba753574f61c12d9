import { once } from "node:events";
import { createServer as createPlain } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createSecure } from "node:https";
import type { Server } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import { type Issued, openCertificateMaker } from "../wire/connect/certificates.testing.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";

let client: TestClient;
let own: Issued;
const servers: { close(): unknown }[] = [];
beforeAll(async () => {
  const maker = await openCertificateMaker();
  own = await maker.make({ name: "own" });
  await maker.close();
  client = await openTestClient();
});
afterAll(async () => {
  client.pool.closeConnections();
  for (const server of servers) server.close();
  await client.close();
});

async function listen(name: string, server: unknown): Promise<string> {
  const socket = path.join(client.folder, name);
  (server as Server).listen(socket);
  await once(server as Server, "listening");
  servers.push(server as Server);
  return socket;
}
const send = async (url: string, network: OwnNetwork) =>
  (
    await client.send({
      url,
      settings: { verifyTls: false, network: { ...defaultNetwork, ...network } },
    })
  ).exchange;

describe("over a unix socket", () => {
  it("goes HTTP, with the host of the URL", async () => {
    const server = createPlain((request, response) => response.end(request.headers.host));
    const unixSocket = await listen("http.sock", server);
    const { failure, hops } = await send("http://docker.test:81/x", { unixSocket });
    expect(failure).toBeNull();
    expect(hops[0]).toMatchObject({
      requestTarget: "/x",
      body: { size: "docker.test:81".length },
      connection: { socketPath: unixSocket },
    });
  });

  it("goes TLS, with the name of the URL, and HTTP/2 where it is chosen", async () => {
    const secure = createSecure({ ...own }, (_, response) => response.end("1"));
    const first = await listen("https.sock", secure);
    const one = await send("https://docker.test/", { unixSocket: first });
    expect(one.failure).toBeNull();
    expect(one.hops[0]?.connection).toMatchObject({
      socketPath: first,
      tls: { servername: "docker.test" },
    });
    const multiplexed = createSecureServer({ ...own }, (_, response) => response.end("2"));
    const second = await listen("h2.sock", multiplexed);
    const two = await send("https://docker.test/", { unixSocket: second });
    expect(two.failure).toBeNull();
    expect(two.hops[0]?.response?.httpVersion).toBe("2");
  });

  it("goes past any proxy, and says so", async () => {
    const server = createPlain((_, response) => response.end("direct"));
    const unixSocket = await listen("direct.sock", server);
    const proxy = {
      kind: "server",
      bypass: "",
      server: {
        scheme: "http",
        host: "127.0.0.1",
        port: 1,
        username: "",
        password: "",
        auth: "any",
        tunnel: false,
      },
    } as const;
    const { exchange, events } = await client.send({
      url: "http://a.test/",
      settings: { network: { ...defaultNetwork, unixSocket, proxy } },
    });
    expect(exchange.failure).toBeNull();
    expect(events).toContainEqual(expect.objectContaining({ kind: "note", code: "proxy-unused" }));
  });
});
