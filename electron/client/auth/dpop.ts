import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { headerValue } from "../../../shared/model/header.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import type { Layer } from "../attempt.ts";
import type { TokenAuth } from "./applied.ts";
import { signJws } from "./jws.ts";
import type { AuthTools, Sign } from "./outgoing.ts";
import { canGoAgain, challenged, challengesIn } from "./round.ts";

/** A private key a token is bound to (RFC 9449), as PEM: ES256, which every server has to know. */
export function newDpopKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** What a proof is for. */
export interface Proven {
  readonly method: string;
  /** Scheme, host and path, without query and fragment. */
  readonly url: string;
  /** The token that is sent with it; null at the token endpoint. */
  readonly token: string | null;
  /** The last one the server gave; null: none. */
  readonly nonce: string | null;
}

/** A DPoP proof (RFC 9449 §4.2): a JWT of its own for each request. Throws FailureError `input` for a key that does not fit. */
export function dpopProof(
  key: string,
  { method, url, token, nonce }: Proven,
  tools: AuthTools,
): string {
  const { kty, crv, x, y } = createPublicKey(createPrivateKey(key)).export({ format: "jwk" });
  const claims = {
    jti: tools.random(16).toString("base64url"),
    htm: method,
    htu: url,
    iat: Math.floor(tools.epoch() / 1000),
    ...(token === null ? {} : { ath: createHash("sha256").update(token).digest("base64url") }),
    ...(nonce === null ? {} : { nonce }),
  };
  return signJws("ES256", { typ: "dpop+jwt", jwk: { kty, crv, x, y } }, JSON.stringify(claims), {
    secret: Buffer.alloc(0),
    privateKey: key,
  });
}

/**
 * The layer for a token that is bound to a key: a proof goes with each hop, with the nonce the server gave last; one that is asked for is
 * given in a further hop (RFC 9449 §9). Nonces outlive an exchange and live in it.
 */
export function createDpopRounds(tools: AuthTools): Layer {
  const nonces = new Map<string, string>();
  return (next) => async (attempt, context) => {
    const { auth, url } = attempt;
    if (auth.kind !== "token" || auth.dpopKey === null) return await next(attempt, context);
    const bound = auth;
    const origin = `${url.scheme}://${url.hostField}`;
    const signed = () => signBound(bound, auth.dpopKey ?? "", nonces.get(origin) ?? null, tools);
    const reply = await next({ ...attempt, sign: signed() }, context);
    const nonce = headerValue(reply.head?.headers ?? [], "dpop-nonce");
    if (nonce === undefined) return reply;
    nonces.set(origin, nonce);
    const asked = challengesIn(reply)?.some(
      ({ scheme, parameters }) =>
        scheme.toLowerCase() === "dpop" &&
        parameters.some(([name, value]) => name === "error" && value === "use_dpop_nonce"),
    );
    if (asked !== true || !canGoAgain(attempt)) return reply;
    challenged(context, reply, "DPoP", []);
    await context.receive(reply);
    return await next({ ...attempt, reason: "auth", sign: signed() }, context);
  };
}

function signBound(
  { token, note }: TokenAuth,
  key: string,
  nonce: string | null,
  tools: AuthTools,
): Sign {
  return async ({ method, url }) => ({
    fields: [
      { name: "Authorization", value: `DPoP ${token}` },
      {
        name: "DPoP",
        value: dpopProof(key, { method, url: withoutQuery(url), token, nonce }, tools),
      },
    ],
    note,
  });
}

function withoutQuery({ scheme, hostField, target }: RequestUrl): string {
  return `${scheme}://${hostField}${target.replace(/[?#].*$/s, "")}`;
}
