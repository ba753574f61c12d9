import { lateCrypto } from "../../base/late.ts";
import { readCertificate } from "./certificate.ts";

/**
 * The pin of a certificate's public key (RFC 7469 §2.4), in curl's words: `sha256//` and the SHA-256 of its SubjectPublicKeyInfo in base64.
 * `der`: the certificate. null: it cannot be read.
 */
export function publicKeyPin(der: Uint8Array): string | null {
  try {
    const { publicKeyInfo } = readCertificate(der);
    return `sha256//${lateCrypto().createHash("sha256").update(publicKeyInfo).digest("base64")}`;
  } catch {
    return null;
  }
}
