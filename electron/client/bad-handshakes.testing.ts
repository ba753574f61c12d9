import type { OwnNetwork } from "../../shared/model/network/network.ts";
import {
  authority,
  type CertificateMaker,
  endEntity,
} from "../wire/connect/certificates.testing.ts";
import { type TlsMaterial, tlsMaterial } from "../wire/connect/tls-material.ts";
import {
  alert,
  alterMiddle,
  alterSignature,
  type BadServer,
  composite,
  dhParameters,
  diffieHellmanFlight,
  firstOnly,
  hex,
  type Kit,
  meddled,
  openssl,
  primeOf,
  says,
  secured,
  serverHello,
} from "./bad-servers.testing.ts";

export interface BadHandshake {
  readonly name: string;
  readonly code: string;
  /** What the failure says of the place: the alert, the cipher, the version. */
  readonly place?: string;
  readonly network?: OwnNetwork;
  readonly phase?: "wait";
  start(kit: Kit): Promise<BadServer>;
  material?(kit: Kit): Promise<TlsMaterial>;
}

const rsaKey = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];

/** A server that knows no key exchange but Diffie-Hellman with this prime. */
async function diffieHellman(kit: Kit, prime: Buffer): Promise<BadServer> {
  const good = await kit.maker.make({ name: "rsa", by: "root", key: rsaKey });
  return openssl({ ...kit, good }, async (file) => [
    ...["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"],
    ...["-dhparam", await file("dh.pem", dhParameters(prime))],
  ]);
}

async function clientMaterial(
  maker: CertificateMaker,
  wish: { name: string; by?: string; to?: string; extendedKeyUsage?: string },
): Promise<TlsMaterial> {
  const { name, by, to, extendedKeyUsage = "clientAuth" } = wish;
  const made = await maker.make({
    name,
    extensions: ["basicConstraints=CA:FALSE", `extendedKeyUsage=${extendedKeyUsage}`],
    ...(by === undefined ? {} : { by }),
    ...(to === undefined ? {} : { to }),
  });
  const file = (bytes: string) => ({ kind: "read" as const, name, bytes: Buffer.from(bytes) });
  return tlsMaterial(null, [
    { type: "pem", domain: "*", certificate: file(made.cert), key: file(made.key), passphrase: "" },
  ]);
}

const wantsClient =
  (version: "-tls1_2" | "-tls1_3", ...more: readonly string[]) =>
  (kit: Kit): Promise<BadServer> =>
    openssl(kit, async (file) => [
      version,
      "-Verify",
      "3",
      "-verify_return_error",
      "-CAfile",
      await file("ca.pem", kit.root.cert),
      ...more,
    ]);

/** What can go wrong before there is a certificate to look at, or because of the client's. */
export const badHandshakes: readonly BadHandshake[] = [
  {
    name: "meets plain HTTP",
    code: "plain-http",
    start: () => says(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")),
  },
  { name: "meets an SSH server", code: "not-tls", start: () => says(Buffer.from("SSH-2.0-x\r\n")) },
  { name: "is closed at once", code: "handshake-closed", start: () => says(null) },
  { name: "is reset", code: "handshake-reset", start: () => says(null, "reset") },
  {
    name: "is cut inside a record",
    code: "handshake-truncated",
    start: () => says(hex("16 03 03 00 7a 02 00")),
  },
  {
    name: "is cut after the server's hello",
    code: "handshake-truncated",
    start: (kit) => meddled(kit, {}, () => null),
  },
  {
    name: "meets TLS 1.1 only",
    code: "tls-version-refused",
    place: "alert 70 protocol_version",
    start: (kit) =>
      secured(kit, {
        minVersion: "TLSv1.1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT:@SECLEVEL=0",
      }),
  },
  {
    name: "meets TLS 1.0 only",
    code: "tls-version-refused",
    place: "alert 70 protocol_version",
    start: (kit) =>
      secured(kit, { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" }),
  },
  {
    name: "is answered in TLS 1.1",
    code: "server-speaks-tls-1.1",
    place: "TLSv1.1",
    start: () => says(serverHello("0302", "002f")),
  },
  {
    name: "is answered in TLS 1.0",
    code: "server-speaks-tls-1.0",
    place: "TLSv1",
    start: () => says(serverHello("0301", "002f")),
  },
  {
    name: "is answered in SSL 3.0",
    code: "server-speaks-sslv3",
    place: "SSLv3",
    start: () => says(serverHello("0300", "0005")),
  },
  {
    name: "finds no version below the highest allowed",
    code: "tls-version-refused",
    place: "alert 70 protocol_version",
    network: { tlsMax: "1.2" },
    start: (kit) => secured(kit, { minVersion: "TLSv1.3" }),
  },
  {
    name: "meets unencrypted ciphers only",
    code: "nothing-in-common",
    place: "alert 40 handshake_failure",
    start: (kit) => secured(kit, { maxVersion: "TLSv1.2", ciphers: "NULL:@SECLEVEL=0" }),
  },
  {
    name: "meets anonymous ciphers only",
    code: "nothing-in-common",
    start: (kit) => openssl(kit, async () => ["-tls1_2", "-nocert", "-cipher", "ADH:@SECLEVEL=0"]),
  },
  {
    name: "meets SHA-1 signatures only",
    code: "nothing-in-common",
    start: (kit) =>
      openssl(kit, async () => [
        "-tls1_2",
        "-sigalgs",
        "ECDSA+SHA1",
        "-cipher",
        "DEFAULT:@SECLEVEL=0",
      ]),
  },
  ...(
    [
      "RC4-SHA 0005",
      "RC4-MD5 0004",
      "DES-CBC3-SHA 000a",
      "NULL-SHA 0002",
      "EXP-RC4-MD5 0003",
      "DES-CBC-SHA 0009",
    ] as const
  ).map((cipher): BadHandshake => ({
    name: `is answered with ${cipher.split(" ")[0]}`,
    code: "cipher-not-offered",
    place: cipher.split(" ")[0] ?? "",
    start: () => says(serverHello("0303", cipher.split(" ")[1] ?? "")),
  })),
  ...([480, 512] as const).map((bits): BadHandshake => ({
    name: `finds a Diffie-Hellman key of ${bits} bits`,
    code: "dh-key-too-small",
    async start({ maker }) {
      const rsa = await maker.make({ name: "rsa", by: "root", key: rsaKey });
      return says(diffieHellmanFlight(primeOf(bits), rsa.cert));
    },
  })),
  {
    name: "meets a server that renegotiates unsafely",
    code: "unsafe-renegotiation",
    start: () => says(serverHello("0303", "c02b")),
  },
  {
    name: "finds a Diffie-Hellman key of 1024 bits",
    code: "dh-key-too-small",
    place: "1024 bits",
    start: (kit) => diffieHellman(kit, primeOf(1024)),
  },
  {
    name: "finds a Diffie-Hellman number that is no prime",
    code: "DH_NOT_PRIME",
    start: (kit) => diffieHellman(kit, composite()),
  },
  {
    name: "finds a Diffie-Hellman group with small subgroups",
    code: "DH_SMALL_SUBGROUP",
    start: (kit) => diffieHellman(kit, primeOf(2048)),
  },
  {
    name: "meets another protocol (ALPN)",
    code: "no-common-protocol",
    place: "alert 120 no_application_protocol",
    start: (kit) => secured(kit, { ALPNProtocols: ["imap"] }),
  },
  {
    name: "meets a server that does not know the name",
    code: "server-name-unknown",
    place: "alert 112 unrecognized_name",
    start: (kit) =>
      openssl(kit, async (file) => [
        ...["-servername", "other.test", "-servername_fatal"],
        "-cert2",
        await file("two.pem", kit.good.cert),
        "-key2",
        await file("two.key", kit.good.key),
      ]),
  },
  {
    name: "brings a certificate of 10,000 names",
    code: "certificates-too-large",
    async start(kit) {
      const names = Array.from({ length: 10_000 }, (_, at) => `DNS:a${at}.example.test`);
      const many = await kit.maker.make({
        name: "many",
        by: "root",
        extensions: [...endEntity, `subjectAltName=${names.join(",")}`],
      });
      return secured(kit, { key: many.key, cert: many.cert });
    },
  },
  {
    name: "is signed wrongly",
    code: "signature-wrong",
    start: (kit) => meddled(kit, { maxVersion: "TLSv1.2" }, firstOnly(alterSignature)),
  },
  {
    name: "is altered on the way",
    code: "handshake-altered",
    start: (kit) => meddled(kit, {}, firstOnly(alterMiddle)),
  },
  {
    name: "lacks a client certificate, 1.2",
    code: "client-certificate-missing",
    place: "alert 40 handshake_failure",
    start: wantsClient("-tls1_2"),
  },
  {
    name: "lacks a client certificate, 1.3",
    code: "client-certificate-missing",
    place: "alert 116 certificate_required",
    phase: "wait",
    start: wantsClient("-tls1_3"),
  },
  ...(["-tls1_2", "-tls1_3"] as const).flatMap((version): BadHandshake[] => [
    {
      name: `shows a client certificate of an unknown authority, ${version}`,
      code: "client-certificate-authority",
      place: "alert 48 unknown_ca",
      ...(version === "-tls1_3" ? { phase: "wait" as const } : {}),
      start: wantsClient(version),
      async material({ maker }) {
        await maker.make({ name: `stranger${version}`, extensions: authority });
        return clientMaterial(maker, { name: `strange${version}`, by: `stranger${version}` });
      },
    },
    {
      name: `shows a client certificate that has expired, ${version}`,
      code: "client-certificate-expired",
      place: "alert 45 certificate_expired",
      ...(version === "-tls1_3" ? { phase: "wait" as const } : {}),
      start: wantsClient(version),
      material: ({ maker }) =>
        clientMaterial(maker, { name: `late${version}`, by: "root", to: "20210101" }),
    },
    {
      name: `shows a client certificate for servers, ${version}`,
      code: "client-certificate-refused",
      place: "alert 43 unsupported_certificate",
      ...(version === "-tls1_3" ? { phase: "wait" as const } : {}),
      start: wantsClient(version),
      material: ({ maker }) =>
        clientMaterial(maker, {
          name: `wrong${version}`,
          by: "root",
          extendedKeyUsage: "serverAuth",
        }),
    },
  ]),
  ...(
    [
      [42, "client-certificate-refused", "bad_certificate"],
      [44, "client-certificate-revoked", "certificate_revoked"],
      [49, "client-denied", "access_denied"],
      [71, "nothing-in-common", "insufficient_security"],
      [80, "tls-alert", "internal_error"],
    ] as const
  ).map(([number, code, name]): BadHandshake => ({
    name: `is ended by the alert ${name}`,
    code,
    place: `alert ${number} ${name}`,
    start: () => says(alert(number)),
  })),
];
