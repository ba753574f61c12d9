import { createECDH, createHmac, createPrivateKey, type KeyObject } from "node:crypto";

export const sigV4aAlgorithm = "AWS4-ECDSA-P256-SHA256";

/** The order of P-256, less two. */
const most = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn;

/**
 * The P-256 key that version 4A of AWS's signature draws from an access key (NIST SP 800-108 in counter mode over HMAC-SHA256; AWS General
 * Reference, "Deriving a signing key for Signature Version 4a").
 */
export function sigV4aKey(accessKeyId: string, secretAccessKey: string): KeyObject {
  for (let counter = 1; counter < 255; counter += 1) {
    const digest = createHmac("sha256", `AWS4A${secretAccessKey}`)
      .update(Buffer.from([0, 0, 0, 1]))
      .update(`${sigV4aAlgorithm}\0${accessKeyId}`, "utf8")
      .update(Buffer.from([counter, 0, 0, 1, 0]))
      .digest("hex");
    const candidate = BigInt(`0x${digest}`);
    if (candidate <= most) return privateKey(candidate + 1n);
  }
  // One in 2^32 for each turn.
  throw new Error("no key can be drawn");
}

function privateKey(scalar: bigint): KeyObject {
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const text = (bytes: Buffer): string => bytes.toString("base64url");
  const x = text(point.subarray(1, 33));
  const y = text(point.subarray(33));
  return createPrivateKey({
    key: { kty: "EC", crv: "P-256", d: text(d), x, y },
    format: "jwk",
  });
}
