import { createHash } from "node:crypto";
import { headerValues } from "../../../shared/model/header.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { type Challenge, challengesOf } from "../../base/auth/challenge.ts";
import {
  type DigestChallenge,
  type DigestSession,
  openDigest,
  readAuthenticationInfo,
  readDigest,
} from "../../base/auth/digest.ts";
import type { Reply } from "../attempt.ts";
import { canGoAgain, challenged, challengesIn, refused, type Round } from "./round.ts";
import { hashBody } from "./hash-body.ts";
import type { Sign } from "./outgoing.ts";

/** A nonce that is stale twice in a row is a server that never takes one. */
const mostAnswers = 2;
/** Sessions kept; the one used longest ago goes first. */
const mostSessions = 200;

export interface DigestRounds {
  /** True when a nonce of this server is at hand, so that the first hop can be answered beforehand (RFC 7616 §3.6). */
  knows(round: Round): boolean;
  send(round: Round): Promise<Reply>;
  canAnswer(challenges: readonly Challenge[]): boolean;
  /** Goes on from a reply that asked. */
  answer(round: Round, reply: Reply, challenges: readonly Challenge[]): Promise<Reply>;
}

/** Digest (RFC 7616): the first challenge that is understood is answered; nonces are used again as long as the server takes them. */
export function createDigestRounds(): DigestRounds {
  const sessions = new Map<string, DigestSession>();

  const remember = (key: string, session: DigestSession): void => {
    sessions.delete(key);
    sessions.set(key, session);
    const oldest = sessions.keys().next();
    if (sessions.size > mostSessions && oldest.done !== true) sessions.delete(oldest.value);
  };

  async function send(round: Round): Promise<Reply> {
    const known = sessions.get(keyOf(round)) ?? null;
    const { next, attempt, context } = round;
    const asked: Asked = { uri: "" };
    const sign = known === null ? null : signDigest(known, asked);
    const reply = await next({ ...attempt, sign }, context);
    const challenges = challengesIn(reply);
    if (challenges === null) {
      if (known !== null) confirm(round, reply, known, asked.uri);
      return reply;
    }
    return await answer(round, reply, challenges);
  }

  async function answer(
    round: Round,
    first: Reply,
    challenges: readonly Challenge[],
  ): Promise<Reply> {
    const { next, attempt, context } = round;
    let reply = first;
    let asking = challenges;
    for (let answers = 0; ; answers += 1) {
      const challenge = pick(asking);
      if (challenge === null) {
        const offered = asking.map(({ scheme }) => scheme).join(", ");
        const reason = challengesOf(asking, "digest").length > 0 ? "not-understood" : "not-offered";
        refused(context, reply, "Digest", reason, [["offered", offered]]);
        return reply;
      }
      challenged(context, reply, "Digest", factsOf(challenge));
      // A fresh nonce for a wrong answer means a wrong password; only `stale` says that the answer itself was right.
      if (answers > 0 && (!challenge.stale || answers >= mostAnswers)) {
        sessions.delete(keyOf(round));
        refused(context, reply, "Digest", "wrong-credentials");
        return reply;
      }
      if (!canGoAgain(attempt)) {
        refused(context, reply, "Digest", "body-once");
        return reply;
      }
      await context.receive(reply);
      const session = openDigest(challenge, round.login);
      remember(keyOf(round), session);
      const asked: Asked = { uri: "" };
      reply = await next({ ...attempt, reason: "auth", sign: signDigest(session, asked) }, context);
      const again = challengesIn(reply);
      if (again === null) {
        confirm(round, reply, session, asked.uri);
        return reply;
      }
      asking = again;
    }
  }

  return {
    knows: (round) => sessions.has(keyOf(round)),
    send,
    canAnswer: (challenges) => pick(challenges) !== null,
    answer,
  };
}

/** The target as it was sent, which the reply's proof covers. */
interface Asked {
  uri: string;
}

/** A session holds what was made of the password: with another password it is another session. */
function keyOf({ attempt, login }: Round): string {
  const who = createHash("sha256").update(JSON.stringify(login)).digest("base64");
  return `${originText(attempt.url)} ${who}`;
}

function originText({ scheme, host, port }: RequestUrl): string {
  return `${scheme}://${host.toLowerCase()}:${port}`;
}

/** The server lists them as it prefers them (§3.7). */
function pick(challenges: readonly Challenge[]): DigestChallenge | null {
  for (const one of challengesOf(challenges, "digest")) {
    const read = readDigest(one);
    if (read !== null) return read;
  }
  return null;
}

function factsOf(challenge: DigestChallenge): readonly (readonly [string, string])[] {
  return [
    ["realm", challenge.realm],
    ["algorithm", challenge.algorithm ?? "MD5"],
    ...(challenge.qop === null ? [] : [["qop", challenge.qop] as const]),
    ...(challenge.userhash ? [["userhash", "true"] as const] : []),
    ...(challenge.stale ? [["stale", "true"] as const] : []),
  ];
}

function signDigest(session: DigestSession, asked: Asked): Sign {
  return async ({ method, url, body }) => {
    const { challenge } = session;
    const bodyHash =
      challenge.qop === "auth-int" ? (await hashBody(body, challenge.hash)).toString("hex") : null;
    asked.uri = url.target;
    const value = session.answer({ method, uri: url.target, bodyHash });
    return {
      fields: [{ name: "Authorization", value }],
      note: {
        scheme: "Digest",
        action: "answered",
        facts: [
          ["algorithm", challenge.algorithm ?? "MD5"],
          ...(challenge.qop === null ? [] : [["qop", challenge.qop] as const]),
          ["nonce-count", String(session.uses())],
        ],
      },
    };
  };
}

/** Authentication-Info (§3.5): the next nonce, and the proof that the server knows the password too. */
function confirm({ context }: Round, reply: Reply, session: DigestSession, uri: string): void {
  const info = readAuthenticationInfo(
    headerValues(reply.head?.headers ?? [], "authentication-info"),
  );
  const proof = info.get("rspauth");
  const expected = session.expected(uri);
  if (proof !== undefined && expected !== null) {
    const matches = proof.toLowerCase() === expected;
    context.emit(
      {
        kind: "auth",
        auth: {
          scheme: "Digest",
          action: "confirmed",
          facts: [["server-proof", matches ? "right" : "wrong"]],
        },
      },
      reply.hop,
    );
  }
  const next = info.get("nextnonce");
  if (next !== undefined) session.follow(next);
}
