import type { OAuth2Flow, OAuth2Parameter } from "../../../model/oauth2.ts";
import { textOf } from "../../opencollection/fields.ts";
import type { YamlData } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { anyText } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { isFalse, mapsOf } from "../loose.ts";
import { type Attributes, scheme, textAt } from "../scheme.ts";

const flows: ReadonlyMap<string, OAuth2Flow> = new Map([
  ["client_credentials", "client_credentials"],
  ["password_credentials", "resource_owner_password_credentials"],
  ["authorization_code", "authorization_code"],
  ["authorization_code_with_pkce", "authorization_code"],
  ["implicit", "implicit"],
]);

/** OAuth 2.0 as Postman keeps it. Where only a token is kept, that token is what is sent. */
export function postmanOAuth2(get: Attributes, remark: Remark): ImportedAuth {
  const text = (...names: readonly string[]) => textAt(get, ...names);
  const grant = text("grant_type");
  const token = text("accessToken");
  const prefix = get.has("headerPrefix") ? text("headerPrefix").trim() : "Bearer";
  const inQuery = text("addTokenTo") === "queryParams";
  if (grant === "" && text("accessTokenUrl", "authUrl", "clientId") === "") {
    if (inQuery) return { kind: "apikey", key: "access_token", value: token, placement: "query" };
    if (prefix === "Bearer") return { kind: "bearer", token };
    const value = `${prefix} ${token}`.trim();
    return { kind: "apikey", key: "Authorization", value, placement: "header" };
  }
  if (token !== "") remark.add("info", "token-left", { type: "OAuth 2.0" });
  const flow = flows.get(grant) ?? "authorization_code";
  if (grant !== "" && !flows.has(grant))
    remark.add("warning", "no-place-value", { what: "The OAuth 2.0 grant type", value: grant });
  const pkce = grant === "authorization_code_with_pkce";
  return scheme("oauth2", {
    flow,
    authorizationUrl: text("authUrl"),
    accessTokenUrl: text("accessTokenUrl"),
    refreshTokenUrl: text("refreshTokenUrl"),
    callbackUrl: text("redirect_uri", "callBackUrl"),
    clientId: text("clientId"),
    clientSecret: text("clientSecret"),
    clientAuthentication: text("client_authentication") === "body" ? "body" : "basic_auth_header",
    username: text("username"),
    password: text("password"),
    scope: text("scope"),
    state: text("state"),
    pkce: !pkce ? "none" : text("challengeAlgorithm") === "plain" ? "plain" : "S256",
    authorizationParameters: parameters(get.get("authRequestParams")),
    tokenParameters: parameters(get.get("tokenRequestParams")),
    refreshParameters: parameters(get.get("refreshRequestParams")),
    tokenId: text("tokenName"),
    tokenPlacement: inQuery ? "query" : "header",
    tokenPrefix: prefix,
    autoFetch: true,
    autoRefresh: !isFalse(get.get("autoRefresh")),
  });
}

const placements: ReadonlyMap<string, OAuth2Parameter["placement"]> = new Map([
  ["request_header", "header"],
  ["request_url", "query"],
  ["request_body", "body"],
]);

function parameters(data: YamlData | undefined): readonly OAuth2Parameter[] {
  return mapsOf(data)
    .filter((row) => !isFalse(row.get("enabled")))
    .map((row) => ({
      name: anyText(row.get("key")),
      value: anyText(row.get("value")),
      placement: placements.get(textOf(row.get("send_as"))) ?? "body",
    }));
}
