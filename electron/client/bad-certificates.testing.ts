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
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
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
    code: "CA_MD_TOO_WEAK",
    make: async (maker) => ({
      ...(await maker.make({ name: "sha1", by: "root", digest: "sha1" })),
      ciphers: "DEFAULT:@SECLEVEL=0",
    }),
  },
  {
    name: "is signed with MD5",
    code: "CA_MD_TOO_WEAK",
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
];
