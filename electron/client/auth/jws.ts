import { constants, createHmac, type KeyObject, sign } from "node:crypto";
import type { JwsAlgorithm } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { privateKeyOf } from "./private-key.ts";

/** What signs: a shared secret for HS…, else a private key as PEM or JWK. */
export interface JwsKey {
  readonly secret: Buffer;
  readonly privateKey: string;
}

const curves = { ES256: "prime256v1", ES384: "secp384r1", ES512: "secp521r1" } as const;

/** JWS Compact Serialization (RFC 7515 §3.1) of `payload`, with `alg` and `typ` put into the header. Throws FailureError `input`. */
export function signJws(
  algorithm: JwsAlgorithm,
  header: Readonly<Record<string, unknown>>,
  payload: string,
  key: JwsKey,
): string {
  const head = JSON.stringify({ alg: algorithm, typ: "JWT", ...header });
  const input = `${base64url(head)}.${base64url(payload)}`;
  return `${input}.${jwsSignature(algorithm, Buffer.from(input, "ascii"), key).toString("base64url")}`;
}

function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

/** The signature alone, over the signing input (RFC 7515 §5.1). Throws FailureError `input` for a key that does not fit. */
export function jwsSignature(algorithm: JwsAlgorithm, input: Buffer, key: JwsKey): Buffer {
  const hash = `sha${algorithm.slice(2)}`;
  switch (algorithm) {
    case "HS256":
    case "HS384":
    case "HS512":
      return createHmac(hash, key.secret).update(input).digest();
    case "RS256":
    case "RS384":
    case "RS512":
      return sign(hash, input, privateKeyOf(key.privateKey, ["rsa"]));
    case "PS256":
    case "PS384":
    case "PS512":
      return sign(hash, input, {
        key: privateKeyOf(key.privateKey, ["rsa", "rsa-pss"]),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    case "ES256":
    case "ES384":
    case "ES512":
      return sign(hash, input, {
        key: onCurve(privateKeyOf(key.privateKey, ["ec"]), curves[algorithm]),
        dsaEncoding: "ieee-p1363",
      });
    case "EdDSA":
      return sign(null, input, privateKeyOf(key.privateKey, ["ed25519", "ed448"]));
  }
}

/** The key, when it is of the one curve the algorithm has (RFC 7518 §3.4). */
export function onCurve(key: KeyObject, curve: string): KeyObject {
  const own = key.asymmetricKeyDetails?.namedCurve;
  if (own === curve) return key;
  throw new FailureError({
    kind: "input",
    code: "auth-key-curve",
    message: `The private key is on the curve ${own ?? "unknown"}; this signature needs ${curve}.`,
    remedy: "Choose the algorithm that fits the key, or another key.",
    phase: "prepare",
    place: "auth",
  });
}
