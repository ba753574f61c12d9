import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { decodeJwt } from "../../shared/model/oauth2-token.ts";
import { oauth2Refusal } from "./server-error.ts";

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  /** For an ID token that comes by the browser (OpenID Connect Core §3.2.2.1). */
  readonly nonce: string;
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
  // A header or a body a browser would not send: everything goes into the query. What is typed stands in the place of ours (§3.1: once).
  const typed = auth.authorizationParameters.filter(({ name }) => name !== "");
  for (const { name } of typed) url.searchParams.delete(name);
  for (const { name, value } of typed) url.searchParams.append(name, value);
  if (
    /\bid_token\b/.test(url.searchParams.get("response_type") ?? "") &&
    !url.searchParams.has("nonce")
  )
    set("nonce", request.nonce);
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
 * The code (or the token fields of the implicit flow) in the parameters the browser came back with. `asked`: the address that was opened.
 * Throws FailureError: `oauth2-state` when they answer another request than ours (RFC 6749 §10.12), `oauth2-issuer` when another server than
 * the one named answers (RFC 9207 §2.4), `oauth2-nonce` for an ID token of another sign-in, or what the server refused with.
 */
export function readCallback(
  parameters: URLSearchParams,
  asked: string,
  issuer: string,
): URLSearchParams {
  const { searchParams } = new URL(asked);
  if (parameters.get("state") !== searchParams.get("state"))
    throw other(
      "oauth2-state",
      "What came back answers another sign-in than the one that was begun.",
      "Begin again. If it happens each time, somebody may be interfering with the sign-in.",
    );
  const idToken = parameters.get("id_token");
  // An ID token names it in the place of the parameter (RFC 9207 §2).
  const iss = parameters.get("iss") ?? (idToken === null ? null : claimOf(idToken, "iss"));
  if (issuer !== "" && iss !== issuer) throw otherIssuer();
  const error = parameters.get("error");
  if (error !== null) throw oauth2Refusal(Object.fromEntries(parameters), "authorization");
  const nonce = searchParams.get("nonce");
  if (idToken !== null && nonce !== null && claimOf(idToken, "nonce") !== nonce)
    throw other(
      "oauth2-nonce",
      "The ID token that came back was made for another sign-in.",
      "Begin again. If it happens each time, somebody may be interfering with the sign-in.",
    );
  return parameters;
}

/** Throws FailureError `oauth2-issuer` for an ID token of another issuer than the one named; its signature is not looked at. */
export function checkIssuer(idToken: string, issuer: string): void {
  if (issuer !== "" && idToken !== "" && claimOf(idToken, "iss") !== issuer) throw otherIssuer();
}

/** A claim of a JWT; undefined for none. */
function claimOf(token: string, name: string): unknown {
  const decoded = decodeJwt(token);
  if (decoded === null) return undefined;
  return (JSON.parse(decoded.claims) as Readonly<Record<string, unknown>>)[name];
}

function otherIssuer(): FailureError {
  return other(
    "oauth2-issuer",
    "The answer does not come from the issuer that is named in the settings.",
    "Correct the issuer in the Auth tab, or leave it empty where the server names none.",
  );
}

function other(code: string, message: string, remedy: string): FailureError {
  return new FailureError({ kind: "policy", code, message, remedy, phase: "wait", place: "auth" });
}
