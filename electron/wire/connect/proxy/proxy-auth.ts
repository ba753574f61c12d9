import type { ProxyServer } from "../../../../shared/model/network/proxy.ts";
import { type Challenge, challengesOf, readChallenges } from "../../../base/auth/challenge.ts";
import { type DigestSession, openDigest, readDigest } from "../../../base/auth/digest.ts";
import { ntlmAuthenticate, ntlmNegotiate, readNtlmChallenge } from "../../../base/auth/ntlm.ts";

/** Signing in at one proxy, over as many rounds as its scheme needs. */
export interface ProxyAuth {
  /** Value of Proxy-Authorization for the next request; null: none. `uri`: the request target as sent. */
  field(method: string, uri: string): string | null;
  /** Reads the Proxy-Authenticate fields of a 407. True: `field` has something new to say, so it is worth another request. */
  challenged(fields: readonly string[]): boolean;
  /** Credentials went out. */
  readonly tried: boolean;
  /** The scheme is about the connection, and the next request must go out on the same one. */
  readonly bound: boolean;
}

/** Rounds of one request at most: NTLM needs two, Digest a second one for a stale nonce. */
const mostRounds = 4;

/**
 * By `proxy.auth`: `basic` at once; `ntlm` begins at once; `digest` and `any` wait for the challenge, of which `any` takes Digest, then NTLM,
 * then Basic. Without a user name nothing is ever sent.
 */
export function openProxyAuth(
  proxy: Pick<ProxyServer, "username" | "password" | "auth">,
): ProxyAuth {
  const { username, password, auth } = proxy;
  let rounds = 0;
  let tried = false;
  let bound = false;
  let digest: DigestSession | null = null;
  let next: ((method: string, uri: string) => string) | null = null;
  const negotiate = ntlmNegotiate();
  const basic = (): string =>
    `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
  const beginNtlm = (): string => `NTLM ${negotiate.toString("base64")}`;
  if (username === "") return unable;
  if (auth === "basic") next = basic;
  if (auth === "ntlm") {
    next = beginNtlm;
    bound = true;
  }

  const answerDigest = (challenges: readonly Challenge[]): boolean => {
    for (const challenge of challengesOf(challenges, "Digest")) {
      const read = readDigest(challenge);
      if (read === null) continue;
      // Asked again with a nonce that is not stale: it was the password.
      if (digest !== null && !read.stale) return false;
      const session = openDigest(read, { username, password });
      digest = session;
      next = (method, uri) => session.answer({ method, uri, bodyHash: null });
      return true;
    }
    return false;
  };
  const answerNtlm = (challenges: readonly Challenge[]): boolean => {
    const [challenge] = challengesOf(challenges, "NTLM");
    if (challenge === undefined) return false;
    if (challenge.token === "") {
      if (bound) return false;
      bound = true;
      next = beginNtlm;
      return true;
    }
    const read = readNtlmChallenge(Buffer.from(challenge.token, "base64"));
    if (read === null) return false;
    const credentials = { username, password, domain: "", workstation: "" };
    next = () => `NTLM ${ntlmAuthenticate(negotiate, read, credentials).toString("base64")}`;
    return true;
  };
  const answerBasic = (challenges: readonly Challenge[]): boolean => {
    if (tried || challengesOf(challenges, "Basic").length === 0) return false;
    next = basic;
    return true;
  };

  return {
    get tried() {
      return tried;
    },
    get bound() {
      return bound;
    },
    field(method, uri) {
      const value = next?.(method, uri) ?? null;
      tried ||= value !== null;
      // The last message of NTLM signs the connection in; it is not said twice.
      if (bound && next !== beginNtlm) next = null;
      return value;
    },
    challenged(fields) {
      rounds += 1;
      if (rounds > mostRounds) return false;
      const challenges = readChallenges(fields);
      switch (auth) {
        case "basic":
          return answerBasic(challenges);
        case "digest":
          return answerDigest(challenges);
        case "ntlm":
          return answerNtlm(challenges);
        case "none":
          return false;
        case "any":
          if (bound) return answerNtlm(challenges);
          if (answerDigest(challenges)) return true;
          return !tried && (answerNtlm(challenges) || answerBasic(challenges));
      }
    },
  };
}

/** Nobody to sign in as. */
const unable: ProxyAuth = {
  field: () => null,
  challenged: () => false,
  tried: false,
  bound: false,
};
