import { createServer as createPlain } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./exchange-hop.testing.ts";
import type { TlsView } from "../../shared/model/exchange.ts";
import { readBytes } from "../wire/record/read-record.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import {
  authority,
  type CertificateMaker,
  endEntity,
  type Issued,
  loopbackNames,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";

let maker: CertificateMaker;
let root: Issued;
let good: Issued;
let bench: Bench;

beforeAll(async () => {
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
  bench = await openBench({ ca: [root.cert] });
}, 30_000);
afterAll(async () => {
  await bench.close();
  await maker.close();
});

const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

async function ask(
  tls: TlsOptions,
  request: { host?: string; verifyTls?: boolean } = {},
  times = 1,
  on = bench,
): Promise<Awaited<ReturnType<Bench["send"]>>[]> {
  const server = await serve(
    async (peer) => {
      for (let at = 0; ;) {
        at = await peer.until("\r\n\r\n", at);
        peer.end(answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      }
    },
    { tls },
  );
  try {
    const all: Awaited<ReturnType<Bench["send"]>>[] = [];
    for (let time = 0; time < times; time += 1) {
      all.push(
        await on.send({ port: server.port, scheme: "https", host: "127.0.0.1", ...request }),
      );
    }
    return all;
  } finally {
    await server.close();
  }
}

function viewOf(outcome: Awaited<ReturnType<Bench["send"]>> | undefined): TlsView | null {
  const event = outcome?.events.find((one) => one.kind === "tls");
  return event?.kind === "tls" ? event.tls : null;
}

describe("a good server", () => {
  it("is verified, shown with its chain, and recorded above and below TLS", async () => {
    const [got] = await ask({ key: good.key, cert: good.cert + root.cert }, { host: "localhost" });
    expect(got?.failure).toBeNull();
    expect(got?.body.toString()).toBe("ok");
    expect(got?.sent.toString()).toBe("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const view = viewOf(got);
    expect(view).toMatchObject({
      version: "TLSv1.3",
      servername: "localhost",
      resumed: false,
      verified: true,
    });
    expect(view?.chain.map((one) => one.subject)).toEqual(["CN=good, O=Test", "CN=root, O=Test"]);
    expect(view?.chain[0]).toMatchObject({
      issuer: "CN=root, O=Test",
      subjectAltNames: ["DNS:localhost", "IP Address:127.0.0.1"],
      validFrom: "2020-01-01T00:00:00.000Z",
      validTo: "2049-01-01T00:00:00.000Z",
      publicKey: "EC prime256v1",
    });
    expect(view?.chain[0]?.pem.replace(/\s/g, "")).toBe(good.cert.replace(/\s/g, ""));
    const socket: Uint8Array[] = [];
    for await (const part of readBytes(got?.folder ?? "", "socket", 0, 1e9)) socket.push(part);
    const below = Buffer.concat(socket);
    expect(below.subarray(0, 2)).toEqual(Buffer.from([0x16, 0x03]));
    expect(below.includes("Host: a")).toBe(false);
    const kinds = got?.events.map((event) => event.kind) ?? [];
    expect(kinds.indexOf("tls-start")).toBeGreaterThan(kinds.indexOf("connected"));
    expect(kinds.indexOf("tls")).toBeLessThan(kinds.indexOf("connection"));
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "resumes its session with %s, and still shows the chain",
    async (version) => {
      const [first, second] = await ask(
        { key: good.key, cert: good.cert + root.cert, maxVersion: version },
        { host: "localhost" },
        2,
      );
      expect(viewOf(first)).toMatchObject({ resumed: false, version });
      expect(viewOf(second)).toMatchObject({ resumed: true, verified: true });
      expect(viewOf(second)?.chain).toHaveLength(2);
    },
  );

  it("is offered HTTP/1.1 by ALPN", async () => {
    const [got] = await ask({ key: good.key, cert: good.cert, ALPNProtocols: ["http/1.1"] });
    expect(viewOf(got)?.alpn).toBe("http/1.1");
  });
});

describe("a certificate that", () => {
  interface Bad {
    readonly name: string;
    readonly code: string | RegExp;
    make(): Promise<TlsOptions>;
    readonly host?: string;
  }
  const one = async (wish: Parameters<CertificateMaker["make"]>[0]): Promise<TlsOptions> =>
    maker.make(wish);
  const rsa = (bits: number): string[] => [
    "-algorithm",
    "RSA",
    "-pkeyopt",
    `rsa_keygen_bits:${bits}`,
  ];
  const bad: readonly Bad[] = [
    {
      name: "has expired",
      code: "CERT_HAS_EXPIRED",
      make: () => one({ name: "old", by: "root", to: "20210101" }),
    },
    {
      name: "is not valid yet",
      code: "CERT_NOT_YET_VALID",
      make: () => one({ name: "new", by: "root", from: "20480101" }),
    },
    {
      name: "is self-signed",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      make: () => one({ name: "self" }),
    },
    {
      name: "has an untrusted root",
      code: "SELF_SIGNED_CERT_IN_CHAIN",
      async make() {
        const other = await maker.make({ name: "other", extensions: authority });
        const leaf = await maker.make({ name: "leaf", by: "other" });
        return { key: leaf.key, cert: leaf.cert + other.cert };
      },
    },
    {
      name: "is alone, its root unknown",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      make: () => one({ name: "alone", by: "other" }),
    },
    {
      name: "lacks its intermediate",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      async make() {
        await maker.make({ name: "middle", by: "root", extensions: authority });
        return maker.make({ name: "below", by: "middle" });
      },
    },
    {
      name: "is for another host",
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      host: "localhost",
      make: () =>
        one({
          name: "host",
          by: "root",
          extensions: [...endEntity, "subjectAltName=DNS:example.org"],
        }),
    },
    {
      name: "is for another address",
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      make: () =>
        one({ name: "ip", by: "root", extensions: [...endEntity, "subjectAltName=IP:127.0.0.2"] }),
    },
    {
      name: "names no address",
      code: "CERT_WITHOUT_IP",
      make: () =>
        one({
          name: "noip",
          by: "root",
          extensions: [...endEntity, "subjectAltName=DNS:localhost"],
        }),
    },
    {
      name: "has no names but a common name",
      code: "CERT_WITHOUT_NAMES",
      host: "localhost",
      make: () => one({ name: "localhost", by: "root", extensions: endEntity }),
    },
    {
      name: "is not for servers",
      code: "INVALID_PURPOSE",
      make: () =>
        one({
          name: "client",
          by: "root",
          extensions: ["extendedKeyUsage=clientAuth", loopbackNames],
        }),
    },
    {
      name: "was signed by a certificate that is no authority",
      code: "INVALID_CA",
      async make() {
        const fake = await maker.make({
          name: "fake",
          by: "root",
          extensions: [...endEntity, loopbackNames],
        });
        const leaf = await maker.make({ name: "faked", by: "fake" });
        return { key: leaf.key, cert: leaf.cert + fake.cert };
      },
    },
    {
      name: "its authority may not make",
      code: "PERMITTED_VIOLATION",
      host: "localhost",
      async make() {
        const narrow = await maker.make({
          name: "narrow",
          by: "root",
          extensions: [...authority, "nameConstraints=critical,permitted;DNS:example.org"],
        });
        const leaf = await maker.make({
          name: "outside",
          by: "narrow",
          extensions: [...endEntity, "subjectAltName=DNS:localhost"],
        });
        return { key: leaf.key, cert: leaf.cert + narrow.cert };
      },
    },
    {
      name: "has a weak key",
      code: "EE_KEY_TOO_SMALL",
      make: async () => ({
        ...(await one({ name: "weak", by: "root", key: rsa(1024) })),
        ciphers: "DEFAULT:@SECLEVEL=0",
      }),
    },
    {
      name: "is signed with SHA-1",
      code: "CA_MD_TOO_WEAK",
      make: async () => ({
        ...(await one({ name: "sha1", by: "root", digest: "sha1" })),
        ciphers: "DEFAULT:@SECLEVEL=0",
      }),
    },
    {
      name: "is signed with MD5",
      code: "CA_MD_TOO_WEAK",
      async make() {
        const middle = await maker.make({
          name: "rsaroot",
          by: "root",
          extensions: authority,
          key: rsa(2048),
        });
        const leaf = await maker.make({ name: "md5", by: "rsaroot", digest: "md5" });
        return { key: leaf.key, cert: leaf.cert + middle.cert, ciphers: "DEFAULT:@SECLEVEL=0" };
      },
    },
  ];

  it.each(bad.map((one_) => [one_.name, one_] as const))(
    "%s is refused before a byte is sent",
    async (_name, kind) => {
      const options = await kind.make();
      const host = kind.host ?? "127.0.0.1";
      const [got] = await ask(options, { host });
      expect(got?.failure?.kind).toBe("tls");

      expect(got?.failure?.code).toMatch(kind.code);
      expect(got?.failure?.phase).toBe("tls");
      expect(got?.failure?.message).toMatch(/^[A-Z].*\.$/);
      expect(got?.failure?.remedy).toMatch(/\.$/);
      expect(got?.clear).toHaveLength(0);
      expect(viewOf(got)).toMatchObject({ verified: false, verifyError: got?.failure?.code });
      expect(viewOf(got)?.chain.length).toBeGreaterThan(0);
      const [unverified, again] = await ask(options, { host, verifyTls: false }, 2);
      expect(unverified?.body.toString()).toBe("ok");
      expect(viewOf(unverified)?.verified).toBe(false);
      expect(again?.failure).toBeNull();
    },
  );

  it("was accepted without verification is refused to the next request with it", async () => {
    const self = await maker.make({ name: "selfish" });
    const server = await serve(
      async (peer) => {
        for (let at = 0; ;) {
          at = await peer.until("\r\n\r\n", at);
          peer.send(answer);
        }
      },
      { tls: self },
    );
    const to = { port: server.port, scheme: "https" as const };
    expect((await bench.send({ ...to, verifyTls: false })).failure).toBeNull();
    expect((await bench.send(to)).failure?.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    await server.close();
  });
});

describe("a handshake that", () => {
  async function against(
    reply: string | null,
    then: "end" | "reset" | "stay",
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<Bench["send"]>>> {
    const server = createPlain((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        if (reply !== null) socket.write(Buffer.from(reply, "latin1"));
        if (then === "end") socket.end();
        if (then === "reset") socket.resetAndDestroy();
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const got = await bench.send({ port, scheme: "https" }, signal === undefined ? {} : { signal });
    server.close();
    return got;
  }

  it.each([
    [
      "meets plain HTTP",
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      "end",
      /ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG/,
    ],
    ["meets an SSH server", "SSH-2.0-OpenSSH\r\n", "end", /ERR_SSL_/],
    ["is closed at once", null, "end", /^handshake-truncated$/],
    [
      "is cut inside a record",
      "\x16\x03\x03\x00\x7a\x02\x00",
      "end",
      /^handshake-truncated$|ERR_SSL_UNEXPECTED_EOF/,
    ],
    ["is reset", null, "reset", /^handshake-truncated$/],
    ["is refused by an alert", "\x15\x03\x03\x00\x02\x02\x28", "end", /HANDSHAKE_FAILURE/],
    ["is refused for the version", "\x15\x03\x03\x00\x02\x02\x46", "end", /PROTOCOL_VERSION/],
    ["is refused for the name", "\x15\x03\x03\x00\x02\x02\x70", "end", /UNRECOGNIZED_NAME/],
  ] as const)("%s", async (_name, reply, then, code) => {
    const got = await against(reply, then);
    expect(got.failure).toMatchObject({ kind: "tls", phase: "tls" });
    expect(got.failure?.code).toMatch(code);
    expect(got.failure?.message).toMatch(/^[A-Z].*\.$/);
    expect(got.clear).toHaveLength(0);
  });

  it("stalls ends when the request is cancelled", async () => {
    const controller = new AbortController();
    const server = createPlain((socket) => void socket.once("data", () => controller.abort()));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const got = await bench.send({ port, scheme: "https" }, { signal: controller.signal });
    expect(got.failure).toMatchObject({ kind: "cancelled", phase: "tls" });
    expect(bench.pool.snapshot().connections.some((entry) => entry.port === port)).toBe(false);
    server.close();
  });

  it.each([
    [
      "only offers TLS 1.1",
      { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT:@SECLEVEL=0" },
    ],
    [
      "only offers TLS 1.0",
      { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" },
    ],
    ["only offers unencrypted ciphers", { maxVersion: "TLSv1.2", ciphers: "NULL:@SECLEVEL=0" }],
    ["wants a client certificate, 1.2", { requestCert: true, maxVersion: "TLSv1.2" }],
    ["wants a client certificate, 1.3", { requestCert: true }],
    ["only speaks HTTP/2", { ALPNProtocols: ["h2"] }],
  ] as const)("%s", async (_name, options) => {
    const [got] = await ask({ key: good.key, cert: good.cert, ...options } as TlsOptions);
    expect(got?.failure?.kind).toBe("tls");
    expect(got?.failure?.code).toMatch(/^(?:ERR_SSL_|handshake-truncated)/);
    expect(got?.received).toHaveLength(0);
  });
});
