import type { Exchange } from "../../../../shared/model/exchange.ts";
import type { TlsView } from "../../../../shared/model/tls-view.ts";

/** X509_V_ERR_… (OpenSSL's x509_vfy.h), for the codes we share with it. */
const numbers: Readonly<Record<string, number>> = {
  UNABLE_TO_GET_ISSUER_CERT: 2,
  UNABLE_TO_GET_CRL: 3,
  CERT_SIGNATURE_FAILURE: 7,
  CRL_SIGNATURE_FAILURE: 8,
  CERT_NOT_YET_VALID: 9,
  ISSUER_CERT_NOT_YET_VALID: 9,
  CERT_HAS_EXPIRED: 10,
  ISSUER_CERT_HAS_EXPIRED: 10,
  CRL_NOT_YET_VALID: 11,
  CRL_HAS_EXPIRED: 12,
  DEPTH_ZERO_SELF_SIGNED_CERT: 18,
  SELF_SIGNED_CERT_IN_CHAIN: 19,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 20,
  // OpenSSL says 20 first, and curl stops there.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 20,
  CERT_CHAIN_TOO_LONG: 22,
  CERT_REVOKED: 23,
  PATH_LENGTH_EXCEEDED: 25,
  INVALID_PURPOSE: 26,
  CERT_UNTRUSTED: 27,
  CERT_REJECTED: 28,
  UNHANDLED_CRITICAL_EXTENSION: 34,
  PERMITTED_VIOLATION: 47,
  EXCLUDED_VIOLATION: 48,
  EE_KEY_TOO_SMALL: 66,
  CA_KEY_TOO_SMALL: 67,
  CERT_SIGNED_WITH_MD2: 68,
  CERT_SIGNED_WITH_MD5: 68,
  CERT_SIGNED_WITH_SHA1: 68,
  INVALID_CA: 79,
};

/** The name is not OpenSSL's to check: where nothing is verified, curl does not look at it. */
const ofName: ReadonlySet<string> = new Set([
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "IP_ADDRESS_MISMATCH",
  "CERT_WITHOUT_NAMES",
  "CERT_WITHOUT_IP",
]);

/** curl's `ssl_verify_result` and `proxy_ssl_verify_result`: 0 for a certificate that was accepted, or none; 1 for what has no number. */
export function verifyResults({ hops, failure }: Exchange): {
  readonly server: number;
  readonly proxy: number;
} {
  const last = hops.at(-1);
  const connection = last?.connection ?? null;
  const broken = failure?.phase === "tls" ? 1 : 0;
  const refused = resultOf(last?.refusedTls ?? undefined, broken);
  // What failed on the way to the proxy is about the proxy.
  if (failure?.kind === "proxy") return { server: 0, proxy: refused };
  return {
    server: connection?.tls === undefined ? refused : resultOf(connection.tls, broken),
    proxy: resultOf(connection?.proxy?.tls, 0),
  };
}

function resultOf(tls: TlsView | undefined, without: number): number {
  if (tls === undefined) return without;
  const code = tls.verifyError ?? "";
  if (tls.verified || (ofName.has(code) && without === 0)) return 0;
  return numbers[code] ?? 1;
}
