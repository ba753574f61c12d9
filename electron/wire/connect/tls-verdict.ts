import type { CertificateView, OcspView } from "../../../shared/model/tls-view.ts";
import { lateCrypto } from "../../base/late.ts";
import { linkOf, verifyReason, weakness } from "./verify-reason.ts";

export interface Evidence {
  /** null: OpenSSL accepts chain and name. Else its code or the one of our name check. */
  readonly refused: string | null;
  readonly chain: readonly CertificateView[];
  /** OpenSSL's level was lowered for old versions: what it would refuse at level 2 is looked for here. */
  readonly lowered: boolean;
  /** As in TlsView. */
  readonly ocsp: OcspView | null | undefined;
  readonly resumed: boolean;
  /** Of a finite-field key exchange. */
  readonly prime: Buffer | null;
}

/** Why a connection is not to be trusted, as a code; null: it is. */
export async function verdict(evidence: Evidence): Promise<string | null> {
  const { refused, chain, lowered, ocsp, resumed, prime } = evidence;
  if (refused !== null) return verifyReason(refused, chain);
  const weak = lowered ? weakness(chain) : null;
  if (weak !== null) return weak;
  if (ocsp?.status === "revoked") return "CERT_REVOKED";
  // A resumed session staples nothing, and one that was not asked to has not broken its promise.
  if (ocsp === null && !resumed && mustStaple(chain[0])) return "OCSP_STAPLE_MISSING";
  return prime === null ? null : await primeProblem(prime);
}

function mustStaple(leaf: CertificateView | undefined): boolean {
  try {
    return leaf !== undefined && linkOf(leaf).certificate.mustStaple;
  } catch {
    return false;
  }
}

/** Primes that were looked at; servers use few. */
const known = new Map<string, string | null>();
const mostKnown = 100;

/**
 * A Diffie-Hellman key exchange is as strong as its prime: one that is none, or whose half is none (small subgroups, RFC 2631 §2.2, RFC
 * 7919 §5.1), gives the secret away. OpenSSL looks at its length only.
 */
async function primeProblem(prime: Buffer): Promise<string | null> {
  const key = prime.toString("latin1");
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const value = BigInt(`0x${prime.toString("hex")}`);
  const problem = !(await isPrime(value))
    ? "DH_NOT_PRIME"
    : (await isPrime((value - 1n) / 2n))
      ? null
      : "DH_SMALL_SUBGROUP";
  if (known.size >= mostKnown) known.clear();
  known.set(key, problem);
  return problem;
}

function isPrime(value: bigint): Promise<boolean> {
  return new Promise((resolve, reject) => {
    lateCrypto().checkPrime(value, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
