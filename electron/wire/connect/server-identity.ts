import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/**
 * RFC 9110 §4.3.4 and RFC 9525: the host is compared with the subject alternative names only. Node would fall back to the
 * common name; here a certificate without names is refused with a code of its own.
 */
export function checkIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  const names = certificate.subjectaltname ?? "";
  if (names === "") return coded("CERT_WITHOUT_NAMES");
  if (isIP(host) !== 0 && !names.includes("IP Address:")) return coded("CERT_WITHOUT_IP");
  return checkServerIdentity(host, certificate);
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
