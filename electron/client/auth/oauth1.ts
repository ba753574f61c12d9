import { createHmac, sign } from "node:crypto";
import type { OAuth1Method } from "../../../shared/model/auth.ts";
import { percentEncode } from "../../../shared/model/percent.ts";
import { privateKeyOf } from "./private-key.ts";

/** Decoded names and values, in any order; two of one name stay two. */
export type OAuth1Parameters = readonly (readonly [name: string, value: string])[];

/** RFC 5849 §3.6: UTF-8, only the unreserved characters stay. */
export function oauth1Encode(text: string): string {
  return percentEncode(text, "value", false);
}

/** The base string (RFC 5849 §3.4.1). `baseUri` has no query; `parameters` are all of them but `realm` and `oauth_signature`. */
export function oauth1Base(method: string, baseUri: string, parameters: OAuth1Parameters): string {
  const normalized = parameters
    .map(([name, value]) => [oauth1Encode(name), oauth1Encode(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  return [method.toUpperCase(), baseUri, normalized].map(oauth1Encode).join("&");
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Scheme and host in lower case, the port unless it is the scheme's, the path as sent (§3.4.1.2). */
export function oauth1BaseUri(url: {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly target: string;
}): string {
  const host = url.host.includes(":") ? `[${url.host.split("%")[0] ?? ""}]` : url.host;
  const usual = url.port === (url.scheme === "https" ? 443 : 80);
  const path = url.target.split("?", 1)[0] ?? "";
  return `${url.scheme}://${host.toLowerCase()}${usual ? "" : `:${url.port}`}${path === "" ? "/" : path}`;
}

const hashes = { SHA1: "sha1", SHA256: "sha256", SHA512: "sha512" } as const;

function hashOf(method: OAuth1Method): string {
  return Object.entries(hashes).find(([name]) => method.endsWith(name))?.[1] ?? "sha1";
}

/** The signature (§3.4.2–3.4.4). Throws FailureError `input` for a private key that cannot sign. */
export function oauth1Signature(
  method: OAuth1Method,
  base: string,
  keys: {
    readonly consumerSecret: string;
    readonly tokenSecret: string;
    readonly privateKey: string;
  },
): string {
  const shared = `${oauth1Encode(keys.consumerSecret)}&${oauth1Encode(keys.tokenSecret)}`;
  if (method === "PLAINTEXT") return shared;
  if (method.startsWith("HMAC"))
    return createHmac(hashOf(method), shared).update(base, "utf8").digest("base64");
  const key = privateKeyOf(keys.privateKey, ["rsa"]);
  return sign(hashOf(method), Buffer.from(base, "utf8"), key).toString("base64");
}

/** The hash of a body for `oauth_body_hash` (OAuth Request Body Hash 1.0, draft 4): by the signature's own hash. */
export function oauth1BodyHashName(method: OAuth1Method): string {
  return method === "PLAINTEXT" ? "sha1" : hashOf(method);
}

/** The Authorization value (§3.5.1); the realm is no parameter and is quoted, not encoded. */
export function oauth1Header(realm: string, parameters: OAuth1Parameters): string {
  const parts = parameters.map(([name, value]) => `${oauth1Encode(name)}="${oauth1Encode(value)}"`);
  const first = realm === "" ? [] : [`realm="${realm.replace(/[\\"]/g, "\\$&")}"`];
  return `OAuth ${[...first, ...parts].join(", ")}`;
}

/** `application/x-www-form-urlencoded` (also a query's) as decoded pairs: `+` is a space. */
export function formPairs(text: string): OAuth1Parameters {
  return [...new URLSearchParams(text)];
}
