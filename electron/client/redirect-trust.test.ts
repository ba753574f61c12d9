import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import {
  authority,
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";
import { type ClientIdentity, type LoadedFile, tlsMaterial } from "../wire/connect/tls-material.ts";
import { type ScriptedServer, serve } from "../wire/scripted-peer.testing.ts";
import { textBody } from "./body/text.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { ok, type Peer, reply, startPeer } from "./peer.testing.ts";

let client: TestClient;
let maker: CertificateMaker;
let root: Issued;
let mine: Issued;
let good: Issued;
beforeAll(async () => {
  client = await openTestClient();
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
  mine = await maker.make({
    name: "mine",
    by: "root",
    extensions: ["extendedKeyUsage=clientAuth"],
  });
}, 60_000);
afterAll(async () => {
  await client.close();
  await maker.close();
});

const file = (text: string): LoadedFile => ({
  kind: "read",
  name: "f.pem",
  bytes: Buffer.from(text),
});

describe("a client certificate and a redirect to another origin", () => {
  /** A TLS server that asks for a certificate, notes whose it got, and answers with these bytes. */
  async function secured(
    answer: () => string,
  ): Promise<ScriptedServer & { readonly shown: unknown[] }> {
    const shown: unknown[] = [];
    const server = await serve(
      async (peer) => {
        await peer.until("\r\n\r\n");
        shown.push((peer.socket as TLSSocket).getPeerCertificate().subject?.CN);
        peer.end(answer());
      },
      {
        tls: {
          key: good.key,
          cert: good.cert,
          ca: [root.cert],
          requestCert: true,
          rejectUnauthorized: false,
        },
      },
    );
    return { ...server, shown };
  }

  const identity = (domain: string): ClientIdentity => ({
    type: "pem",
    domain,
    certificate: file(mine.cert),
    key: file(mine.key),
    passphrase: "",
  });

  test.each([
    ["for every host", "*", false, undefined],
    ["for every host, trusting", "*", true, "mine"],
    ["for a host that is named", "127.0.0.1", false, undefined],
    ["for the other host too", "localhost", false, "mine"],
  ])("%s", async (_, domain, forwardCredentials, then) => {
    const other = await secured(
      () => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
    );
    const first = await secured(
      () =>
        `HTTP/1.1 302 Found\r\nLocation: https://localhost:${other.port}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    const identities = [identity("127.0.0.1"), identity(domain)];
    const { exchange } = await client.send({
      url: `https://127.0.0.1:${first.port}/`,
      settings: {
        network: { ...defaultNetwork, httpVersion: "1.1", forwardCredentials },
        material: tlsMaterial(file(root.cert), identities),
      },
    });
    expect(exchange.failure).toBeNull();
    expect(exchange.hops).toHaveLength(2);
    expect(first.shown).toEqual(["mine"]);
    expect(other.shown).toEqual([then]);
    const dropped = exchange.hops[0]?.redirect?.dropped.map(({ name }) => name);
    expect(dropped).toEqual(domain === "*" && !forwardCredentials ? ["client certificate"] : []);
    await Promise.all([first.close(), other.close()]);
  });
});

describe("curl's switches, on the wire", () => {
  const network = (over: OwnNetwork) => ({ network: { ...defaultNetwork, ...over } });
  const redirecting = (status: number, to: () => string): Promise<Peer> =>
    startPeer(({ head }) =>
      head.includes(" /end ") ? ok("end") : reply(`${status} Moved`, "", `Location: ${to()}\r\n`),
    );

  test.each([301, 302, 303] as const)("--post%i keeps method and body", async (status) => {
    const peer = await redirecting(status, () => "/end");
    const wanted = { method: "POST", body: textBody("hello"), bodyContentType: "text/x" };
    await client.send({
      ...wanted,
      url: peer.url,
      settings: network({ keepMethod: [`${status}`] }),
    });
    expect(peer.requests[1]?.bytes.toString()).toMatch(
      /^POST \/end [\s\S]*Content-Type: text\/x[\s\S]*\r\n\r\nhello$/,
    );
    await peer.close();
  });

  test("--location-trusted: auth, keys, typed cookies and a 307 body reach the other origin", async () => {
    const other = await startPeer(() => ok("end"));
    const first = await redirecting(307, () => `${other.url}/end`);
    await client.send({
      method: "POST",
      url: first.url,
      auth: { kind: "basic", username: "ana", password: "pw" },
      headers: [
        { name: "X-Api-Key", value: "k", origin: "request" },
        { name: "Cookie", value: "c=1", origin: "request" },
        { name: "Host", value: "typed.test", origin: "request" },
      ],
      body: textBody("hello"),
      settings: network({ forwardCredentials: true }),
    });
    const seen = other.requests[0];
    expect(seen?.field("Authorization")).toBe("Basic YW5hOnB3");
    expect(seen?.field("X-Api-Key")).toBe("k");
    expect(seen?.field("Cookie")).toBe("c=1");
    expect(seen?.field("Host")).toBe(`127.0.0.1:${other.port}`);
    expect(seen?.bytes.toString()).toMatch(/\r\n\r\nhello$/);
    await Promise.all([first.close(), other.close()]);
  });
});
