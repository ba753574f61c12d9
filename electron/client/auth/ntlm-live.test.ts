import http from "node:http";
import type { AddressInfo } from "node:net";
import expressNtlm from "express-ntlm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Auth } from "../../../shared/model/auth.ts";
import { textBody } from "../body/text.ts";
import { openTestClient, plainSettings, type Sent, type TestClient } from "../client.testing.ts";
import { ok, startPeer } from "../peer.testing.ts";
import { ntlmUser, type NtlmServer, startNtlmServer } from "./ntlm-server.testing.ts";

let client: TestClient;
const servers: NtlmServer[] = [];
beforeEach(async () => {
  client = await openTestClient();
});
afterEach(async () => {
  await client.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function start(options: Parameters<typeof startNtlmServer>[0] = {}): Promise<NtlmServer> {
  const server = await startNtlmServer(options);
  servers.push(server);
  return server;
}
const auth: Auth = { kind: "ntlm", ...ntlmUser };
const last = ({ exchange }: Sent) => exchange.hops.at(-1)?.response?.status;
const connections = ({ exchange }: Sent) => exchange.hops.map((hop) => hop.connection?.number);

describe("three messages on one connection", () => {
  test.each([false, true])("stamped by the server, so with a MIC: %s", async (stamped) => {
    const server = await start({ stamped });
    const sent = await client.send({
      method: "POST",
      url: server.url,
      auth,
      body: textBody("hello"),
    });
    expect(last(sent)).toBe(200);
    expect(server.seen).toEqual(["1:negotiate", "1:authenticated"]);
    expect(server.bodies).toEqual(["", "hello"]);
    expect(new Set(connections(sent)).size).toBe(1);
    expect(sent.exchange.hops.map(({ reason }) => reason)).toEqual(["first", "auth"]);
    expect(sent.exchange.hops.flatMap((hop) => hop.auth.map(({ action }) => action))).toEqual([
      "answered",
      "challenged",
      "answered",
    ]);
  });

  test("the login's connection is used again by the login, and by nobody else", async () => {
    const server = await start();
    await client.send({ url: server.url, auth });
    const again = await client.send({ url: server.url, auth });
    expect(again.exchange.hops).toHaveLength(1);
    const stranger = await client.send({ url: server.url });
    expect(last(stranger)).toBe(401);
    const other = await client.send({ url: server.url, auth: { ...auth, username: "Else" } });
    expect(last(other)).toBe(401);
    expect(server.seen).toEqual([
      "1:negotiate",
      "1:authenticated",
      "1:in",
      "2:nobody",
      "3:negotiate",
      "3:refused",
    ]);
  });

  test("sixteen at once, each on a connection of its own", async () => {
    const server = await start({ stamped: true });
    const all = await Promise.all(
      Array.from({ length: 16 }, () => client.send({ url: server.url, auth })),
    );
    expect(all.map(last)).toEqual(Array.from({ length: 16 }, () => 200));
    for (const sent of all) expect(new Set(connections(sent)).size).toBe(1);
  });

  test("also where connections are not to be used again otherwise", async () => {
    const server = await start();
    const network = { ...plainSettings.network, reuse: false };
    expect(last(await client.send({ url: server.url, auth, settings: { network } }))).toBe(200);
  });

  test("a wrong password is tried once and is in no event", async () => {
    const server = await start();
    const sent = await client.send({ url: server.url, auth: { ...auth, password: "CANARY" } });
    expect(last(sent)).toBe(401);
    expect(server.seen).toEqual(["1:negotiate", "1:refused"]);
    expect(sent.exchange.hops.at(-1)?.auth.at(-1)).toMatchObject({
      action: "refused",
      facts: [["reason", "wrong-credentials"]],
    });
    expect(JSON.stringify(sent.events)).not.toContain("CANARY");
  });

  test("a connection closed under the handshake: begun again once", async () => {
    const once = await start({ closes: 1 });
    const sent = await client.send({ url: once.url, auth });
    expect(last(sent)).toBe(200);
    expect(once.seen).toEqual(["1:negotiate", "2:refused", "2:negotiate", "2:authenticated"]);
    const always = await start({ closes: 9 });
    const given = await client.send({ url: always.url, auth });
    expect(last(given)).toBe(401);
    expect(given.exchange.hops.at(-1)?.auth.at(-1)?.facts).toEqual([
      ["reason", "connection-closed"],
    ]);
  });

  test("whatever the server asks for: NTLM where it asks for that", async () => {
    const server = await start({ offers: ['Basic realm="x"', "NTLM"] });
    const any: Auth = { kind: "any", ...ntlmUser };
    const { workstation: _, ...rest } = ntlmUser;
    const sent = await client.send({ url: server.url, auth: { ...any, ...rest, kind: "any" } });
    expect(last(sent)).toBe(200);
    expect(server.seen).toEqual(["1:nobody", "2:negotiate", "2:authenticated"]);
    expect(sent.exchange.hops.map(({ reason }) => reason)).toEqual(["first", "auth", "auth"]);
  });
});

test("a server that does not ask gets the body after all", async () => {
  const peer = await startPeer(() => ok("fine"));
  const sent = await client.send({ method: "PUT", url: peer.url, auth, body: textBody("data") });
  expect(last(sent)).toBe(200);
  expect(peer.requests.map((one) => one.bytes.toString().split("\r\n\r\n")[1])).toEqual([
    "",
    "data",
  ]);
  await client.send({ url: peer.url, auth });
  expect(peer.requests).toHaveLength(3);
  await peer.close();
});

test("express-ntlm, which others wrote, takes the names", async () => {
  const check = expressNtlm({});
  const server = http.createServer((request, response) => {
    const asked = Object.assign(request, { get: (name: string) => request.headers[name] });
    const told = Object.assign(response, {
      locals: {},
      sendStatus: (status: number) => {
        response.statusCode = status;
        response.end();
      },
    });
    check(asked, told, () => response.end(JSON.stringify((asked as { ntlm?: unknown }).ntlm)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sent = await client.send({ url, auth: { ...auth, workstation: "DESK" } });
  expect(last(sent)).toBe(200);
  const received = await client.recorded(sent.id, "received");
  expect(received.toString()).toContain(
    '{"DomainName":"Domain","UserName":"User","Workstation":"DESK","Authenticated":true}',
  );
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
});
