import type { Auth } from "../../../model/auth.ts";
import { authFields } from "../../../model/auth-fields.ts";
import type { OAuth2Flow, OAuth2Parameter } from "../../../model/oauth2.ts";
import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { anyText } from "../json-text.ts";
import { isFalse, mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";
import { chosen, scheme } from "../scheme.ts";

/** `auth` of a request or collection; in the first versions a text beside `httpUser`, `httpPassword` and `bearerToken`. */
export function hoppscotchAuth(
  data: YamlData | undefined,
  owner: YamlMap,
  remark: Remark,
): ImportedAuth {
  if (!isYamlMap(data)) return oldAuth(textOf(data), owner);
  const type = textOf(data.get("authType"));
  if (type === "" || type === "inherit") return { kind: "inherit" };
  if (type === "none") return { kind: "none" };
  const auth = authOf(type, data, remark);
  if (!isFalse(data.get("authActive"))) return auth;
  remark.add("warning", "no-place-value", {
    what: "Authentication that is switched off",
    value: type,
  });
  return { kind: "none" };
}

function oldAuth(name: string, owner: YamlMap): Auth {
  const text = (key: string) => anyText(owner.get(key));
  if (/basic/i.test(name))
    return { kind: "basic", username: text("httpUser"), password: text("httpPassword") };
  if (/bearer|oauth/i.test(name)) return { kind: "bearer", token: text("bearerToken") };
  return { kind: "none" };
}

const inQuery = (map: YamlMap): boolean => /query/i.test(textOf(map.get("addTo")));

function authOf(type: string, map: YamlMap, remark: Remark): ImportedAuth {
  const text = (name: string) => anyText(map.get(name));
  switch (type) {
    case "basic":
    case "digest":
      return { kind: type, username: text("username"), password: text("password") };
    case "bearer":
      return { kind: "bearer", token: text("token") };
    case "api-key":
      return {
        kind: "apikey",
        key: text("key"),
        value: text("value"),
        placement: inQuery(map) ? "query" : "header",
      };
    case "aws-signature":
      return scheme("awsv4", {
        accessKeyId: text("accessKey"),
        secretAccessKey: text("secretKey"),
        sessionToken: text("serviceToken"),
        region: text("region"),
        service: text("serviceName"),
        ...(text("credentialMode") === "profile" ? { profileName: text("profileName") } : {}),
        placement: inQuery(map) ? "query" : "header",
      });
    case "hawk":
      return scheme("hawk", {
        id: text("authId"),
        key: text("authKey"),
        algorithm: text("algorithm") === "sha1" ? "sha1" : "sha256",
        ext: text("ext"),
        app: text("app"),
        dlg: text("dlg"),
        nonce: text("nonce"),
        timestamp: text("timestamp"),
        includePayloadHash: flagOf(map.get("includePayloadHash")),
      });
    case "akamai-eg":
      return scheme("akamai-edgegrid", {
        accessToken: text("accessToken"),
        clientToken: text("clientToken"),
        clientSecret: text("clientSecret"),
        nonce: text("nonce"),
        timestamp: text("timestamp"),
        baseUrl: text("baseURL"),
        headersToSign: text("headersToSign"),
        maxBodySize: text("maxBodySize"),
      });
    case "jwt": {
      const { choices, initial } = authFields.jwt.algorithm;
      return scheme("jwt", {
        algorithm: chosen("The JWT algorithm", text("algorithm"), choices, initial, remark),
        secret: text("secret"),
        secretBase64: flagOf(map.get("isSecretBase64Encoded")),
        privateKey: { type: "text", value: text("privateKey") },
        claims: text("payload") || "{}",
        header: text("jwtHeaders"),
        placement: inQuery(map) ? "query" : "header",
        prefix: map.has("headerPrefix") ? text("headerPrefix").trim() : "Bearer",
        queryName: text("paramName") || "token",
      });
    }
    case "oauth-2":
      return oauth2(map, remark);
    default:
      remark.add("warning", "auth-unknown", { type });
      return yamlMap([
        ["type", type],
        ...[...map].filter(([key]) => key !== "authType" && key !== "authActive"),
      ]);
  }
}

const flows: ReadonlyMap<string, OAuth2Flow> = new Map([
  ["AUTHORIZATION_CODE", "authorization_code"],
  ["CLIENT_CREDENTIALS", "client_credentials"],
  ["PASSWORD", "resource_owner_password_credentials"],
  ["IMPLICIT", "implicit"],
]);

const places: ReadonlyMap<string, OAuth2Parameter["placement"]> = new Map([
  ["headers", "header"],
  ["url", "query"],
  ["body", "body"],
]);

function oauth2(map: YamlMap, remark: Remark): Auth {
  const info = mapAt(map, "grantTypeInfo");
  const text = (...names: readonly string[]) =>
    names.map((name) => anyText(info.get(name))).find(Boolean) ?? "";
  const token = text("token") || anyText(map.get("token"));
  const tokenUrl = text("tokenEndpoint") || anyText(map.get("accessTokenURL"));
  if (tokenUrl === "" && text("authEndpoint") === "" && token !== "")
    return { kind: "bearer", token };
  if (token !== "") remark.add("info", "token-left", { type: "OAuth 2.0" });
  const flow = flows.get(text("grantType")) ?? "authorization_code";
  // Where nobody is asked, `authEndpoint` is where the token comes from.
  const asks = flow === "authorization_code" || flow === "implicit";
  const endpoint = text("authEndpoint") || anyText(map.get("authURL"));
  const parameters = (name: string, placement: OAuth2Parameter["placement"] | null) =>
    mapsOf(info.get(name))
      .filter((row) => !isFalse(row.get("active")) && anyText(row.get("key")) !== "")
      .map((row): OAuth2Parameter => ({
        name: anyText(row.get("key")),
        value: anyText(row.get("value")),
        placement: placement ?? places.get(textOf(row.get("sendIn"))) ?? "header",
      }));
  return scheme("oauth2", {
    flow,
    authorizationUrl: asks ? endpoint : "",
    accessTokenUrl: tokenUrl || (asks ? "" : endpoint),
    authorizationParameters: parameters("authRequestParams", "query"),
    tokenParameters: parameters("tokenRequestParams", null),
    refreshParameters: parameters("refreshRequestParams", null),
    clientId: text("clientID", "clientId") || anyText(map.get("clientID")),
    clientSecret: text("clientSecret"),
    clientAuthentication: text("clientAuthentication") === "IN_BODY" ? "body" : "basic_auth_header",
    username: text("username"),
    password: text("password"),
    scope: text("scopes") || anyText(map.get("scope")),
    pkce: !flagOf(info.get("isPKCE"))
      ? "none"
      : text("codeVerifierMethod") === "plain"
        ? "plain"
        : "S256",
    tokenPlacement: inQuery(map) ? "query" : "header",
    autoFetch: true,
    autoRefresh: true,
  });
}
