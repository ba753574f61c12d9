import { createHmac } from "node:crypto";

export interface EdgeGridInput {
  readonly clientToken: string;
  readonly accessToken: string;
  readonly clientSecret: string;
  /** `yyyyMMddTHH:mm:ss+0000`. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  /** Path and query. */
  readonly target: string;
  /** Fields to sign, in the order in which they were named. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Base64 SHA-256 of the first bytes of a POST body; "" for anything else. */
  readonly contentHash: string;
}

const mac = (key: string, data: string): string =>
  createHmac("sha256", key).update(data, "utf8").digest("base64");

/** The Authorization value (Akamai EdgeGrid, EG1-HMAC-SHA256) and what was signed for it. */
export function edgeGrid(input: EdgeGridInput): {
  readonly value: string;
  readonly dataToSign: string;
} {
  const auth =
    `EG1-HMAC-SHA256 client_token=${input.clientToken};access_token=${input.accessToken};` +
    `timestamp=${input.timestamp};nonce=${input.nonce};`;
  const headers = input.headers
    .map(([name, value]) => `${name.toLowerCase()}:${value.trim().replace(/\s+/g, " ")}`)
    .join("\t");
  const dataToSign = [
    input.method.toUpperCase(),
    input.scheme,
    input.host.toLowerCase(),
    input.target,
    headers,
    input.contentHash,
    auth,
  ].join("\t");
  const key = mac(input.clientSecret, input.timestamp);
  return { value: `${auth}signature=${mac(key, dataToSign)}`, dataToSign };
}
