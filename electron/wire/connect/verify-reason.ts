import type { CertificateView } from "../../../shared/model/tls-view.ts";
import { lateCrypto } from "../../base/late.ts";
import { type Certificate, readCertificate } from "../x509/certificate.ts";
import { extensionOids } from "../x509/oids.ts";

/** DER object identifiers of signatures with a broken hash. */
const weakSignatures: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.2": "CERT_SIGNED_WITH_MD2",
  "1.2.840.113549.1.1.4": "CERT_SIGNED_WITH_MD5",
  "1.2.840.113549.1.1.5": "CERT_SIGNED_WITH_SHA1",
  "1.3.14.3.2.29": "CERT_SIGNED_WITH_SHA1",
  "1.2.840.10040.4.3": "CERT_SIGNED_WITH_SHA1",
  "1.2.840.10045.4.1": "CERT_SIGNED_WITH_SHA1",
};
const smallestRsa = 2048;
const smallestCurve = 224;

/** Critical extensions OpenSSL deals with (RFC 5280 §4.2: any other must be refused). */
const understood: ReadonlySet<string> = new Set([
  extensionOids.keyUsage,
  extensionOids.subjectAltName,
  extensionOids.basicConstraints,
  extensionOids.nameConstraints,
  extensionOids.extendedKeyUsage,
  extensionOids.tlsFeature,
  "2.5.29.31",
  "2.5.29.32",
  "2.5.29.33",
  "2.5.29.36",
  "2.5.29.54",
  "2.16.840.1.113730.1.1",
  "1.3.6.1.5.5.7.1.7",
  "1.3.6.1.5.5.7.1.8",
  "1.3.6.1.5.5.7.1.14",
]);

/** A certificate as it is shown, and what Node does not tell of it. */
export interface Link {
  readonly view: CertificateView;
  readonly certificate: Certificate;
}

/**
 * The reason of a refused chain, more exactly than `code`, which is Node's. Node names the common ones; for key sizes, hashes, name
 * constraints and unknown critical extensions it says only UNSPECIFIED, and a signer that is no authority it calls INVALID_PURPOSE.
 * The names are OpenSSL's X509_V_ERR_… where it has one. `now`: epoch ms.
 */
export function verifyReason(
  code: string,
  chain: readonly CertificateView[],
  now: number = Date.now(),
): string {
  const links = linksOf(chain);
  const [leaf, ...signers] = links;
  if (leaf === undefined) return code;
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return Date.parse(leaf.view.validTo) < now ? code : "ISSUER_CERT_HAS_EXPIRED";
    case "CERT_NOT_YET_VALID":
      return Date.parse(leaf.view.validFrom) > now ? code : "ISSUER_CERT_NOT_YET_VALID";
    case "INVALID_PURPOSE":
      return signers.some((one) => !isAuthority(one.view)) ? "INVALID_CA" : code;
    case "UNSPECIFIED":
      return weakness(chain) ?? unspecified(leaf, signers) ?? code;
    default:
      return code;
  }
}

/** What makes a chain too weak (OpenSSL's security level 2), whatever level the handshake had; null: nothing. */
export function weakness(chain: readonly CertificateView[]): string | null {
  const [leaf, ...signers] = linksOf(chain);
  if (leaf === undefined) return null;
  if (isSmall(leaf.view)) return "EE_KEY_TOO_SMALL";
  if (signers.some(({ view }) => isSmall(view))) return "CA_KEY_TOO_SMALL";
  // A root's own signature proves nothing and is not checked.
  for (const { view, certificate } of [leaf, ...signers]) {
    const weak = weakSignatures[certificate.signature];
    if (weak !== undefined && view.subject !== view.issuer) return weak;
  }
  return null;
}

function unspecified(leaf: Link, signers: readonly Link[]): string | null {
  const constraints = signers.map(({ certificate }) => certificate.nameConstraints);
  if (constraints.some((one) => one !== null && one.excluded.some((name) => covers(name, leaf))))
    return "EXCLUDED_VIOLATION";
  if (constraints.some((one) => one !== null && one.permitted.length > 0))
    return "PERMITTED_VIOLATION";
  const unknown = [leaf, ...signers].some(({ certificate }) =>
    certificate.critical.some((oid) => !understood.has(oid)),
  );
  if (unknown) return "UNHANDLED_CRITICAL_EXTENSION";
  return constraints.some((one) => one !== null) ? "EXCLUDED_VIOLATION" : null;
}

/** A DNS constraint covers the name itself and all below it (RFC 5280 §4.2.1.10). */
function covers(constraint: string, { view }: Link): boolean {
  if (!constraint.startsWith("DNS:")) return false;
  const base = constraint.slice(4).toLowerCase().replace(/^\./, "");
  return view.subjectAltNames.some((name) => {
    const dns = name.toLowerCase().replace(/^dns:/, "");
    return base === "" || dns === base || dns.endsWith(`.${base}`);
  });
}

/** Views are kept and shown again with each connection to the same server. */
const links = new WeakMap<CertificateView, Link>();

/** Throws RangeError when its DER cannot be read. */
export function linkOf(view: CertificateView): Link {
  const known = links.get(view);
  if (known !== undefined) return known;
  const link = { view, certificate: readCertificate(derOf(view.pem)) };
  links.set(view, link);
  return link;
}

function linksOf(chain: readonly CertificateView[]): readonly Link[] {
  try {
    return chain.map(linkOf);
  } catch {
    return [];
  }
}

export function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
}

function isAuthority(certificate: CertificateView): boolean {
  try {
    return new (lateCrypto().X509Certificate)(certificate.pem).ca;
  } catch {
    return false;
  }
}

function isSmall({ publicKey }: CertificateView): boolean {
  const rsa = /^(?:RSA|DSA)\D*(\d+)/i.exec(publicKey)?.[1];
  if (rsa !== undefined) return Number(rsa) < smallestRsa;
  const curve = /^EC \D*(\d+)/.exec(publicKey)?.[1];
  return curve !== undefined && Number(curve) < smallestCurve;
}
