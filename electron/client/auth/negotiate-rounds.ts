import { FailureError } from "../../../shared/model/failure.ts";
import { challengesOf } from "../../base/auth/challenge.ts";
import type { Reply } from "../attempt.ts";
import {
  type AskedDeps,
  canGoAgain,
  challenged,
  challengesIn,
  refused,
  type Round,
} from "./round.ts";

export interface NegotiateRounds {
  send(round: Round, servicePrincipal: string): Promise<Reply>;
}

/** Negotiate (RFC 4559): a server that asks gets one token; Kerberos needs no further round. */
export function createNegotiateRounds({ kerberos }: AskedDeps): NegotiateRounds {
  return {
    async send({ next, attempt, context }, servicePrincipal) {
      const first = await next({ ...attempt, sign: null }, context);
      const asking = challengesIn(first);
      if (asking === null) return first;
      if (challengesOf(asking, "negotiate").length === 0) {
        const offered = asking.map(({ scheme }) => scheme).join(", ");
        refused(context, first, "Negotiate", "not-offered", [["offered", offered]]);
        return first;
      }
      challenged(context, first, "Negotiate", []);
      if (!canGoAgain(attempt)) {
        refused(context, first, "Negotiate", "body-once");
        return first;
      }
      await context.receive(first);
      if (kerberos === null) throw noHelper();
      const service = servicePrincipal.trim() || `HTTP@${attempt.url.host}`;
      const token = await kerberos.token(service, context.signal);
      const reply = await next(
        {
          ...attempt,
          reason: "auth",
          sign: async () => ({
            fields: [{ name: "Authorization", value: `Negotiate ${token}` }],
            note: { scheme: "Negotiate", action: "answered", facts: [["service", service]] },
          }),
        },
        context,
      );
      if (challengesIn(reply) !== null) refused(context, reply, "Negotiate", "wrong-credentials");
      return reply;
    },
  };
}

function noHelper(): FailureError {
  return new FailureError({
    kind: "input",
    code: "auth-no-kerberos",
    message: "This machine has nothing that makes Kerberos tickets for Envoi.",
    remedy: "Install Python's gssapi module (Debian: python3-gssapi), or choose another scheme.",
    phase: "prepare",
    place: "auth",
  });
}
