import type { Auth } from "../../shared/model/auth.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { SentHeader } from "../../shared/model/header.ts";
import { percentEncode } from "../../shared/model/percent.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import { queryOf } from "../../shared/model/url-params.ts";
import type { Layer } from "./attempt.ts";
import { apiKey } from "./auth/api-key.ts";
import { basic } from "./auth/basic.ts";
import { bearer } from "./auth/bearer.ts";
import type { AuthEffect } from "./auth/effect.ts";

const nothing: AuthEffect = { field: null, query: null };

/**
 * What `auth`, or else the URL's userinfo, adds to a hop. Throws `input` for a scheme that Envoi keeps in the file but does not apply:
 * sending without it would be another request than the one that was asked for.
 */
export function authEffect(auth: Auth, userinfo: RequestUrl["userinfo"]): AuthEffect {
  const effect = schemeEffect(auth);
  if (effect.field !== null || userinfo === null) return effect;
  return { ...basic(userinfo.username, userinfo.password), query: effect.query };
}

function schemeEffect(auth: Auth): AuthEffect {
  switch (auth.kind) {
    case "none":
    case "inherit":
      return nothing;
    case "basic":
      return basic(auth.username, auth.password);
    case "bearer":
      return bearer(auth.token);
    case "apikey":
      return apiKey(auth.key, auth.value, auth.placement);
    case "other":
    default:
      throw new FailureError({
        kind: "input",
        code: "auth-unsupported",
        message:
          "The request's authentication scheme is kept in the file but not applied by Envoi.",
        remedy: "Choose another scheme, or none and write the header yourself.",
        phase: "prepare",
        place: "auth",
      });
  }
}

/** The URL with a query parameter added, unless its query has one of that name already. */
export function addQuery(
  url: RequestUrl,
  query: { readonly name: string; readonly value: string } | null,
): RequestUrl {
  if (query === null) return url;
  const name = percentEncode(query.name, "value", false);
  if (queryOf(url.target).some((row) => row.name === name || row.name === query.name)) return url;
  const pair = `${name}=${percentEncode(query.value, "value", false)}`;
  const joint = !url.target.includes("?") ? "?" : /[?&]$/.test(url.target) ? "" : "&";
  const added = `${joint}${pair}`;
  return { ...url, target: url.target + added, display: url.display + added };
}

/** Applies the request's auth to each hop it still belongs to. */
export const authenticate: Layer = (next) => (attempt, context) => {
  if (attempt.raw !== null) return next(attempt, context);
  const effect = authEffect(attempt.auth, attempt.url.userinfo);
  const authFields: SentHeader[] =
    effect.field === null ? [] : [{ ...effect.field, origin: "auth" }];
  return next({ ...attempt, url: addQuery(attempt.url, effect.query), authFields }, context);
};
