import { createHash, randomBytes } from "node:crypto";
import { type Challenge, parameterOf, quoted } from "./challenge.ts";

/** Names as in the challenge; the values are Node's names of the hashes. SHA-512 is not registered, but servers offer it. */
const hashes = {
  MD5: "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
  "SHA-512": "sha512",
} as const;

export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As it is sent back; null: the challenge named none, which means MD5. */
  readonly algorithm: string | null;
  readonly hash: (typeof hashes)[keyof typeof hashes];
  readonly session: boolean;
  /** null: the old way without qop (RFC 2069). */
  readonly qop: "auth" | "auth-int" | null;
  readonly utf8: boolean;
  readonly userhash: boolean;
  readonly stale: boolean;
}

/** A Digest challenge (RFC 7616 §3.3); null when it cannot be answered: no nonce, an unknown algorithm or no known qop. */
export function readDigest(challenge: Challenge): DigestChallenge | null {
  const nonce = parameterOf(challenge, "nonce");
  const algorithm = parameterOf(challenge, "algorithm") ?? null;
  const upper = (algorithm ?? "MD5").toUpperCase();
  const session = upper.endsWith("-SESS");
  const hash = hashOf(session ? upper.slice(0, -5) : upper);
  const offered = parameterOf(challenge, "qop");
  const words = (offered ?? "").toLowerCase().split(/[\s,]+/);
  const qop = words.includes("auth") ? "auth" : words.includes("auth-int") ? "auth-int" : null;
  if (nonce === undefined || hash === null) return null;
  if (qop === null && offered !== undefined && offered.trim() !== "") return null;
  return {
    realm: parameterOf(challenge, "realm") ?? "",
    nonce,
    opaque: parameterOf(challenge, "opaque") ?? null,
    algorithm,
    hash,
    session,
    qop,
    utf8: parameterOf(challenge, "charset")?.toUpperCase() === "UTF-8",
    userhash: parameterOf(challenge, "userhash")?.toLowerCase() === "true",
    stale: parameterOf(challenge, "stale")?.toLowerCase() === "true",
  };
}

function hashOf(name: string): DigestChallenge["hash"] | null {
  return Object.entries(hashes).find(([known]) => known === name)?.[1] ?? null;
}

export interface DigestCredentials {
  readonly username: string;
  readonly password: string;
}

export interface DigestRequest {
  readonly method: string;
  /** The request's target exactly as sent. */
  readonly uri: string;
  /** Hex hash (by `challenge.hash`) of the body; only used with auth-int, where null stands for an empty one. */
  readonly bodyHash: string | null;
}

/** A challenge being answered: counts its uses and follows `nextnonce`. Pure but for the count and the client's nonce. */
export interface DigestSession {
  readonly challenge: DigestChallenge;
  /** The nonce in use, and how often it was. */
  readonly nonce: () => string;
  readonly uses: () => number;
  /** The Authorization (or Proxy-Authorization) value for one request. */
  answer(request: DigestRequest): string;
  /** What `rspauth` must be for the last answer (RFC 7616 §3.5); null with auth-int, which would need the reply's body. */
  expected(uri: string): string | null;
  /** Uses this nonce from the next answer on. */
  follow(nonce: string): void;
}

/** `cnonce` is drawn at random unless a test gives it. */
export function openDigest(
  challenge: DigestChallenge,
  credentials: DigestCredentials,
  cnonce: string = randomBytes(18).toString("base64"),
): DigestSession {
  const h = (text: string): string => createHash(challenge.hash).update(text, "utf8").digest("hex");
  // RFC 7616 §4: with charset=UTF-8 names and passwords are in NFC.
  const norm = (text: string): string => (challenge.utf8 ? text.normalize("NFC") : text);
  const username = norm(credentials.username);
  const secret = h(`${username}:${challenge.realm}:${norm(credentials.password)}`);
  // The session key is made once, of the first nonce (§3.4.2).
  const ha1 = challenge.session ? h(`${secret}:${challenge.nonce}:${cnonce}`) : secret;
  let { nonce } = challenge;
  let count = 0;
  const response = (ha2: string): string => {
    if (challenge.qop === null) return h(`${ha1}:${nonce}:${ha2}`);
    return h(`${ha1}:${nonce}:${hex8(count)}:${cnonce}:${challenge.qop}:${ha2}`);
  };
  return {
    challenge,
    nonce: () => nonce,
    uses: () => count,
    answer({ method, uri, bodyHash }) {
      count += 1;
      const ha2 =
        challenge.qop === "auth-int"
          ? h(`${method}:${uri}:${bodyHash ?? h("")}`)
          : h(`${method}:${uri}`);
      const parts = [
        ...named(username, challenge, h),
        `realm=${quoted(challenge.realm)}`,
        `nonce=${quoted(nonce)}`,
        `uri=${quoted(uri)}`,
        `response="${response(ha2)}"`,
      ];
      if (challenge.algorithm !== null) parts.push(`algorithm=${challenge.algorithm}`);
      if (challenge.opaque !== null) parts.push(`opaque=${quoted(challenge.opaque)}`);
      if (challenge.qop !== null)
        parts.push(`qop=${challenge.qop}`, `nc=${hex8(count)}`, `cnonce=${quoted(cnonce)}`);
      else if (challenge.session) parts.push(`cnonce=${quoted(cnonce)}`);
      return `Digest ${parts.join(", ")}`;
    },
    expected: (uri) => (challenge.qop === "auth-int" ? null : response(h(`:${uri}`))),
    follow(next) {
      if (next === nonce) return;
      nonce = next;
      count = 0;
    },
  };
}

/** The name itself, its hash (§3.4.4), or `username*` (§3.4) for one that quotes cannot hold. */
function named(
  username: string,
  challenge: DigestChallenge,
  h: (text: string) => string,
): readonly string[] {
  if (challenge.userhash)
    return [`username="${h(`${username}:${challenge.realm}`)}"`, "userhash=true"];
  if (challenge.utf8 && /[^\u0020-\u007e]/.test(username)) {
    const coded = encodeURIComponent(username).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return [`username*=UTF-8''${coded}`];
  }
  return [`username=${quoted(username)}`];
}

function hex8(count: number): string {
  return count.toString(16).padStart(8, "0");
}

/** Parameters of an Authentication-Info field (RFC 7615), names in lower case. */
export function readAuthenticationInfo(fields: readonly string[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const pattern =
    /([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[^])*)"|([^\s,"]*))/g;
  for (const field of fields)
    for (const [, name = "", inQuotes, bare] of field.matchAll(pattern))
      out.set(name.toLowerCase(), inQuotes?.replace(/\\([^])/g, "$1") ?? bare ?? "");
  return out;
}
