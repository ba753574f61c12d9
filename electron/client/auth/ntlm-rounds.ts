import { createHash } from "node:crypto";
import type { HopReason } from "../../../shared/model/exchange.ts";
import { challengesOf } from "../../base/auth/challenge.ts";
import { ntlmAuthenticate, ntlmNegotiate, readNtlmChallenge } from "../../base/auth/ntlm.ts";
import { channelBinding } from "../../base/auth/channel-binding.ts";
import type { CertificateView } from "../../../shared/model/tls-view.ts";
import type { Attempt, AttemptContext, Reply } from "../attempt.ts";
import type { BodyChunk } from "../hop.ts";
import type { Sign } from "./outgoing.ts";
import {
  type AskedDeps,
  canGoAgain,
  challenged,
  challengesIn,
  refused,
  type Round,
} from "./round.ts";

export interface NtlmRounds {
  /** `reason` of the first hop, when another one went before it. */
  send(round: Round, reason?: HopReason): Promise<Reply>;
}

/** How often the whole handshake is begun again because its connection was closed under it. */
const mostHandshakes = 2;
/** Logged-in connections kept in mind for one login; the pool closes them when they are idle for long. */
const mostKept = 8;

/**
 * NTLM version 2: three messages on one connection, which then belongs to the login and serves nobody else. The first message goes without
 * the body, since it is always refused.
 */
export function createNtlmRounds(deps: AskedDeps): NtlmRounds {
  /** Owners of connections that were logged in and are idle, by origin and login. */
  const kept = new Map<string, string[]>();

  const keepAfter = (reply: Reply, key: string, owner: string): Reply => ({
    ...reply,
    body: endingWith(reply.body, () => {
      const owners = kept.get(key) ?? [];
      if (!owners.includes(owner)) kept.set(key, [...owners, owner].slice(-mostKept));
    }),
  });

  return {
    async send(round, reason) {
      const { next, context } = round;
      const key = keyOf(round);
      const known = canGoAgain(round.attempt) ? kept.get(key)?.pop() : undefined;
      const owner = known ?? `ntlm-${deps.tools.random(16).toString("hex")}`;
      const attempt = onOneConnection(round.attempt, owner);
      let started = reason ?? attempt.reason;
      if (known !== undefined) {
        const reply = await next({ ...attempt, reason: started, sign: null }, context);
        if (challengesIn(reply) === null) return keepAfter(reply, key, owner);
        await context.receive(reply);
        started = "auth";
      }
      const { reply, loggedIn } = await handshake({ ...round, attempt }, started);
      return loggedIn ? keepAfter(reply, key, owner) : reply;
    },
  };
}

interface Outcome {
  readonly reply: Reply;
  readonly loggedIn: boolean;
}

async function handshake(
  { next, context: whole, login, attempt }: Round,
  reason: HopReason,
): Promise<Outcome> {
  let certificate: CertificateView | undefined;
  const context: AttemptContext = {
    ...whole,
    emit(detail, hop) {
      if (detail.kind === "connection") certificate = detail.connection.tls?.chain[0];
      whole.emit(detail, hop);
    },
  };
  const end = (reply: Reply, loggedIn = false): Outcome => ({ reply, loggedIn });
  for (let handshakes = 1; ; handshakes += 1) {
    const negotiate = ntlmNegotiate();
    const first = await next(
      {
        ...withoutBody(attempt),
        reason: handshakes > 1 ? "auth" : reason,
        sign: message("negotiate", negotiate),
      },
      context,
    );
    const asking = challengesIn(first);
    if (asking === null) {
      // Nobody asked: without a body this was the request itself, with one it has yet to be sent.
      if (attempt.body === null) return end(first);
      await context.receive(first);
      return end(await next({ ...attempt, reason: "auth", sign: null }, context));
    }
    const token = challengesOf(asking, "ntlm").find((one) => one.token !== "")?.token;
    const challenge = token === undefined ? null : readNtlmChallenge(Buffer.from(token, "base64"));
    if (challenge === null) {
      const offered = asking.map(({ scheme }) => scheme).join(", ");
      const why = token === undefined ? "not-offered" : "not-understood";
      refused(context, first, "NTLM", why, [["offered", offered]]);
      return end(first);
    }
    challenged(context, first, "NTLM", [["target", challenge.targetName]]);
    await context.receive(first);
    const last = ntlmAuthenticate(negotiate, challenge, login, {}, bindingTo(certificate));
    const reply = await next(
      { ...attempt, reason: "auth", sign: message("authenticate", last) },
      context,
    );
    if (challengesIn(reply) === null) return end(reply, true);
    const moved = reply.connection !== first.connection;
    refused(context, reply, "NTLM", moved ? "connection-closed" : "wrong-credentials");
    if (!moved || !canGoAgain(attempt) || handshakes >= mostHandshakes) return end(reply);
    await context.receive(reply);
  }
}

function bindingTo(certificate: CertificateView | undefined): Buffer | null {
  return certificate === undefined
    ? null
    : channelBinding(certificate.pem, certificate.details?.signatureAlgorithm ?? "");
}

function keyOf({ attempt, login }: Round): string {
  const { scheme, host, port } = attempt.url;
  const who = createHash("sha256").update(JSON.stringify(login)).digest("hex");
  return `${scheme}://${host.toLowerCase()}:${port} ${who}`;
}

async function* endingWith(body: Reply["body"], end: () => void): AsyncGenerator<BodyChunk> {
  try {
    yield* body;
  } finally {
    end();
  }
}

/** HTTP/2 has no connection of one's own (RFC 9113 §8), and a connection that may not be used again cannot be logged in. */
function onOneConnection(attempt: Attempt, owner: string): Attempt {
  const { settings } = attempt;
  const { httpVersion } = settings.network;
  const version = httpVersion === "1.0" ? "1.0" : "1.1";
  return {
    ...attempt,
    owner,
    settings: { ...settings, network: { ...settings.network, reuse: true, httpVersion: version } },
  };
}

const bodyFields = new Set([
  "content-length",
  "transfer-encoding",
  "expect",
  "trailer",
  "content-encoding",
  "content-digest",
]);

function withoutBody(attempt: Attempt): Attempt {
  if (attempt.body === null) return attempt;
  const headers = attempt.headers.filter(({ name }) => !bodyFields.has(name.toLowerCase()));
  return { ...attempt, headers, body: null, bodyContentType: null, bodyFields: [] };
}

function message(name: string, bytes: Buffer): Sign {
  return async () => ({
    fields: [{ name: "Authorization", value: `NTLM ${bytes.toString("base64")}` }],
    note: { scheme: "NTLM", action: "answered", facts: [["message", name]] },
  });
}
