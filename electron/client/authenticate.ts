import type { AskedRounds } from "./auth/asked.ts";
import type { AuthTools, Sign } from "./auth/outgoing.ts";
import { isAsked, signerOf } from "./auth/signer.ts";
import type { Layer } from "./attempt.ts";

export interface AuthenticateDeps {
  readonly tools: AuthTools;
  /** Answers challenges; keeps what outlives one exchange (nonces, logged-in connections). */
  readonly asked: AskedRounds;
  /** The same for tokens that are bound to a key. */
  readonly bound: Layer;
}

/**
 * Applies the request's auth to each hop it still belongs to. Most schemes sign what is about to be sent; Digest, NTLM and "any"
 * wait for the server's challenge and answer it with a further hop.
 */
export function authenticate({ tools, asked, bound }: AuthenticateDeps): Layer {
  return (next) => {
    const asking = asked(next);
    const binding = bound(next);
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
