import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import {
  authority,
  type CertificateMaker,
  endEntity,
  type Issued,
  loopbackNames,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";
import { createKeyLog } from "../wire/connect/key-log.ts";
import { noMaterial, tlsMaterial } from "../wire/connect/tls-material.ts";
import { type Bench, openBench, type Outcome } from "./exchange-hop.testing.ts";

let maker: CertificateMaker;
let root: Issued;
let good: Issued;
let bench: Bench;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "envoi-tls-view-"));
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
  bench = await openBench({ ca: [root.cert] });
}, 60_000);
afterAll(async () => {
  await bench.close();
  await maker.close();
  rmSync(home, { recursive: true, force: true });
});

interface Choice {
  readonly staple?: Buffer;
  readonly network?: OwnNetwork;
  readonly material?: typeof noMaterial;
  readonly on?: Bench;
  readonly times?: number;
}

async function ask(options: TlsOptions, choice: Choice = {}): Promise<Outcome[]> {
  const { staple, network = {}, material = noMaterial, on = bench, times = 1 } = choice;
  const server = createServer({ key: good.key, cert: good.cert, ...options }, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () =>
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"),
    );
  });
  server.on("OCSPRequest", (_certificate, _issuer, done) => done(null, staple ?? Buffer.alloc(0)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const outcomes: Outcome[] = [];
  for (let time = 0; time < times; time += 1) {
    outcomes.push(
      await on.send({
        port,
        scheme: "https",
        host: "localhost",
        network: { ...defaultNetwork, ...network },
        material,
      }),
    );
  }
  server.close();
  return outcomes;
}

function viewOf(outcome: Outcome | undefined) {
  const event = outcome?.events.find((one) => one.kind === "tls");
  if (event?.kind !== "tls") throw new Error("no TLS");
  return event.tls;
}

describe("the chain", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "tells what the server sent, what the trust store added, what nobody needs, %s",
    async (maxVersion) => {
      const middle = await maker.make({ name: "middle", by: "root", extensions: authority });
      const leaf = await maker.make({ name: "leaf", by: "middle" });
      const stray = await maker.make({ name: "stray" });
      const cert = leaf.cert + stray.cert + middle.cert;
      const [got, again] = await ask({ key: leaf.key, cert, maxVersion }, { times: 2 });
      const view = viewOf(got);
      const told = view.chain.map(({ subject, from }) => [subject, from]);
      expect(told).toEqual([
        ["CN=leaf, O=Test", "server"],
        ["CN=middle, O=Test", "server"],
        ["CN=root, O=Test", "store"],
      ]);
      expect(view.unused?.map(({ subject }) => subject)).toEqual(["CN=stray, O=Test"]);
      expect(view.group).toMatch(/^X25519/);
      expect(view.chain[1]?.details).toMatchObject({
        signatureAlgorithm: "ecdsa-with-SHA256",
        keyUsage: ["keyCertSign", "cRLSign"],
        basicConstraints: { authority: true, pathLength: null },
      });
      expect(view.chain[0]?.details?.fingerprint1).toMatch(/^(?:[0-9A-F]{2}:){19}[0-9A-F]{2}$/);
      expect(viewOf(again).resumed).toBe(true);
      expect(viewOf(again).chain).toEqual(view.chain);
    },
  );

  it.each([
    ["the built-in authorities", () => [] as string[]],
    ["one of one's own", () => [root.cert]],
  ])(
    "is told whole, and the wish for a certificate, when a session is not taken back, with %s",
    async (_, ca) => {
      const stray = await maker.make({ name: "stray" });
      const server = createServer(
        {
          key: good.key,
          cert: good.cert + stray.cert,
          requestCert: true,
          ca: root.cert,
          rejectUnauthorized: false,
        },
        (socket) => {
          socket.on("error", () => undefined);
          socket.once("data", () =>
            socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
          );
        },
      );
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const own = await openBench({ ca: ca() });
      const asked = { port, scheme: "https", host: "localhost", verifyTls: false } as const;
      try {
        for (const keys of [1, 2, 3]) {
          // It cannot read a ticket of the keys before.
          server.setTicketKeys(Buffer.alloc(48, keys));
          const full = viewOf(await own.send(asked));
          expect(full).toMatchObject({ version: "TLSv1.3", resumed: false, clientCertificate: "" });
          expect(full.chain[0]).toMatchObject({ subject: "CN=good, O=Test", from: "server" });
          expect(full.unused?.map(({ subject }) => subject)).toEqual(["CN=stray, O=Test"]);
          const again = viewOf(await own.send(asked));
          expect(again).toMatchObject({ resumed: true, verified: full.verified });
          expect(again.chain).toEqual(full.chain);
        }
      } finally {
        await own.close();
        server.close();
      }
    },
  );

  it("tells of a client certificate that was asked for, and whose was given", async () => {
    const asking = { requestCert: true, rejectUnauthorized: false };
    expect(viewOf((await ask({}))[0]).clientCertificate).toBeUndefined();
    expect(viewOf((await ask(asking))[0]).clientCertificate).toBe("");
    const me = await maker.make({ name: "me", by: "root" });
    const file = (bytes: string) => ({
      kind: "read" as const,
      name: "f",
      bytes: Buffer.from(bytes),
    });
    const material = tlsMaterial(null, [
      { type: "pem", domain: "*", certificate: file(me.cert), key: file(me.key), passphrase: "" },
    ]);
    expect(viewOf((await ask(asking, { material }))[0]).clientCertificate).toBe("CN=me, O=Test");
  });
});

describe("a stapled OCSP response", () => {
  it("is shown, and counts", async () => {
    expect(viewOf((await ask({}))[0]).ocsp).toBeNull();
    const without = await ask({}, { network: { ocspStatus: false } });
    expect(viewOf(without[0]).ocsp).toBeUndefined();
    const staple = await maker.staple("good", "root");
    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      const [got] = await ask({ maxVersion }, { staple });
      expect(got?.failure).toBeNull();
      expect(viewOf(got).ocsp).toMatchObject({ status: "good", signed: true });
    }
    const [odd] = await ask({}, { staple: Buffer.from("odd") });
    expect(odd?.failure).toBeNull();
    expect(viewOf(odd).ocsp?.status).toBe("unreadable");
  });

  it("that says revoked refuses the certificate", async () => {
    const bad = await maker.make({ name: "bad", by: "root" });
    await maker.revoke("bad");
    const staple = await maker.staple("bad", "root");
    const [got] = await ask({ key: bad.key, cert: bad.cert }, { staple });
    expect(got?.failure).toMatchObject({ kind: "tls", code: "CERT_REVOKED" });
    expect(got?.clear).toHaveLength(0);
    expect(viewOf(got).ocsp).toMatchObject({ status: "revoked", signed: true });
  });

  it("is missed where the certificate promises one, but not when it was not asked for or the session is resumed", async () => {
    const promising = await maker.make({
      name: "promising",
      by: "root",
      extensions: [...endEntity, loopbackNames, "tlsfeature=status_request"],
    });
    const server = { key: promising.key, cert: promising.cert };
    expect((await ask(server))[0]?.failure?.code).toBe("OCSP_STAPLE_MISSING");
    expect((await ask(server, { network: { ocspStatus: false } }))[0]?.failure).toBeNull();
    const staple = await maker.staple("promising", "root");
    const [first, second] = await ask(server, { staple, times: 2 });
    expect(first?.failure).toBeNull();
    expect(viewOf(second).resumed).toBe(true);
    expect(second?.failure).toBeNull();
  });
});

describe("old versions", () => {
  it("do not make weak certificates good", async () => {
    const old: TlsOptions = {
      ciphers: "DEFAULT:@SECLEVEL=0",
      maxVersion: "TLSv1.1",
      minVersion: "TLSv1",
    };
    const network: OwnNetwork = { tlsMin: "1.0" };
    const key = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"];
    const weak = await maker.make({ name: "weak", by: "root", key });
    const [small] = await ask({ ...old, key: weak.key, cert: weak.cert }, { network });
    expect(small?.failure?.code).toBe("EE_KEY_TOO_SMALL");
    const sha1 = await maker.make({ name: "sha1", by: "root", digest: "sha1" });
    const [hashed] = await ask({ ...old, key: sha1.key, cert: sha1.cert }, { network });
    expect(hashed?.failure?.code).toBe("CERT_SIGNED_WITH_SHA1");
    // Who names the level has decided for it.
    const chosen = { ...network, ciphers: "DEFAULT:@SECLEVEL=0" };
    const [own] = await ask({ ...old, key: sha1.key, cert: sha1.cert }, { network: chosen });
    expect(own?.failure).toBeNull();
  });
});

describe("the key log", () => {
  it("gets the secrets of every handshake, appended, for this user alone", async () => {
    const file = join(home, "keys.log");
    let name = "";
    const keyLog = createKeyLog(() => name);
    const logged = await openBench({ ca: [root.cert], keyLog });
    try {
      await ask({}, { on: logged });
      expect(existsSync(file)).toBe(false);
      name = file;
      await ask({ maxVersion: "TLSv1.2" }, { on: logged });
      // The second one takes the session of the first back.
      await ask({}, { on: logged, times: 2 });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const lines = readFileSync(file, "latin1").split("\n");
      expect(lines.pop()).toBe("");
      const shape = /^[A-Z_0-9]+ [0-9a-f]{64} (?:[0-9a-f]{64}|[0-9a-f]{96})$/;
      for (const line of lines) expect(line).toMatch(shape);
      const secrets = [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "CLIENT_TRAFFIC_SECRET_0",
        "EXPORTER_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_TRAFFIC_SECRET_0",
      ];
      expect(lines.map((line) => line.slice(0, line.indexOf(" "))).toSorted()).toEqual(
        ["CLIENT_RANDOM", ...secrets, ...secrets].toSorted(),
      );
      name = join(home, "no", "such", "folder");
      const [got, next] = await ask({}, { on: logged, times: 2 });
      expect(got?.failure).toBeNull();
      const notes = (outcome: Outcome | undefined) =>
        outcome?.events.filter((event) => event.kind === "note");
      expect(notes(got)).toMatchObject([{ code: "key-log" }]);
      expect(notes(next)).toEqual([]);
    } finally {
      await logged.close();
      keyLog.close();
    }
  });
});

describe("the end of a reply", () => {
  it.each([
    ["TLSv1.2", false],
    ["TLSv1.2", true],
    ["TLSv1.3", false],
    ["TLSv1.3", true],
  ] as const)("%s, cut off: %s", async (maxVersion, cut) => {
    const server = createServer({ key: good.key, cert: good.cert, maxVersion });
    const below: Socket[] = [];
    server.on("connection", (socket: Socket) => below.push(socket));
    server.on("secureConnection", (socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        const reply = "HTTP/1.1 200 OK\r\n\r\nto the end";
        // The socket below is closed without TLS knowing.
        if (cut) socket.write(reply, () => below[0]?.end());
        else socket.end(reply);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const got = await bench.send({ port, scheme: "https", host: "localhost" });
    expect(got.failure).toBeNull();
    expect(got.body.toString()).toBe("to the end");
    const notes = got.events.filter((event) => event.kind === "note").map(({ code }) => code);
    expect(notes).toEqual(cut ? ["no-close-notify"] : []);
    for (const socket of below) socket.destroy();
    server.close();
  });
});
