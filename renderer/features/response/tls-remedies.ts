import type { Exchange } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import type { RemedyAction, RemedyGround } from "./remedy.ts";

/** Of this machine or of Windows. */
export const wholePath = /^(?:[\\/]|[a-z]:[\\/])/i;
const unknownAuthority: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);
/** What the settings demand beyond a certificate that is verified: switching verification off does not help. */
const demands: ReadonlyMap<string, RemedyAction> = new Map([
  ["PINNED_KEY_MISMATCH", "change-pin"],
  ["OCSP_STATUS_MISSING", "change-staple"],
  ["OCSP_STATUS_REVOKED", "change-staple"],
  ["OCSP_STATUS_UNPROVEN", "change-staple"],
  ["UNABLE_TO_GET_CRL", "change-revocation-lists"],
  ["CRL_HAS_EXPIRED", "change-revocation-lists"],
  ["CRL_NOT_YET_VALID", "change-revocation-lists"],
  ["CRL_SIGNATURE_FAILURE", "change-revocation-lists"],
]);
const noTls: ReadonlySet<string> = new Set(["plain-http", "not-tls"]);
const silent: ReadonlySet<string> = new Set(["handshake-closed", "handshake-reset"]);
const oldVersions: ReadonlySet<string> = new Set([
  "tls-version-refused",
  "server-speaks-tls-1.0",
  "server-speaks-tls-1.1",
]);
const settings: ReadonlySet<string> = new Set([
  "server-speaks-other-version",
  "nothing-in-common",
  "cipher-not-offered",
  "server-name-unknown",
  "no-common-protocol",
]);

/** What to offer when TLS could not be set up, or was refused, or ended by the server. */
export function tlsRemedies(
  failure: Failure,
  exchange: Exchange | null,
  ground: RemedyGround,
  address: RemedyAction,
): readonly RemedyAction[] {
  const { code } = failure;
  const hops = exchange?.hops ?? [];
  const last = hops.at(-1);
  // The handshake was done and then refused: that is the verification, and nothing else is helped by switching it off.
  if (failure.phase === "tls" && (last?.timing.tlsEnd ?? null) !== null) {
    const demand = demands.get(code);
    if (demand !== undefined) return [demand, "send-again"];
    if (!unknownAuthority.has(code)) return ["change-verification", "send-again"];
    return last?.refusedTls?.trusted?.includes("system") !== false
      ? ["choose-authorities", "change-verification", "send-again"]
      : ["trust-system", "choose-authorities", "change-verification", "send-again"];
  }
  if (code.startsWith("client-")) return ["choose-client-certificate", "send-again"];
  if (oldVersions.has(code)) {
    const offered = last?.failedHandshake?.offered?.versions ?? [];
    return offered.includes("TLSv1")
      ? ["change-tls", "send-again"]
      : ["allow-old-tls", "change-tls"];
  }
  if (settings.has(code)) return ["change-tls", "send-again"];
  // Where a redirect leads is the server's to change.
  const first = hops.length < 2;
  const plain = ground.raw ? "without-tls" : ground.typedHttps ? "use-http" : address;
  if (noTls.has(code)) return first ? [plain, "send-again"] : ["send-again"];
  if (silent.has(code) && first) return ["send-again", plain];
  return ["send-again", address];
}

/** What to offer when a file or a setting TLS was to use does not do: nothing of the request's own parts. */
export function tlsInputRemedies({ code, place = "" }: Failure): readonly RemedyAction[] {
  if (code === "tls-file-not-granted" && wholePath.test(place)) return ["allow-file", "change-tls"];
  if (code === "tls-folder-not-granted" && wholePath.test(place))
    return ["allow-folder", "change-tls"];
  if (/^tls-ca-(?:file|folder|system)$/.test(code)) return ["choose-authorities"];
  if (code === "tls-crl-file") return ["change-revocation-lists"];
  if (/^(?:client-|pkcs12-)/.test(code)) return ["choose-client-certificate"];
  return place === "" && !code.startsWith("tls-") ? ["send-again"] : ["change-tls", "send-again"];
}
