import type { TLSSocket } from "node:tls";
import type {
  CertificateView,
  HandshakeView,
  OcspView,
  TrustedAuthorities,
  TlsView,
} from "../../../shared/model/tls-view.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import { lateCrypto } from "../../base/late.ts";
import type { Agreement, Handshake } from "../handshake/read-handshake.ts";
import { readOcsp } from "../x509/ocsp.ts";
import { certificateChain, type ChainView } from "./certificate-view.ts";
import type { Target } from "./connector.ts";
import { serverName } from "./server-identity.ts";
import { lowersLevel } from "./secure-context.ts";
import { identityFor } from "./tls-material.ts";
import type { Heard } from "./tls-listen.ts";
import type { KnownSession } from "./tls-session-cache.ts";
import { verdict } from "./tls-verdict.ts";
import { derOf } from "./verify-reason.ts";

export interface Shaken {
  readonly heard: Heard;
  readonly seen: Agreement & { readonly servername: string | null };
  /** The session that was offered. */
  readonly known: KnownSession | null;
}

/** Everything there is to know of a handshake that was done, and the verdict on it. */
export async function tlsView(
  secure: TLSSocket,
  target: Target,
  { heard, seen, known }: Shaken,
): Promise<TlsView> {
  const { network } = target;
  const resumed = secure.isSessionReused();
  const { chain, unused } = chainOf(secure, seen, known?.chain ?? []);
  const ocsp = asksForStaple(network) ? stapled(heard.staple(), chain) : undefined;
  const refused = secure.authorized ? null : errorCode(secure.authorizationError);
  const problem = await verdict({
    refused,
    chain,
    lowered: lowersLevel(network),
    ocsp,
    resumed,
    prime: seen.prime,
  });
  const asked = seen.clientCertificate !== null;
  return {
    version: secure.getProtocol() ?? "",
    cipher: secure.getCipher().name,
    alpn: typeof secure.alpnProtocol === "string" ? secure.alpnProtocol : "",
    servername: seen.servername ?? serverName(target),
    resumed,
    verified: problem === null,
    ...(problem === null ? {} : { verifyError: problem, trusted: trusted(network) }),
    chain,
    ...(unused.length === 0 ? {} : { unused }),
    group: seen.chosen?.group ?? "",
    ...(ocsp === undefined ? {} : { ocsp }),
    ...(asked ? { clientCertificate: shownSubject(secure, target) } : {}),
  };
}

function trusted({ caFile, caFolder, caMode, systemCa }: NetworkSettings): TrustedAuthorities[] {
  const own = caFile !== "" || caFolder !== "";
  const builtIn = caMode === "add" || !(own || systemCa);
  return [
    ...(builtIn ? (["built-in"] as const) : []),
    ...(systemCa ? (["system"] as const) : []),
    ...(own ? (["own"] as const) : []),
  ];
}

/** Whether the server is asked for a stapled OCSP response. */
export function asksForStaple({ ocspStatus, requireStaple }: NetworkSettings): boolean {
  return ocspStatus || requireStaple;
}

/** What of a handshake is shown when it failed. */
export function viewOfHandshake(seen: Handshake): HandshakeView {
  const { offered, chosen, clientCertificate, alerts } = seen;
  return { offered, chosen, clientCertificate, alerts };
}

function chainOf(secure: TLSSocket, seen: Agreement, knownChain: TlsView["chain"]): ChainView {
  const found = certificateChain(secure, seen.certificates);
  // A resumed session carries the leaf at most; the rest was seen when the session began.
  const leaf = found.chain[0]?.fingerprint256;
  const same =
    secure.isSessionReused() && (leaf === undefined || knownChain[0]?.fingerprint256 === leaf);
  return same && knownChain.length > found.chain.length ? { chain: knownChain, unused: [] } : found;
}

function stapled(staple: Buffer | null, chain: readonly CertificateView[]): OcspView | null {
  const [leaf, issuer] = chain;
  if (staple === null || leaf === undefined) return null;
  return readOcsp(staple, derOf(leaf.pem), issuer === undefined ? null : derOf(issuer.pem));
}

function shownSubject(secure: TLSSocket, target: Target): string {
  if (identityFor(target.material, target.host, target.port) === null) return "";
  // Types say an object; without a certificate Node gives an empty one, or null.
  const own = secure.getX509Certificate();
  if (own === undefined) return "";
  return new (lateCrypto().X509Certificate)(own.raw).subject.split("\n").join(", ");
}

function errorCode(error: unknown): string {
  if (typeof error === "string") return error;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unverified";
}
