import type { AppliedAuth, TokenAuth } from "./applied.ts";
import type { AuthScheme } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { late } from "../../base/late.ts";
import { addQuery } from "../add-query.ts";
import { apiKey } from "./api-key.ts";
import { basic } from "./basic.ts";
import { bearer } from "./bearer.ts";
import type { AuthEffect } from "./effect.ts";
import type { AuthTools, Sign } from "./outgoing.ts";

/** The schemes that wait to be asked; `authenticate` answers for them. */
export type AskedKind = "digest" | "ntlm" | "negotiate" | "any";

export function isAsked(kind: AppliedAuth["kind"]): kind is AskedKind {
  return kind === "digest" || kind === "ntlm" || kind === "negotiate" || kind === "any";
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
      return loaded(auth, async () => (await import("./wsse.ts")).signWsse(auth, tools));
    case "awsv4":
      return loaded(auth, async () => (await import("./aws.ts")).signAws(auth, tools));
    case "oauth1":
      return loaded(auth, async () => (await import("./oauth1-sign.ts")).signOAuth1(auth, tools));
    case "akamai-edgegrid":
      return loaded(auth, async () =>
        (await import("./edgegrid-sign.ts")).signEdgeGrid(auth, tools),
      );
    case "hawk":
      return loaded(auth, async () => (await import("./hawk-sign.ts")).signHawk(auth, tools));
    case "jwt":
      return loaded(auth, async () => (await import("./jwt.ts")).signJwtBearer(auth, tools));
    case "asap":
      return loaded(auth, async () => (await import("./jwt.ts")).signAsap(auth, tools));
    case "message-signature":
      return loaded(auth, async () =>
        (await import("./message-sign.ts")).signWithMessageSignature(auth, tools),
      );
    case "digest":
    case "ntlm":
    case "negotiate":
    case "any":
      return null;
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

/** Schemes that few requests have are loaded with the first one. What a scheme has to object to is said when the hop is signed. */
function loaded(auth: AuthScheme, load: () => Promise<Sign>): Sign {
  const scheme = late(async () => {
    (await import("./needed.ts")).checkFields(auth);
    return await load();
  });
  return async (outgoing) => (await scheme())(outgoing);
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
  if (fields.some(({ value }) => /[\r\n\0]/.test(value)))
    throw new FailureError({
      kind: "input",
      code: "auth-line-break",
      message: "What authenticates the request holds a line break or a NUL.",
      remedy: "Take it out: a token that was pasted or read from a file often ends with one.",
      phase: "prepare",
      place: "auth",
    });
  return async ({ url }) => ({
    fields,
    ...(effect.query === null ? {} : { url: addQuery(url, effect.query) }),
    note: null,
  });
}
