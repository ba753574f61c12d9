import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { oauth2Failure } from "./server-error.ts";

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  /** null: without PKCE. */
  readonly challenge: { readonly method: "S256" | "plain"; readonly value: string } | null;
}

/**
 * The address the person signs in at (RFC 6749 §4.1.1, §4.2.1). A query that is there already is kept (§3.1). Throws FailureError `input`
 * for an address that is no http(s) URL: nothing else may be opened in a browser.
 */
export function authorizationUrl(auth: OAuth2Auth, request: AuthorizationRequest): string {
  const url = httpUrl(auth.authorizationUrl, "authorization");
  url.hash = "";
  const set = (name: string, value: string): void => {
    if (value !== "") url.searchParams.set(name, value);
  };
  set("response_type", auth.flow === "implicit" ? implicitType(auth) : "code");
  set("client_id", auth.clientId);
  set("redirect_uri", request.redirectUri);
  set("scope", auth.scope);
  set("state", request.state);
  if (request.challenge !== null) {
    set("code_challenge", request.challenge.value);
    set("code_challenge_method", request.challenge.method);
  }
  // A header or a body a browser would not send: everything goes into the query.
  for (const { name, value } of auth.authorizationParameters)
    if (name !== "") url.searchParams.append(name, value);
  return url.href;
}

function implicitType({ tokenSource }: OAuth2Auth): string {
  return tokenSource === "id_token" ? "id_token token" : "token";
}

/** An http(s) URL somebody typed. Throws FailureError `input` that names which one. */
export function httpUrl(
  typed: string,
  what: "authorization" | "token" | "device authorization" | "pushed request" | "callback",
): URL {
  const text = typed.trim();
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new FailureError({
    kind: "input",
    code: "oauth2-url",
    message:
      text === "" ? `There is no ${what} URL.` : `The ${what} URL is no http or https address.`,
    remedy: "Fill it in in the Auth tab.",
    phase: "prepare",
    place: "auth",
  });
}

/**
 * The code (or the token fields of the implicit flow) in the parameters the browser came back with. Throws FailureError: `oauth2-state`
 * when they answer another request than ours (RFC 6749 §10.12), or what the server refused with.
 */
export function readCallback(parameters: URLSearchParams, state: string): URLSearchParams {
  if (parameters.get("state") !== state)
    throw new FailureError({
      kind: "policy",
      code: "oauth2-state",
      message: "What came back answers another sign-in than the one that was begun.",
      remedy: "Begin again. If it happens each time, somebody may be interfering with the sign-in.",
      phase: "wait",
      place: "auth",
    });
  const error = parameters.get("error");
  if (error !== null) throw oauth2Failure(error, "authorization");
  return parameters;
}
