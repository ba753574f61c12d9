import { once } from "node:events";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { Duplex } from "node:stream";
import { type ConnectionOptions, connect, createServer, type TlsOptions } from "node:tls";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  authority,
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../connect/certificates.testing.ts";
import { derOf } from "../connect/verify-reason.ts";
import { cipherName } from "./cipher-names.ts";
import { alertName, alertNumber } from "./names.ts";
import {
  type HandshakeBytes,
  readAgreement,
  readHandshake,
  takesSession,
} from "./read-handshake.ts";

let maker: CertificateMaker;
let root: Issued;
let good: Issued;

beforeAll(async () => {
  maker = await openCertificateMaker();
  root = await maker.make({ name: "root", extensions: authority });
  good = await maker.make({ name: "good", by: "root" });
}, 60_000);
afterAll(() => maker.close());

interface Shaken extends HandshakeBytes {
  readonly failed: boolean;
  /** The last session the server gave. */
  readonly session: Buffer | undefined;
}

/** The bytes of one real handshake, its secret as the key log gives it. `untilSession`: it ends when a session came. */
async function handshake(
  server: TlsOptions,
  client: ConnectionOptions = {},
  untilSession = false,
): Promise<Shaken> {
  const there = createServer({ key: good.key, cert: good.cert, ...server }, (socket) => {
    socket.on("error", () => undefined);
  });
  there.on("tlsClientError", () => undefined);
  there.listen(0, "127.0.0.1");
  await once(there, "listening");
  const socket = connectTcp((there.address() as AddressInfo).port, "127.0.0.1");
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  const recorded = new Duplex({
    read: () => undefined,
    write(bytes: Buffer, _encoding, done) {
      sent.push(bytes);
      socket.write(bytes, () => done());
    },
  });
  socket.on("data", (bytes) => {
    received.push(bytes);
    recorded.push(bytes);
  });
  socket.on("end", () => recorded.push(null)).on("error", () => undefined);
  const secure = connect({
    socket: recorded,
    servername: "localhost",
    rejectUnauthorized: false,
    // What OpenSSL prefers differs from one to the next.
    ecdhCurve: "X25519:P-256:P-384",
    ...client,
  });
  let serverSecret: Uint8Array | null = null;
  let session: Buffer | undefined;
  const given = new Promise<void>((resolve) => {
    secure.on("session", (one) => {
      session = one;
      resolve();
    });
  });
  secure.on("keylog", (line) => {
    const [label, , secret = ""] = line.toString().trim().split(" ");
    if (label === "SERVER_HANDSHAKE_TRAFFIC_SECRET") serverSecret = Buffer.from(secret, "hex");
  });
  const failed = await new Promise<boolean>((resolve) => {
    secure.once("secureConnect", () => resolve(false)).once("error", () => resolve(true));
  });
  const bytes = { sent: Buffer.concat(sent), received: Buffer.concat(received), serverSecret };
  if (untilSession) await given;
  socket.destroy();
  there.close();
  return { ...bytes, failed, session };
}

describe("a handshake read from its own bytes", () => {
  it.each([
    ["TLSv1.3", "TLS_AES_128_GCM_SHA256"],
    ["TLSv1.3", "TLS_AES_256_GCM_SHA384"],
    ["TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"],
    ["TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256"],
    ["TLSv1.2", "ECDHE-ECDSA-CHACHA20-POLY1305"],
  ] as const)(
    "gives what was chosen and every certificate sent, %s %s",
    async (version, cipher) => {
      const stray = await maker.make({ name: "stray" });
      const bytes = await handshake(
        {
          cert: good.cert + stray.cert + root.cert,
          requestCert: true,
          ca: [root.cert],
          rejectUnauthorized: false,
        },
        { minVersion: version, maxVersion: version, ciphers: cipher, ALPNProtocols: ["x/1", "y"] },
      );
      const read = readHandshake(bytes);
      expect(read.chosen).toEqual({ version, cipher, group: "X25519" });
      expect(read.certificates?.map((der) => der.toString("hex"))).toEqual(
        [good, stray, root].map(({ cert }) => derOf(cert).toString("hex")),
      );
      expect(read.clientCertificate).toEqual({ authorities: ["CN=root, O=Test"] });
      expect(read.offered).toMatchObject({
        servername: "localhost",
        versions: [version],
        alpn: ["x/1", "y"],
      });
      expect(read.offered?.ciphers).toContain(cipher);
      expect(read.offered?.groups).toContain("X25519");
      expect(read.offered?.signatures).toContain("ecdsa_secp256r1_sha256");
      expect(read).toMatchObject({ alerts: [], speaks: "tls", prime: null });
      const { chosen, certificates, clientCertificate, prime } = read;
      const agreed = { chosen, certificates, clientCertificate, prime, servername: "localhost" };
      expect(readAgreement(bytes)).toEqual(agreed);
    },
  );

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "of a resumed session says what the whole one says, %s",
    async (version) => {
      const server = { requestCert: true, rejectUnauthorized: false, ticketKeys: Buffer.alloc(48) };
      const client = { minVersion: version, maxVersion: version };
      const first = await handshake(server, client, true);
      const bytes = await handshake(server, { ...client, session: first.session });
      // No certificate was sent.
      expect(bytes.received.length).toBeLessThan(first.received.length / 2);
      const { chosen, certificates, clientCertificate, prime } = readHandshake(bytes);
      expect({ certificates, clientCertificate }).toEqual({
        certificates: null,
        clientCertificate: null,
      });
      const agreed = { chosen, certificates, clientCertificate, prime, servername: "localhost" };
      expect(readAgreement(bytes)).toEqual(agreed);
      expect(takesSession(bytes.received)).toBe(version === "TLSv1.3" ? true : null);
      expect(takesSession(first.received)).toBe(version === "TLSv1.3" ? false : null);
    },
  );

  it("names no server where the hello names none, and nothing of a hello that was not seen", async () => {
    const bytes = await handshake({}, { servername: "" });
    expect(readAgreement(bytes).servername).toBe("");
    expect(readHandshake(bytes).offered?.servername).toBe("");
    expect(readAgreement({ ...bytes, sent: Buffer.alloc(0) }).servername).toBeNull();
  });

  it("gives the group a server asked for in its stead", async () => {
    const bytes = await handshake(
      { ecdhCurve: "P-384" },
      { ecdhCurve: "X25519:P-384", minVersion: "TLSv1.3" },
    );
    const read = readHandshake(bytes);
    expect(takesSession(bytes.received)).toBe(false);
    expect(read.chosen?.group).toBe("P-384");
    expect(read.certificates).toHaveLength(1);
  });

  it("gives the alert of a server that refuses, and what was offered", async () => {
    const bytes = await handshake({ minVersion: "TLSv1.3" }, { maxVersion: "TLSv1.2" });
    expect(bytes.failed).toBe(true);
    const read = readHandshake(bytes);
    expect(read.alerts).toEqual([
      { from: "server", level: "fatal", number: 70, name: "protocol_version" },
    ]);
    expect(read.offered?.versions).toEqual(["TLSv1.2"]);
    expect(read.chosen).toBeNull();
  });

  it("does without the secret: the certificates stay unknown", async () => {
    const bytes = await handshake({}, { minVersion: "TLSv1.3" });
    const read = readHandshake({ ...bytes, serverSecret: null });
    expect(read.certificates).toBeNull();
    expect(read.chosen?.version).toBe("TLSv1.3");
    expect(readHandshake({ ...bytes, serverSecret: Buffer.alloc(48) }).certificates).toBeNull();
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "is read as far as it goes, cut at every byte, %s",
    async (version) => {
      const bytes = await handshake(
        { requestCert: true },
        { minVersion: version, maxVersion: version },
      );
      const whole = readHandshake(bytes);
      for (let at = 0; at <= bytes.received.length; at += 1) {
        const read = readHandshake({ ...bytes, received: bytes.received.subarray(0, at) });
        if (read.chosen !== null && read.chosen.group !== "")
          expect(read.chosen).toEqual(whole.chosen);
        if (read.certificates !== null) expect(read.certificates).toEqual(whole.certificates);
        const known = version === "TLSv1.3" && read.chosen !== null;
        expect(takesSession(bytes.received.subarray(0, at))).toBe(known ? false : null);
        const { certificates, prime, chosen } = read;
        const agreed = readAgreement({ ...bytes, received: bytes.received.subarray(0, at) });
        expect(agreed).toMatchObject({ certificates, prime, chosen });
      }
      for (let at = 0; at <= bytes.sent.length; at += 1) {
        const read = readHandshake({ ...bytes, sent: bytes.sent.subarray(0, at) });
        if (read.offered !== null) expect(read.offered).toEqual(whole.offered);
      }
    },
  );

  it("is nothing, whatever the bytes are", () => {
    const header = fc.constantFrom("", "160303", "150303", "170303", "16030100");
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 300 }), (begin, rest) => {
        const bytes = Buffer.concat([Buffer.from(begin, "hex"), rest]);
        const read = readHandshake({
          sent: bytes,
          received: bytes,
          serverSecret: Buffer.alloc(32),
        });
        expect(read.alerts.length).toBeLessThan(200);
        readAgreement({ sent: bytes, received: bytes, serverSecret: Buffer.alloc(32) });
        takesSession(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["HTTP/1.1 200 OK\r\n", "http"],
    ["SSH-2.0-OpenSSH\r\n", "other"],
    ["220 mail ESMTP\r\n", "other"],
    ["\x15\x03\x01\x00\x02\x02\x28", "tls"],
    ["\x80\x2e\x04\x00\x01", "tls"],
    ["", null],
  ])("tells what language %j is", (text, speaks) => {
    const received = Buffer.from(text, "latin1");
    expect(readHandshake({ sent: Buffer.alloc(0), received, serverSecret: null }).speaks).toBe(
      speaks,
    );
  });
});

describe("names", () => {
  it("are known for what matters, and numbers for the rest", () => {
    expect([0x1301, 0x0005, 0x000a, 0x0002, 0xabcd].map(cipherName)).toEqual([
      "TLS_AES_128_GCM_SHA256",
      "RC4-SHA",
      "DES-CBC3-SHA",
      "NULL-SHA",
      "0xabcd",
    ]);
    for (const number of [0, 40, 116, 120]) expect(alertNumber(alertName(number))).toBe(number);
    expect(alertName(255)).toBe("");
    expect(alertNumber("nothing")).toBeNull();
  });
});
