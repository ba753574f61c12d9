import type { OAuth2Auth, OAuth2Flow, OAuth2Parameter } from "../../model/oauth2.ts";

type Attribute = { readonly key: string; readonly value: unknown; readonly type: string };

/** Postman's words; with PKCE the first has another. Absent: Postman has no such flow. */
const grants: ReadonlyMap<OAuth2Flow, string> = new Map([
  ["authorization_code", "authorization_code"],
  ["client_credentials", "client_credentials"],
  ["resource_owner_password_credentials", "password_credentials"],
  ["implicit", "implicit"],
]);

/**
 * OAuth 2.0 as Postman's own exports have it, empty fields left out. null: its flow has no place there. What else has none is named in
 * `left`.
 */
export function postmanOAuth2(
  auth: OAuth2Auth,
  left: (what: string) => void,
): readonly Attribute[] | null {
  const grant = grants.get(auth.flow);
  if (grant === undefined) return null;
  for (const what of withoutPlace(auth)) left(what);
  const pkce = auth.flow === "authorization_code" && auth.pkce !== "none";
  const texts: readonly (readonly [string, string])[] = [
    ["grant_type", pkce ? `${grant}_with_pkce` : grant],
    ["challengeAlgorithm", pkce ? (auth.pkce === "plain" ? "plain" : "S256") : ""],
    ["authUrl", auth.authorizationUrl],
    ["accessTokenUrl", auth.accessTokenUrl],
    ["refreshTokenUrl", auth.refreshTokenUrl],
    ["redirect_uri", auth.callbackUrl],
    ["clientId", auth.clientId],
    ["clientSecret", auth.clientSecret],
    ["client_authentication", auth.clientAuthentication === "body" ? "body" : "header"],
    ["username", auth.username],
    ["password", auth.password],
    ["scope", auth.scope],
    ["state", auth.state],
    ["tokenName", auth.tokenId],
    ["addTokenTo", auth.tokenPlacement === "query" ? "queryParams" : "header"],
  ];
  const lists: readonly (readonly [string, readonly OAuth2Parameter[]])[] = [
    ["authRequestParams", auth.authorizationParameters],
    ["tokenRequestParams", auth.tokenParameters],
    ["refreshRequestParams", auth.refreshParameters],
  ];
  return [
    ...texts
      .filter(([, value]) => value !== "")
      .map(([key, value]) => ({ key, value, type: "string" })),
    // No prefix is one too: an absent one means Bearer.
    { key: "headerPrefix", value: auth.tokenPrefix, type: "string" },
    ...lists
      .filter(([, rows]) => rows.length > 0)
      .map(([key, rows]) => ({ key, value: rows.map(parameter), type: "any" })),
    ...(auth.autoRefresh ? [] : [{ key: "autoRefresh", value: false, type: "boolean" }]),
  ];
}

const sendAs = { header: "request_header", query: "request_url", body: "request_body" } as const;

function parameter({ name, value, placement }: OAuth2Parameter): unknown {
  return { key: name, value, enabled: true, send_as: sendAs[placement] };
}

function withoutPlace(auth: OAuth2Auth): readonly string[] {
  const { clientAuthentication: proof } = auth;
  return [
    proof === "basic_auth_header" || proof === "body" ? "" : `The client authentication ${proof}`,
    auth.pushedAuthorizationUrl === "" ? "" : "A pushed authorization request",
    auth.issuer === "" ? "" : "The issuer that is checked",
    auth.tokenSource === "access_token" ? "" : "An ID token in place of the access token",
    auth.tokenPlacement === "query" && auth.tokenQueryName !== "access_token"
      ? "The token's name in the query"
      : "",
    auth.dpop ? "DPoP" : "",
  ].filter((what) => what !== "");
}
