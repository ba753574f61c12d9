import { X509Certificate } from "node:crypto";
import type { CertificateView } from "../../../shared/model/exchange.ts";

/** DER object identifiers, as hex: where OpenSSL's reason does not come through Node, the certificates tell it. */
const weakSignatures = [
  "06092a864886f70d010104", // md5WithRSAEncryption
  "06092a864886f70d010105", // sha1WithRSAEncryption
  "06072a8648ce3d0401", // ecdsa-with-SHA1
];
const nameConstraints = "0603551d1e";
const smallestRsa = 2048;

/**
 * The reason of a refused chain. Node names the common ones; for key sizes, hashes and name constraints it says only
 * UNSPECIFIED, and a signer that is no authority it calls INVALID_PURPOSE. The names given here are OpenSSL's X509_V_ERR_….
 */
export function verifyReason(code: string, chain: readonly CertificateView[]): string {
  const [leaf, ...signers] = chain;
  if (code === "INVALID_PURPOSE" && signers.some((one) => !isAuthority(one))) return "INVALID_CA";
  if (code !== "UNSPECIFIED" || leaf === undefined) return code;
  if (isSmall(leaf)) return "EE_KEY_TOO_SMALL";
  if (signers.some(isSmall)) return "CA_KEY_TOO_SMALL";
  // The last one's own signature is not checked when it is the trusted root.
  const signed = chain.length > 1 ? chain.slice(0, -1) : chain;
  if (signed.some((one) => holds(one, weakSignatures))) return "CA_MD_TOO_WEAK";
  if (signers.some((one) => holds(one, [nameConstraints]))) return "PERMITTED_VIOLATION";
  return code;
}

function isAuthority(certificate: CertificateView): boolean {
  try {
    return new X509Certificate(certificate.pem).ca;
  } catch {
    return false;
  }
}

function isSmall(certificate: CertificateView): boolean {
  const bits = /^RSA (\d+)$/.exec(certificate.publicKey)?.[1];
  return bits !== undefined && Number(bits) < smallestRsa;
}

function holds(certificate: CertificateView, identifiers: readonly string[]): boolean {
  const base64 = certificate.pem.replace(/-----[^-]+-----|\s/g, "");
  const hex = Buffer.from(base64, "base64").toString("hex");
  return identifiers.some((identifier) => hex.includes(identifier));
}
