import type { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { CertificateDetails, CertificateView } from "../../../shared/model/tls-view.ts";
import { lateCrypto } from "../../base/late.ts";
import { readCertificate } from "../x509/certificate.ts";
import { publicKeyPin } from "../x509/public-key-pin.ts";

/** A longer chain is cut: nobody means it. */
const maxChain = 20;
/** Views kept: most handshakes bring certificates that were seen before. */
const mostViews = 200;
/** By the certificate's bytes. */
const views = new Map<string, Views>();

/** One certificate by where it came from: the same objects again, so that what is read of them is read once. */
interface Views {
  readonly unknown: CertificateView;
  readonly server: CertificateView;
  readonly store: CertificateView;
}

export interface ChainView {
  readonly chain: readonly CertificateView[];
  /** Sent by the server and no part of the way to the authority. */
  readonly unused: readonly CertificateView[];
}

/**
 * The other side's certificates, leaf first, as far as they were sent or the trust store adds them. `sent`: what was in the handshake, as
 * DER; null: not known.
 */
export function certificateChain(secure: TLSSocket, sent: readonly Buffer[] | null): ChainView {
  const way: Buffer[] = [];
  let one: DetailedPeerCertificate | undefined = secure.getPeerCertificate(true);
  while (one?.raw !== undefined && way.length < maxChain) {
    const { raw } = one;
    if (way.some((seen) => seen.equals(raw))) break;
    way.push(raw);
    one = one.issuerCertificate;
  }
  if (sent === null) return { chain: way.map((der) => viewsOf(der).unknown), unused: [] };
  const isIn = (list: readonly Buffer[], der: Buffer): boolean =>
    list.some((other) => other.equals(der));
  return {
    chain: way.map((der) => viewsOf(der)[isIn(sent, der) ? "server" : "store"]),
    unused: sent
      .filter((der) => !isIn(way, der))
      .slice(0, maxChain)
      .map((der) => viewsOf(der).server),
  };
}

function viewsOf(der: Buffer): Views {
  const key = der.toString("latin1");
  const known = views.get(key);
  if (known !== undefined) return known;
  const unknown = readView(der);
  const made: Views = {
    unknown,
    server: { ...unknown, from: "server" },
    store: { ...unknown, from: "store" },
  };
  views.set(key, made);
  for (const oldest of views.keys()) {
    if (views.size <= mostViews) break;
    views.delete(oldest);
  }
  return made;
}

function readView(der: Buffer): CertificateView {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  try {
    const certificate = new (lateCrypto().X509Certificate)(der);
    return {
      subject: distinguishedName(certificate.subject),
      issuer: distinguishedName(certificate.issuer),
      subjectAltNames: alternativeNames(certificate.subjectAltName ?? ""),
      validFrom: isoDate(certificate.validFrom),
      validTo: isoDate(certificate.validTo),
      serialNumber: certificate.serialNumber,
      fingerprint256: certificate.fingerprint256,
      publicKey: publicKey(certificate),
      pem,
      ...detailsOf(der, certificate),
    };
  } catch {
    // A server may send anything beside its certificate.
    return { ...unreadable, pem };
  }
}

const unreadable: Omit<CertificateView, "pem"> = {
  subject: "",
  issuer: "",
  subjectAltNames: [],
  validFrom: "",
  validTo: "",
  serialNumber: "",
  fingerprint256: "",
  publicKey: "",
};

function detailsOf(
  der: Buffer,
  { fingerprint }: X509Certificate,
): { readonly details?: CertificateDetails } {
  try {
    const { signatureAlgorithm, keyUsage, extendedKeyUsage, basicConstraints } =
      readCertificate(der);
    const pin = publicKeyPin(der);
    return {
      details: {
        signatureAlgorithm,
        fingerprint1: fingerprint,
        ...(pin === null ? {} : { pin }),
        keyUsage,
        extendedKeyUsage,
        basicConstraints,
      },
    };
  } catch {
    return {};
  }
}

/** Node writes one part a line; the most specific comes last there and first here: "CN=example.org, O=Example". */
function distinguishedName(text: string): string {
  return text.split("\n").join(", ");
}

/** Node writes "DNS:a, IP Address:b" and quotes what could be misread. */
function alternativeNames(text: string): readonly string[] {
  if (text === "") return [];
  const found = text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return found.map((name) => name.trim());
}

function isoDate(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

/** "RSA 2048", "EC prime256v1", "Ed25519"; "" for a key nobody here can read. */
function publicKey(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType: type = "", asymmetricKeyDetails: details } = certificate.publicKey;
    if (type.startsWith("rsa")) return `RSA ${details?.modulusLength ?? ""}`.trim();
    if (type === "ec") return `EC ${details?.namedCurve ?? ""}`.trim();
    if (type === "dsa") return `DSA ${details?.modulusLength ?? ""}`.trim();
    return type.startsWith("ed") ? `Ed${type.slice(2)}` : type;
  } catch {
    return "";
  }
}
