import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from "node:tls";
import type { CertificateView } from "../../../shared/model/exchange.ts";

/** A longer chain is cut: nobody means it. */
const maxChain = 20;

/** The other side's certificates, leaf first, as far as they were sent or are known. */
export function certificateChain(secure: TLSSocket): readonly CertificateView[] {
  const chain: CertificateView[] = [];
  const seen = new Set<string>();
  let one: DetailedPeerCertificate | undefined = secure.getPeerCertificate(true);
  while (one?.raw !== undefined && chain.length < maxChain && !seen.has(one.fingerprint256)) {
    seen.add(one.fingerprint256);
    chain.push(view(one));
    one = one.issuerCertificate;
  }
  return chain;
}

function view(certificate: PeerCertificate): CertificateView {
  const base64 = certificate.raw.toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    subjectAltNames: alternativeNames(certificate.subjectaltname ?? ""),
    validFrom: isoDate(certificate.valid_from),
    validTo: isoDate(certificate.valid_to),
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    publicKey: publicKey(certificate),
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** "CN=example.org, O=Example". */
function distinguishedName(parts: object | undefined): string {
  return Object.entries(parts ?? {})
    .flatMap(([key, value]: [string, unknown]) =>
      (Array.isArray(value) ? value : [value]).map((one) => `${key}=${String(one)}`),
    )
    .join(", ");
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

function publicKey(certificate: PeerCertificate): string {
  if (certificate.modulus !== undefined) return `RSA ${certificate.bits ?? ""}`.trim();
  if (certificate.asn1Curve !== undefined) return `EC ${certificate.asn1Curve}`;
  try {
    const type = new X509Certificate(certificate.raw).publicKey.asymmetricKeyType ?? "";
    return type.startsWith("ed") ? `Ed${type.slice(2)}` : type;
  } catch {
    return "";
  }
}
