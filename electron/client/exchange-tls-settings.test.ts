import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TLSSocket, TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import {
  authority,
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../wire/connect/certificates.testing.ts";
import { type LoadedFile, noMaterial, tlsMaterial } from "../wire/connect/tls-material.ts";
import { serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, openBench, type Outcome } from "./exchange-hop.testing.ts";
import type { HopRequest } from "./hop.ts";

const run = promisify(execFile);

let maker: CertificateMaker;
let root: Issued;
let good: Issued;
let client: Issued;
let bench: Bench;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "envoi-tls-"));
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
  client = await maker.make({
    name: "client",
    by: "root",
    extensions: ["extendedKeyUsage=clientAuth"],
  });
  bench = await openBench({ ca: [root.cert] });
}, 60_000);
afterAll(async () => {
  await bench.close();
  await maker.close();
  rmSync(home, { recursive: true, force: true });
});

const file = (bytes: string | Buffer, name = "file.pem"): LoadedFile => ({
  kind: "read",
  name,
  bytes: Buffer.from(bytes),
});

interface Seen {
  readonly outcome: Outcome;
  /** What the server was asked for by name; undefined when no request came that far. */
  readonly servername?: string | false | undefined;
  /** The common name in the client's certificate. */
  readonly subject?: unknown;
}

/** Sends once to a TLS server of these options; with what the server saw. */
async function ask(
  options: TlsOptions,
  request: Partial<HopRequest> = {},
  network: OwnNetwork = {},
  on = bench,
): Promise<Seen> {
  const atServer: { servername?: string | false; subject?: unknown } = {};
  const server = await serve(
    async (peer) => {
      await peer.until("\r\n\r\n");
      const socket = peer.socket as TLSSocket & { readonly servername: string | false };
      atServer.servername = socket.servername;
      atServer.subject = socket.getPeerCertificate().subject?.CN;
      peer.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    },
    { tls: { key: good.key, cert: good.cert, ...options } },
  );
  try {
    const outcome = await on.send({
      port: server.port,
      scheme: "https",
      host: "localhost",
      network: { ...defaultNetwork, ...network },
      ...request,
    });
    return { outcome, ...atServer };
  } finally {
    await server.close();
  }
}

function viewOf({ outcome }: Seen) {
  const event = outcome.events.find((one) => one.kind === "tls");
  return event?.kind === "tls" ? event.tls : null;
}

const old = { ciphers: "DEFAULT:@SECLEVEL=0" } as const;

describe("versions", () => {
  it.each(["1.0", "1.1"] as const)(
    "TLS %s when it is allowed, and the trace says the price",
    async (version) => {
      const name = version === "1.0" ? "TLSv1" : "TLSv1.1";
      const limits: TlsOptions = { minVersion: name, maxVersion: name, ...old };
      const refused = await ask(limits);
      expect(refused.outcome.failure?.kind).toBe("tls");
      const seen = await ask(limits, {}, { tlsMin: version });
      expect(seen.outcome.failure).toBeNull();
      expect(viewOf(seen)).toMatchObject({ version: name, verified: true });
      const notes = seen.outcome.events.filter((event) => event.kind === "note");
      expect(notes).toMatchObject([{ code: "tls-level-lowered" }]);
    },
  );

  it("no higher than the highest", async () => {
    expect(viewOf(await ask({}, {}, { tlsMax: "1.2" }))?.version).toBe("TLSv1.2");
    expect(viewOf(await ask({}, {}, { tlsMin: "1.3" }))?.version).toBe("TLSv1.3");
  });

  it("crossed are refused before anything is sent", async () => {
    const { outcome } = await ask({}, {}, { tlsMin: "1.3", tlsMax: "1.2" });
    expect(outcome.failure).toMatchObject({ kind: "input", code: "tls-versions", place: "tlsMin" });
  });
});

describe("ciphers and groups", () => {
  it("offers those named", async () => {
    const suite = "ECDHE-ECDSA-AES128-GCM-SHA256";
    expect(viewOf(await ask({}, {}, { ciphers: suite, tlsMax: "1.2" }))?.cipher).toBe(suite);
    const suite13 = "TLS_CHACHA20_POLY1305_SHA256";
    expect(viewOf(await ask({}, {}, { ciphers: suite13 }))?.cipher).toBe(suite13);
    const same = await ask({ ecdhCurve: "P-384" }, {}, { groups: "P-384" });
    expect(same.outcome.failure).toBeNull();
  });

  it("finds nothing in common with a server that has others", async () => {
    const { outcome } = await ask(
      { ecdhCurve: "P-256", maxVersion: "TLSv1.3" },
      {},
      { groups: "P-384" },
    );
    expect(outcome.failure?.kind).toBe("tls");
  });

  it("refuses names nobody knows, with the place", async () => {
    const ciphers = await ask({}, {}, { ciphers: "NO-SUCH" });
    expect(ciphers.outcome.failure).toMatchObject({ code: "tls-ciphers", place: "ciphers" });
    const groups = await ask({}, {}, { groups: "nope" });
    expect(groups.outcome.failure).toMatchObject({ code: "tls-groups", place: "groups" });
  });
});

describe("names and protocols", () => {
  it.each([
    ["the host", {}, "localhost", "localhost"],
    ["another name", { servername: "other.test" }, "localhost", "other.test"],
    ["none", { servername: "" }, "localhost", false],
    ["none for an address", {}, "127.0.0.1", false],
    ["a name for an address", { servername: "localhost" }, "127.0.0.1", "localhost"],
  ] as const)("sends as server name: %s", async (_name, network, host, expected) => {
    const seen = await ask({}, { host, verifyTls: false }, network);
    expect(seen.servername).toBe(expected);
  });

  it("checks the certificate against the server name, not the host", async () => {
    const other = await maker.make({
      name: "other",
      by: "root",
      extensions: ["subjectAltName=DNS:other.test"],
    });
    const tls = { key: other.key, cert: other.cert };
    expect((await ask(tls, {}, { servername: "other.test" })).outcome.failure).toBeNull();
    expect((await ask(tls)).outcome.failure?.code).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  it("offers the protocols named, or none", async () => {
    const server: TlsOptions = { ALPNProtocols: ["foo/1", "http/1.1"] };
    expect(viewOf(await ask(server, {}, { alpn: ["bar/1", "foo/1"] }))?.alpn).toBe("foo/1");
    expect(viewOf(await ask(server))?.alpn).toBe("http/1.1");
    const none = await ask(server, {}, { alpn: ["-"] });
    expect(viewOf(none)?.alpn).toBe("");
    expect(none.outcome.events).toContainEqual({
      kind: "tls-start",
      servername: "localhost",
      alpn: [],
    });
  });
});

describe("authorities of one's own", () => {
  it("are trusted beside the built-in ones, or instead of them", async () => {
    const plain = await openBench();
    const material = tlsMaterial(file(root.cert), []);
    try {
      expect((await ask({}, {}, {}, plain)).outcome.failure?.code).toBe(
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      );
      for (const caMode of ["add", "replace"] as const) {
        const seen = await ask({}, { material }, { caMode }, plain);
        expect(seen.outcome.failure).toBeNull();
        expect(viewOf(seen)?.verified).toBe(true);
      }
      // What one request trusts, the next one does not.
      expect((await ask({}, {}, {}, plain)).outcome.failure?.kind).toBe("tls");
    } finally {
      await plain.close();
    }
  });

  it("replace those given at the start too", async () => {
    const other = await maker.make({ name: "elsewhere", extensions: authority });
    const material = tlsMaterial(file(other.cert), []);
    expect((await ask({}, { material }, { caMode: "replace" })).outcome.failure?.kind).toBe("tls");
    expect((await ask({}, { material }, { caMode: "add" })).outcome.failure).toBeNull();
  });

  it("must be in the file", async () => {
    const { outcome } = await ask({}, { material: tlsMaterial(file("nothing", "ca.pem"), []) });
    expect(outcome.failure).toMatchObject({ kind: "input", code: "tls-ca-file", place: "ca.pem" });
  });
});

describe("a client certificate", () => {
  const asks = (): TlsOptions => ({ requestCert: true, rejectUnauthorized: true, ca: [root.cert] });
  const pem = (domain: string, key = client.key, passphrase = "") =>
    tlsMaterial(null, [
      {
        type: "pem",
        domain,
        certificate: file(client.cert, "client.pem"),
        key: file(key, "client.key"),
        passphrase,
      },
    ]);

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "is shown to its host and to no other, %s",
    async (maxVersion) => {
      const there = await ask({ ...asks(), maxVersion }, { material: pem("localhost") });
      expect(there.outcome.failure).toBeNull();
      expect(there.subject).toBe("client");
      const wildcard = await ask({ ...asks(), maxVersion }, { material: pem("*") });
      expect(wildcard.subject).toBe("client");
      const elsewhere = await ask(
        { requestCert: true, rejectUnauthorized: false },
        { material: pem("other.test") },
      );
      expect(elsewhere.outcome.failure).toBeNull();
      expect(elsewhere.subject).toBeUndefined();
    },
  );

  it("is not in a session of a request without it", async () => {
    const options = { requestCert: true, rejectUnauthorized: false, ca: [root.cert] };
    expect((await ask(options, { material: pem("*") })).subject).toBe("client");
    expect((await ask(options, { material: noMaterial })).subject).toBeUndefined();
  });

  it("opens with its passphrase, as PEM and as PKCS#12", async () => {
    const paths = { key: join(home, "k.pem"), cert: join(home, "c.pem") };
    writeFileSync(paths.key, client.key);
    writeFileSync(paths.cert, client.cert);
    const { stdout: locked } = await run("openssl", [
      "pkcs8",
      "-topk8",
      "-v2",
      "aes256",
      "-passout",
      "pass:é secret",
      "-in",
      paths.key,
    ]);
    const at = join(home, "client.p12");
    await run("openssl", [
      "pkcs12",
      "-export",
      "-inkey",
      paths.key,
      "-in",
      paths.cert,
      "-passout",
      "pass:secret",
      "-out",
      at,
    ]);
    const p12 = (passphrase: string, bytes: Buffer | string = readFileSync(at)) =>
      tlsMaterial(null, [
        { type: "pkcs12", domain: "*", pkcs12: file(bytes, "client.p12"), passphrase },
      ]);
    const code = async (material: HopRequest["material"]) => {
      const { outcome } = await ask(asks(), { material });
      expect(JSON.stringify(outcome.failure)).not.toContain('secret"');
      return outcome.failure === null ? "ok" : `${outcome.failure.code} ${outcome.failure.place}`;
    };
    expect(await code(pem("*", locked, "é secret"))).toBe("ok");
    expect(await code(pem("*", locked, "wrong"))).toBe("client-passphrase client.key");
    expect(await code(pem("*", locked))).toBe("client-passphrase client.key");
    expect(await code(pem("*", good.key))).toBe("client-key-mismatch client.key");
    expect(await code(pem("*", "junk"))).toBe("client-key-unreadable client.key");
    expect(await code(p12("secret"))).toBe("ok");
    expect(await code(p12("wrong"))).toBe("client-passphrase client.p12");
    expect(await code(p12("secret", "junk"))).toBe("pkcs12-unreadable client.p12");
  });

  it("whose file could not be read fails only where it is needed", async () => {
    const failed: LoadedFile = {
      kind: "failed",
      failure: {
        kind: "not-found",
        code: "ENOENT",
        message: "There is no such file.",
        place: "c.pem",
      },
    };
    const material = tlsMaterial(null, [
      { type: "pem", domain: "other.test", certificate: failed, key: failed, passphrase: "" },
    ]);
    expect((await ask({}, { material })).outcome.failure).toBeNull();
    const needed = tlsMaterial(null, [
      { type: "pem", domain: "localhost", certificate: failed, key: failed, passphrase: "" },
    ]);
    expect((await ask({}, { material: needed })).outcome.failure).toMatchObject({
      code: "ENOENT",
      place: "c.pem",
    });
  });
});

describe("resumption", () => {
  it("can be switched off", async () => {
    const server = await serve(
      async (peer) => {
        await peer.until("\r\n\r\n");
        peer.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
      },
      { tls: { key: good.key, cert: good.cert } },
    );
    const resumed: (boolean | undefined)[] = [];
    for (const resumeSession of [true, true, false, true]) {
      const outcome = await bench.send({
        port: server.port,
        scheme: "https",
        host: "localhost",
        network: { ...defaultNetwork, resumeSession },
      });
      resumed.push(viewOf({ outcome })?.resumed);
    }
    expect(resumed).toEqual([false, true, false, true]);
    await server.close();
  });
});
