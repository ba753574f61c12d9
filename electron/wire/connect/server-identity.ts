import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";
import { lateTls } from "../../base/late.ts";
import type { Target } from "./connector.ts";

/**
 * RFC 9110 §4.3.4 and RFC 9525: the host is compared with the subject alternative names only. Node would fall back to the
 * common name; here a certificate without names is refused with a code of its own.
 */
export function checkIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  const names = certificate.subjectaltname ?? "";
  if (names === "") return coded("CERT_WITHOUT_NAMES");
  if (isIP(host) !== 0 && !names.includes("IP Address:")) return coded("CERT_WITHOUT_IP");
  const error = lateTls().checkServerIdentity(host, certificate);
  return error !== undefined && isIP(host) !== 0 ? coded("IP_ADDRESS_MISMATCH") : error;
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The name for SNI and for the check; "": none is sent, the host is checked. An address is never sent (RFC 6066 §3). */
export function serverName({ host, network }: Pick<Target, "host" | "network">): string {
  const name = network.servername ?? host;
  return isIP(name) === 0 ? name.replace(/\.$/, "") : "";
}
