import type { Attempt, Layer } from "../attempt.ts";
import { basic } from "./basic.ts";
import { createDigestRounds } from "./digest-rounds.ts";
import { createNegotiateRounds } from "./negotiate-rounds.ts";
import { createNtlmRounds } from "./ntlm-rounds.ts";
import type { Sign } from "./outgoing.ts";
import {
  type AskedDeps,
  canGoAgain,
  challenged,
  challengesIn,
  type Login,
  type Round,
} from "./round.ts";

export type AskedRounds = Layer;

/** The layer for Digest, NTLM, Negotiate and "any". What outlives an exchange lives in it. */
export function createAskedRounds(deps: AskedDeps): AskedRounds {
  const digest = createDigestRounds();
  const ntlm = createNtlmRounds(deps);
  const negotiate = createNegotiateRounds(deps.findCurl);
  return (next) => async (attempt, context) => {
    const { auth } = attempt;
    const round: Round = { next, attempt, context, login: loginOf(attempt) };
    if (auth.kind === "digest") return await digest.send(round);
    if (auth.kind === "ntlm") return await ntlm.send(round);
    if (auth.kind === "negotiate") return await negotiate.send(round);
    const reply = digest.knows(round)
      ? await digest.send(round)
      : await next(plain(attempt), context);
    const challenges = challengesIn(reply);
    if (challenges === null || !canGoAgain(attempt)) return reply;
    const offers = (scheme: string): boolean =>
      challenges.some((one) => one.scheme.toLowerCase() === scheme);
    if (digest.canAnswer(challenges)) return await digest.answer(round, reply, challenges);
    if (offers("ntlm")) {
      challenged(context, reply, "NTLM", []);
      await context.receive(reply);
      return await ntlm.send(round, "auth");
    }
    if (offers("basic")) {
      const realm = challenges.find((one) => one.scheme.toLowerCase() === "basic");
      challenged(context, reply, "Basic", realm?.parameters ?? []);
      await context.receive(reply);
      return await next({ ...attempt, reason: "auth", sign: basicSign(round.login) }, context);
    }
    return reply;
  };
}

function plain(attempt: Attempt): Attempt {
  return { ...attempt, sign: null };
}

function basicSign({ username, password }: Login): Sign {
  const { field } = basic(username, password);
  return async () => ({
    fields: field === null ? [] : [field],
    note: { scheme: "Basic", action: "answered", facts: [] },
  });
}

/** The login of the scheme; the URL's userinfo when it has none of its own. */
function loginOf({ auth, url }: Attempt): Login {
  const given =
    auth.kind === "digest" || auth.kind === "ntlm" || auth.kind === "any"
      ? auth
      : { username: "", password: "" };
  const own = given.username !== "" || given.password !== "" ? given : (url.userinfo ?? given);
  return {
    username: own.username,
    password: own.password,
    domain: "domain" in given ? given.domain : "",
    workstation: "workstation" in given ? given.workstation : "",
  };
}
