import { late } from "../base/late.ts";
import type { Sign } from "./auth/outgoing.ts";
import type { AskedDeps } from "./auth/round.ts";
import { isAsked, signerOf } from "./auth/signer.ts";
import type { Layer } from "./attempt.ts";

/**
 * Applies the request's auth to each hop it still belongs to. Most schemes sign what is about to be sent; Digest, NTLM, Negotiate and
 * "any" wait for the server's challenge and answer it with a further hop, and so does a token that is bound to a key. Made once: it keeps what
 * outlives one exchange (nonces, logged-in connections).
 */
export function authenticate(deps: AskedDeps): Layer {
  const { tools } = deps;
  const asked = late(async () => (await import("./auth/asked.ts")).createAskedRounds(deps));
  const bound = late(async () => (await import("./auth/dpop.ts")).createDpopRounds(tools));
  return (next) => {
    const asking = lateLayer(asked)(next);
    const binding = lateLayer(bound)(next);
    return (attempt, context) => {
      if (attempt.raw !== null) return next(attempt, context);
      const { auth } = attempt;
      if (isAsked(auth.kind)) return asking(attempt, context);
      if (auth.kind === "token" && auth.dpopKey !== null) return binding(attempt, context);
      let sign: Sign | null;
      try {
        sign = signerOf(auth, attempt.url.userinfo, tools);
      } catch (thrown) {
        return Promise.reject(thrown);
      }
      return next(sign === attempt.sign ? attempt : { ...attempt, sign }, context);
    };
  };
}

function lateLayer(layer: () => Promise<Layer>): Layer {
  return (next) => {
    const loaded = late(async () => (await layer())(next));
    return async (attempt, context) => await (await loaded())(attempt, context);
  };
}
