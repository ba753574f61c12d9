import type { Auth } from "../../../model/auth.ts";
import type { OAuth2Flow } from "../../../model/oauth2.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { anyText } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { chosen, scheme } from "../scheme.ts";

/** `authentication`: empty inherits, `none` cuts. */
export function insomniaAuth(data: YamlData | undefined, remark: Remark): ImportedAuth {
  const map: YamlMap = isYamlMap(data) ? data : new Map<string, YamlData>();
  const type = textOf(map.get("type"));
  if (type === "") return { kind: "inherit" };
  if (type === "none") return { kind: "none" };
  const auth = authOf(type, map, remark);
  if (!flagOf(map.get("disabled"))) return auth;
  remark.add("warning", "no-place-value", {
    what: "Authentication that is switched off",
    value: type,
  });
  return { kind: "none" };
}

function authOf(type: string, map: YamlMap, remark: Remark): ImportedAuth {
  const text = (name: string) => anyText(map.get(name));
  switch (type) {
    case "basic":
    case "digest":
      return { kind: type, username: text("username"), password: text("password") };
    case "ntlm":
      return {
        kind: "ntlm",
        username: text("username"),
        password: text("password"),
        domain: "",
        workstation: "",
      };
    case "bearer":
    case "singleToken":
      return prefixed(text("prefix"), text("token"));
    case "apikey":
      return apiKey(text("addTo"), text("key"), text("value"), remark);
    case "oauth1":
      return oauth1(map, remark);
    case "oauth2":
      return oauth2(map, remark);
    case "hawk":
      return scheme("hawk", {
        id: text("id"),
        key: text("key"),
        ext: text("ext"),
        algorithm: text("algorithm") === "sha1" ? "sha1" : "sha256",
        includePayloadHash: flagOf(map.get("validatePayload")),
      });
    case "iam":
      return scheme("awsv4", {
        accessKeyId: text("accessKeyId"),
        secretAccessKey: text("secretAccessKey"),
        sessionToken: text("sessionToken"),
        region: text("region"),
        service: text("service"),
      });
    case "netrc":
      return { kind: "netrc", file: "" };
    case "asap":
      return scheme("asap", {
        issuer: text("issuer"),
        subject: text("subject"),
        audience: text("audience"),
        claims: text("additionalClaims"),
        keyId: text("keyId"),
        privateKey: { type: "text", value: text("privateKey") },
      });
    default:
      remark.add("warning", "auth-unknown", { type });
      return yamlMap([["type", type], ...[...map].filter(([key]) => key !== "type")]);
  }
}

function prefixed(prefix: string, token: string): Auth {
  if (prefix === "" || /^bearer$/i.test(prefix)) return { kind: "bearer", token };
  if (prefix === "NO_PREFIX")
    return { kind: "apikey", key: "Authorization", value: token, placement: "header" };
  return { kind: "apikey", key: "Authorization", value: `${prefix} ${token}`, placement: "header" };
}

function apiKey(addTo: string, key: string, value: string, remark: Remark): Auth {
  if (addTo === "queryParams") return { kind: "apikey", key, value, placement: "query" };
  if (addTo !== "cookie") return { kind: "apikey", key, value, placement: "header" };
  remark.tell("info", "cookie-key", { name: key });
  return { kind: "apikey", key: "Cookie", value: `${key}=${value}`, placement: "header" };
}

const methods = ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "PLAINTEXT"] as const;

function oauth1(map: YamlMap, remark: Remark): Auth {
  const text = (name: string) => anyText(map.get(name));
  return scheme("oauth1", {
    consumerKey: text("consumerKey"),
    consumerSecret: text("consumerSecret"),
    accessToken: text("tokenKey"),
    accessTokenSecret: text("tokenSecret"),
    callbackUrl: text("callback"),
    verifier: text("verifier"),
    signatureMethod: chosen(
      "The OAuth 1.0 signature",
      text("signatureMethod"),
      methods,
      "HMAC-SHA1",
      remark,
    ),
    privateKey: { type: "text", value: text("privateKey") },
    timestamp: text("timestamp"),
    nonce: text("nonce"),
    version: text("version") || "1.0",
    realm: text("realm"),
    includeBodyHash: flagOf(map.get("includeBodyHash")),
  });
}

const flows: ReadonlyMap<string, OAuth2Flow> = new Map([
  ["authorization_code", "authorization_code"],
  ["client_credentials", "client_credentials"],
  ["password", "resource_owner_password_credentials"],
  ["implicit", "implicit"],
  ["device_code", "device_code"],
]);

function oauth2(map: YamlMap, remark: Remark): Auth {
  const text = (name: string) => anyText(map.get(name));
  if (text("accessToken") !== "" || text("refreshToken") !== "")
    remark.add("info", "token-left", { type: "OAuth 2.0" });
  const grant = text("grantType");
  if (grant !== "" && !flows.has(grant))
    remark.add("warning", "no-place-value", { what: "The OAuth 2.0 grant type", value: grant });
  const extra = ["audience", "resource", "origin"]
    .filter((name) => text(name) !== "")
    .map((name) => ({ name, value: text(name), placement: "body" as const }));
  const prefix = text("tokenPrefix");
  return scheme("oauth2", {
    flow: flows.get(grant) ?? "authorization_code",
    authorizationUrl: text("authorizationUrl"),
    accessTokenUrl: text("accessTokenUrl"),
    callbackUrl: text("redirectUrl"),
    clientId: text("clientId"),
    clientSecret: text("clientSecret"),
    clientAuthentication: flagOf(map.get("credentialsInBody")) ? "body" : "basic_auth_header",
    username: text("username"),
    password: text("password"),
    scope: text("scope"),
    state: text("state"),
    pkce: !flagOf(map.get("usePkce")) ? "none" : text("pkceMethod") === "plain" ? "plain" : "S256",
    tokenParameters: extra,
    tokenSource:
      text("responseType") === "id_token" && grant === "implicit" ? "id_token" : "access_token",
    tokenPrefix: prefix === "NO_PREFIX" ? "" : prefix || "Bearer",
    autoFetch: true,
    autoRefresh: true,
  });
}
