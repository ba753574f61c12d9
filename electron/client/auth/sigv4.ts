import { createHash, createHmac, sign } from "node:crypto";
import { percentEncode } from "../../../shared/model/percent.ts";
import { sigV4aAlgorithm, sigV4aKey } from "./sigv4a.ts";

/** What AWS Signature Version 4 signs. Pure: time, keys and the hash of the body are given. */
export interface SigV4Input {
  readonly method: string;
  /** Path as in the request line, before `?`. */
  readonly path: string;
  /** After `?`, as in the request line; "" for none. */
  readonly query: string;
  /** Fields to sign, Host included, as they are sent; those of one name in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Hex SHA-256 of the body, or a literal such as UNSIGNED-PAYLOAD. */
  readonly payload: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  /** S3 signs the path as it is; all others without dot segments and double slashes, encoded once more. */
  readonly plainPath: boolean;
  readonly normalize: boolean;
  /** Version 4A: signed with elliptic curves, for a set of regions that stands in X-Amz-Region-Set. Absent: version 4. */
  readonly asymmetric?: boolean;
}

export interface SigV4 {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
  /** Lower case, sorted, joined with `;`. */
  readonly signedHeaders: string;
  /** `<key id>/<date>/<region>/<service>/aws4_request`; without the region in version 4A. */
  readonly credential: string;
}

export const sigV4Algorithm = "AWS4-HMAC-SHA256";

/** What a signature is good for, after the key's id. */
export function sigV4Scope({
  time,
  region,
  service,
  asymmetric,
}: Pick<SigV4Input, "time" | "region" | "service" | "asymmetric">): string {
  const place = asymmetric === true ? service : `${region}/${service}`;
  return `${time.slice(0, 8)}/${place}/aws4_request`;
}

/** AWS General Reference, "Create a signed AWS API request", steps 1–4. */
export function sigV4(input: SigV4Input): SigV4 {
  const scope = sigV4Scope(input);
  const headers = canonicalHeaders(input.headers);
  const signedHeaders = headers.map(([name]) => name).join(";");
  const canonicalRequest = [
    input.method,
    canonicalPath(input),
    canonicalQuery(input.query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    signedHeaders,
    input.payload,
  ].join("\n");
  const hash = createHash("sha256").update(canonicalRequest, "utf8").digest("hex");
  const algorithm = input.asymmetric === true ? sigV4aAlgorithm : sigV4Algorithm;
  const stringToSign = [algorithm, input.time, scope, hash].join("\n");
  return {
    canonicalRequest,
    stringToSign,
    signature: signatureOf(input, scope, stringToSign),
    signedHeaders,
    credential: `${input.accessKeyId}/${scope}`,
  };
}

/** The names `signedHeaders` will have, for a query that has to be complete before it is signed. */
export function sigV4SignedNames(headers: SigV4Input["headers"]): string {
  return canonicalHeaders(headers)
    .map(([name]) => name)
    .join(";");
}

function signatureOf(input: SigV4Input, scope: string, text: string): string {
  if (input.asymmetric === true) {
    const key = sigV4aKey(input.accessKeyId, input.secretAccessKey);
    return sign("sha256", Buffer.from(text, "utf8"), key).toString("hex");
  }
  let key: Uint8Array = Buffer.from(`AWS4${input.secretAccessKey}`, "utf8");
  for (const part of scope.split("/")) key = hmac(key, part);
  return Buffer.from(hmac(key, text)).toString("hex");
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

/** RFC 3986's unreserved characters stay, every other byte of the UTF-8 is `%XX`. */
export function awsEncode(text: string): string {
  return percentEncode(text, "value", false);
}

function encodePath(path: string): string {
  return path.split("/").map(awsEncode).join("/");
}

/** The one spelling of what may be spelled in several ways: `%XX` only where it must be, in upper case. No byte is lost. */
function respelled(text: string): string {
  return text.replace(/%[0-9A-Fa-f]{2}|[^%]+|%/g, (part) => {
    if (!/^%..$/.test(part)) return awsEncode(part);
    const char = String.fromCharCode(parseInt(part.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(char) ? char : part.toUpperCase();
  });
}

function canonicalPath({ path, plainPath, normalize }: SigV4Input): string {
  if (plainPath) {
    // Escapes stay as they are; what the sender left bare is escaped as the server will.
    return path === ""
      ? "/"
      : path.replace(/%[0-9A-Fa-f]{2}|[^%]+|%/g, (part) =>
          /^%..$/.test(part) ? part : encodePath(part),
        );
  }
  const clean = normalize ? withoutDots(path) : path;
  return encodePath(clean === "" ? "/" : clean);
}

function withoutDots(path: string): string {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") out.pop();
    else if (part !== "" && part !== ".") out.push(part);
  }
  const folder = /\/$|\/\.{1,2}$/.test(path) && out.length > 0;
  return `/${out.join("/")}${folder ? "/" : ""}`;
}

/** Sorted by name, then value, each spelled AWS's way; `+` is a plus, not a space. */
function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      const name = at < 0 ? pair : pair.slice(0, at);
      return [respelled(name), at < 0 ? "" : respelled(pair.slice(at + 1))];
    })
    .toSorted(([a = "", x = ""], [b = "", y = ""]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function canonicalHeaders(headers: SigV4Input["headers"]): (readonly [string, string])[] {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const list = values.get(lower) ?? [];
    list.push(value.trim().replace(/\s+/g, " "));
    values.set(lower, list);
  }
  return [...values]
    .toSorted(([left], [right]) => order(left, right))
    .map(([name, list]) => [name, list.join(",")]);
}
