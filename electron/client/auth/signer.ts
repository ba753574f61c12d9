import type { AppliedAuth, TokenAuth } from "./applied.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { addQuery } from "../add-query.ts";
import { apiKey } from "./api-key.ts";
import { signAws } from "./aws.ts";
import { basic } from "./basic.ts";
import { bearer } from "./bearer.ts";
import { signEdgeGrid } from "./edgegrid-sign.ts";
import type { AuthEffect } from "./effect.ts";
import { signHawk } from "./hawk-sign.ts";
import { signAsap, signJwtBearer } from "./jwt.ts";
import { signWithMessageSignature } from "./message-sign.ts";
import { signOAuth1 } from "./oauth1-sign.ts";
import type { AuthTools, Sign } from "./outgoing.ts";
import { signWsse } from "./wsse.ts";

/** The schemes that wait to be asked; `authenticate` answers for them. */
export type AskedKind = "digest" | "ntlm" | "any";

export function isAsked(kind: AppliedAuth["kind"]): kind is AskedKind {
  return kind === "digest" || kind === "ntlm" || kind === "any";
}

/**
 * What adds a scheme's proof to each hop; null for none. The URL's userinfo stands in where no scheme is chosen. Throws FailureError
 * `input` for a scheme that is not applied: sending without it would be another request than the one that was asked for.
 */
export function signerOf(
  auth: AppliedAuth,
  userinfo: RequestUrl["userinfo"],
  tools: AuthTools,
): Sign | null {
  switch (auth.kind) {
    case "none":
    case "inherit":
      return userinfo === null ? null : plain(basic(userinfo.username, userinfo.password));
    case "basic":
      return plain(basic(auth.username, auth.password));
    case "bearer":
      return plain(bearer(auth.token));
    case "apikey":
      return plain(apiKey(auth.key, auth.value, auth.placement), userinfo);
    case "token":
      return withToken(auth);
    case "wsse":
      return signWsse(auth, tools);
    case "awsv4":
      return signAws(auth, tools);
    case "oauth1":
      return signOAuth1(auth, tools);
    case "akamai-edgegrid":
      return signEdgeGrid(auth, tools);
    case "hawk":
      return signHawk(auth, tools);
    case "jwt":
      return signJwtBearer(auth, tools);
    case "asap":
      return signAsap(auth, tools);
    case "message-signature":
      return signWithMessageSignature(auth, tools);
    case "digest":
    case "ntlm":
    case "any":
      return null;
    case "negotiate":
      throw new FailureError({
        kind: "input",
        code: "auth-no-kerberos",
        message: "Envoi does not make Kerberos tickets.",
        remedy: "Choose another scheme; where the server takes NTLM too, that works.",
        phase: "prepare",
        place: "auth",
      });
    case "oauth2":
    case "netrc":
    case "other":
      throw new FailureError({
        kind: "input",
        code: "auth-unsupported",
        message: "The request's authentication scheme is not applied by Envoi.",
        remedy: "Choose another scheme, or none and write the header yourself.",
        phase: "prepare",
        place: "auth",
      });
  }
}

function withToken({ token, placement, prefix, queryName, note }: TokenAuth): Sign {
  return async ({ url }) =>
    placement === "query"
      ? { fields: [], url: addQuery(url, { name: queryName, value: token }), note }
      : { fields: [{ name: "Authorization", value: `${prefix} ${token}`.trim() }], note };
}

/** Fields that are the same whatever is sent. A key beside Authorization leaves room for the URL's userinfo. */
function plain(effect: AuthEffect, userinfo: RequestUrl["userinfo"] = null): Sign {
  const more = userinfo === null ? null : basic(userinfo.username, userinfo.password).field;
  const fields = [effect.field, more].filter((field) => field !== null);
  return async ({ url }) => ({
    fields,
    ...(effect.query === null ? {} : { url: addQuery(url, effect.query) }),
    note: null,
  });
}
