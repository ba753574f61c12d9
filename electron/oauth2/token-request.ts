import type { JwsAlgorithm } from "../../shared/model/auth.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { OAuth2Auth, OAuth2Parameter } from "../../shared/model/oauth2.ts";
import { dpopProof } from "../client/auth/dpop.ts";
import { signJws } from "../client/auth/jws.ts";
import type { AuthTools } from "../client/auth/outgoing.ts";
import { formBody, formContentType } from "../client/body/form.ts";
import type { ResolvedRequest, ResolvedSettings } from "../client/send.ts";
import { httpUrl } from "./authorization.ts";

type Pair = readonly [name: string, value: string];

/** The grants that are exchanged for a token. */
export type Grant =
  | {
      readonly kind: "code";
      readonly code: string;
      readonly redirectUri: string;
      readonly verifier: string | null;
    }
  | { readonly kind: "client" }
  | { readonly kind: "password" }
  | { readonly kind: "refresh"; readonly refreshToken: string }
  | { readonly kind: "device"; readonly deviceCode: string };

/** The request to the token endpoint (RFC 6749 §4, RFC 8628 §3.4), to be sent like any other. Throws FailureError `input`. */
export function tokenRequest(
  auth: OAuth2Auth,
  grant: Grant,
  settings: ResolvedSettings,
  tools: AuthTools,
): ResolvedRequest {
  const refreshes = grant.kind === "refresh";
  const typed =
    refreshes && auth.refreshTokenUrl.trim() !== "" ? auth.refreshTokenUrl : auth.accessTokenUrl;
  const more = refreshes ? auth.refreshParameters : auth.tokenParameters;
  return post(auth, httpUrl(typed, "token"), grantPairs(auth, grant), more, settings, tools);
}

/** The request of RFC 8628 §3.1. Throws FailureError `input`. */
export function deviceRequest(
  auth: OAuth2Auth,
  settings: ResolvedSettings,
  tools: AuthTools,
): ResolvedRequest {
  const url = httpUrl(auth.deviceAuthorizationUrl, "device authorization");
  const pairs = given([["scope", auth.scope]]);
  return post(auth, url, pairs, auth.authorizationParameters, settings, tools);
}

/**
 * What announces a sign-in (RFC 9126 §2.1): the parameters of `url`, the address somebody would open in a browser, posted with the client's
 * proof. Throws FailureError `input`.
 */
export function pushedRequest(
  auth: OAuth2Auth,
  url: string,
  settings: ResolvedSettings,
  tools: AuthTools,
): ResolvedRequest {
  const to = httpUrl(auth.pushedAuthorizationUrl, "pushed request");
  const named = clientProof(auth, to, tools).form.some(([name]) => name === "client_id");
  const pairs = [...new URL(url).searchParams].filter(([name]) => !(named && name === "client_id"));
  return post(auth, to, pairs, [], settings, tools);
}

/** The same request with a proof of the key the token is to be bound to (RFC 9449 §5). */
export function provenRequest(
  request: ResolvedRequest,
  key: string,
  nonce: string | null,
  tools: AuthTools,
): ResolvedRequest {
  const url = request.url.replace(/[?#].*$/s, "");
  const value = dpopProof(key, { method: request.method, url, token: null, nonce }, tools);
  return {
    ...request,
    headers: [...request.headers, { name: "DPoP", value, origin: "auth" }],
  };
}

function given(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(([, value]) => value !== "");
}

function grantPairs(auth: OAuth2Auth, grant: Grant): readonly Pair[] {
  switch (grant.kind) {
    case "code":
      return given([
        ["grant_type", "authorization_code"],
        ["code", grant.code],
        ["redirect_uri", grant.redirectUri],
        ["code_verifier", grant.verifier ?? ""],
      ]);
    case "client":
      return given([
        ["grant_type", "client_credentials"],
        ["scope", auth.scope],
      ]);
    case "password":
      return [
        ["grant_type", "password"],
        ["username", auth.username],
        ["password", auth.password],
        ...given([["scope", auth.scope]]),
      ];
    case "refresh":
      return given([
        ["grant_type", "refresh_token"],
        ["refresh_token", grant.refreshToken],
      ]);
    case "device":
      return [
        ["grant_type", "urn:ietf:params:oauth:grant-type:device_code"],
        ["device_code", grant.deviceCode],
      ];
  }
}

function post(
  auth: OAuth2Auth,
  url: URL,
  grant: readonly Pair[],
  more: readonly OAuth2Parameter[],
  settings: ResolvedSettings,
  tools: AuthTools,
): ResolvedRequest {
  const client = clientProof(auth, url, tools);
  const placed = (where: OAuth2Parameter["placement"]): Pair[] =>
    more
      .filter(({ name, placement }) => name !== "" && placement === where)
      .map(({ name, value }) => [name, value]);
  for (const [name, value] of placed("query")) url.searchParams.append(name, value);
  const form = [...grant, ...client.form, ...placed("body")];
  return {
    method: "POST",
    url: url.href,
    headers: [["Accept", "application/json"] as const, ...placed("header")].map(
      ([name, value]) => ({ name, value, origin: "request" }),
    ),
    body: formBody(form.map(([name, value]) => ({ name, value }))),
    bodyContentType: formContentType,
    auth: client.basic ?? { kind: "none" },
    // A redirect would carry the secret on; what is omitted for the request is the request's own business.
    settings: { ...settings, followRedirects: false, omitHeaders: [] },
    raw: null,
  };
}

interface ClientProof {
  readonly basic: {
    readonly kind: "basic";
    readonly username: string;
    readonly password: string;
  } | null;
  readonly form: readonly Pair[];
}

/** How the client proves itself (RFC 6749 §2.3.1, RFC 7523 §2.2). */
function clientProof(auth: OAuth2Auth, url: URL, tools: AuthTools): ClientProof {
  const { clientId, clientSecret } = auth;
  switch (auth.clientAuthentication) {
    case "none":
      return { basic: null, form: [["client_id", clientId]] };
    case "body":
      return {
        basic: null,
        form: given([
          ["client_id", clientId],
          ["client_secret", clientSecret],
        ]),
      };
    case "basic_auth_header":
      // A client without a secret has nothing to prove: it names itself.
      if (clientSecret === "") return { basic: null, form: [["client_id", clientId]] };
      return {
        basic: { kind: "basic", username: formText(clientId), password: formText(clientSecret) },
        form: [],
      };
    case "client_secret_jwt":
    case "private_key_jwt":
      return {
        basic: null,
        form: [
          ["client_id", clientId],
          ["client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"],
          ["client_assertion", assertion(auth, url, tools)],
        ],
      };
  }
}

/** RFC 6749 §2.3.1 and Appendix B: both are form-encoded before they are joined. */
function formText(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function assertion(auth: OAuth2Auth, url: URL, tools: AuthTools): string {
  const shared = auth.clientAuthentication === "client_secret_jwt";
  const isShared = auth.assertionAlgorithm.startsWith("HS");
  const algorithm: JwsAlgorithm = shared && !isShared ? "HS256" : auth.assertionAlgorithm;
  if (!shared && isShared)
    throw new FailureError({
      kind: "input",
      code: "oauth2-assertion-algorithm",
      message: "A private key cannot sign with a shared-secret algorithm.",
      remedy: "Choose RS, PS, ES or EdDSA for private_key_jwt.",
      phase: "prepare",
      place: "auth",
    });
  const now = Math.floor(tools.epoch() / 1000);
  const claims = {
    iss: auth.clientId,
    sub: auth.clientId,
    aud: auth.assertionAudience.trim() || `${url.origin}${url.pathname}`,
    jti: tools.random(16).toString("hex"),
    iat: now,
    exp: now + 300,
  };
  const kid = auth.assertionKeyId === "" ? {} : { kid: auth.assertionKeyId };
  return signJws(algorithm, kid, JSON.stringify(claims), {
    secret: Buffer.from(auth.clientSecret, "utf8"),
    privateKey: auth.assertionKey.value,
  });
}
