import type { TlsOptions } from "node:tls";
import {
  authority,
  type CertificateMaker,
  endEntity,
  loopbackNames,
} from "../wire/connect/certificates.testing.ts";

export interface BadCertificate {
  readonly name: string;
  readonly code: string | RegExp;
  make(maker: CertificateMaker): Promise<TlsOptions>;
  readonly host?: string;
}

const rsa = (bits: number): string[] => [
  "-algorithm",
  "RSA",
  "-pkeyopt",
  `rsa_keygen_bits:${bits}`,
];

/** What can be wrong with a server's certificate; `root` is the name of the trusted authority. */
export const badCertificates: readonly BadCertificate[] = [
  {
    name: "has expired",
    code: "CERT_HAS_EXPIRED",
    make: (maker) => maker.make({ name: "old", by: "root", to: "20210101" }),
  },
  {
    name: "is not valid yet",
    code: "CERT_NOT_YET_VALID",
    make: (maker) => maker.make({ name: "new", by: "root", from: "20480101" }),
  },
  {
    name: "is self-signed",
    code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    make: (maker) => maker.make({ name: "self" }),
  },
  {
    name: "has an untrusted root",
    code: "SELF_SIGNED_CERT_IN_CHAIN",
    async make(maker) {
      const other = await maker.make({ name: "other", extensions: authority });
      const leaf = await maker.make({ name: "leaf", by: "other" });
      return { key: leaf.key, cert: leaf.cert + other.cert };
    },
  },
  {
    name: "is alone, its root unknown",
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    make: (maker) => maker.make({ name: "alone", by: "other" }),
  },
  {
    name: "lacks its intermediate",
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    async make(maker) {
      await maker.make({ name: "middle", by: "root", extensions: authority });
      return maker.make({ name: "below", by: "middle" });
    },
  },
  {
    name: "is for another host",
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
    host: "localhost",
    make: (maker) =>
      maker.make({
        name: "host",
        by: "root",
        extensions: [...endEntity, "subjectAltName=DNS:example.org"],
      }),
  },
  {
    name: "is for another address",
    code: "IP_ADDRESS_MISMATCH",
    make: (maker) =>
      maker.make({
        name: "ip",
        by: "root",
        extensions: [...endEntity, "subjectAltName=IP:127.0.0.2"],
      }),
  },
  {
    name: "names no address",
    code: "CERT_WITHOUT_IP",
    make: (maker) =>
      maker.make({
        name: "noip",
        by: "root",
        extensions: [...endEntity, "subjectAltName=DNS:localhost"],
      }),
  },
  {
    name: "has no names but a common name",
    code: "CERT_WITHOUT_NAMES",
    host: "localhost",
    make: (maker) => maker.make({ name: "localhost", by: "root", extensions: endEntity }),
  },
  {
    name: "is not for servers",
    code: "INVALID_PURPOSE",
    make: (maker) =>
      maker.make({
        name: "client",
        by: "root",
        extensions: ["extendedKeyUsage=clientAuth", loopbackNames],
      }),
  },
  {
    name: "was signed by a certificate that is no authority",
    code: "INVALID_CA",
    async make(maker) {
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
    async make(maker) {
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
    make: async (maker) => ({
      ...(await maker.make({ name: "weak", by: "root", key: rsa(1024) })),
      ciphers: "DEFAULT:@SECLEVEL=0",
    }),
  },
  {
    name: "is signed with SHA-1",
    code: "CERT_SIGNED_WITH_SHA1",
    make: async (maker) => ({
      ...(await maker.make({ name: "sha1", by: "root", digest: "sha1" })),
      ciphers: "DEFAULT:@SECLEVEL=0",
    }),
  },
  {
    name: "is signed with MD5",
    code: "CERT_SIGNED_WITH_MD5",
    async make(maker) {
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
  {
    name: "its authority must not make",
    code: "EXCLUDED_VIOLATION",
    host: "localhost",
    async make(maker) {
      const narrow = await maker.make({
        name: "notlocal",
        by: "root",
        extensions: [...authority, "nameConstraints=critical,excluded;DNS:localhost"],
      });
      const leaf = await maker.make({
        name: "excluded",
        by: "notlocal",
        extensions: [...endEntity, "subjectAltName=DNS:localhost"],
      });
      return { key: leaf.key, cert: leaf.cert + narrow.cert };
    },
  },
  {
    name: "has an intermediate that has expired",
    code: "ISSUER_CERT_HAS_EXPIRED",
    async make(maker) {
      const old = await maker.make({
        name: "oldmiddle",
        by: "root",
        extensions: authority,
        to: "20210101",
      });
      const leaf = await maker.make({ name: "belowold", by: "oldmiddle" });
      return { key: leaf.key, cert: leaf.cert + old.cert };
    },
  },
  {
    name: "has an intermediate that is not valid yet",
    code: "ISSUER_CERT_NOT_YET_VALID",
    async make(maker) {
      const early = await maker.make({
        name: "earlymiddle",
        by: "root",
        extensions: authority,
        from: "20480101",
      });
      const leaf = await maker.make({ name: "belowearly", by: "earlymiddle" });
      return { key: leaf.key, cert: leaf.cert + early.cert };
    },
  },
  {
    name: "has an intermediate whose root is unknown",
    code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    async make(maker) {
      await maker.make({ name: "nobody", extensions: authority });
      const middle = await maker.make({ name: "lost", by: "nobody", extensions: authority });
      const leaf = await maker.make({ name: "belowlost", by: "lost" });
      return { key: leaf.key, cert: leaf.cert + middle.cert };
    },
  },
  {
    name: "has an authority that may not make authorities above it",
    code: "PATH_LENGTH_EXCEEDED",
    async make(maker) {
      const short = await maker.make({
        name: "short",
        by: "root",
        extensions: ["basicConstraints=critical,CA:TRUE,pathlen:0", authority[1] ?? ""],
      });
      const deep = await maker.make({ name: "deep", by: "short", extensions: authority });
      const leaf = await maker.make({ name: "deepest", by: "deep" });
      return { key: leaf.key, cert: leaf.cert + deep.cert + short.cert };
    },
  },
  {
    name: "has an authority with a weak key above it",
    code: "CA_KEY_TOO_SMALL",
    async make(maker) {
      const weak = await maker.make({
        name: "weakmiddle",
        by: "root",
        extensions: authority,
        key: rsa(1024),
      });
      const leaf = await maker.make({ name: "belowweak", by: "weakmiddle" });
      return { key: leaf.key, cert: leaf.cert + weak.cert, ciphers: "DEFAULT:@SECLEVEL=0" };
    },
  },
  {
    name: "has a critical extension nobody knows",
    code: "UNHANDLED_CRITICAL_EXTENSION",
    make: (maker) =>
      maker.make({
        name: "odd",
        by: "root",
        extensions: [...endEntity, loopbackNames, "1.2.3.4.5=critical,DER:0500"],
      }),
  },
  {
    name: "was altered after it was signed",
    code: "CERT_SIGNATURE_FAILURE",
    async make(maker) {
      const leaf = await maker.make({ name: "altered", by: "root" });
      const der = Buffer.from(leaf.cert.replace(/-----[^-]+-----|\s/g, ""), "base64");
      // Inside the organisation's name, which is signed and means nothing to the check of the host.
      der.write("Lest", der.indexOf("Test", der.lastIndexOf("altered") - 40));
      const pem = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
      return { key: leaf.key, cert: pem };
    },
  },
];
