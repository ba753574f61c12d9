import { type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlMap } from "../../yaml/data.ts";
import type { AuthData } from "../build.ts";
import { anyText } from "../json-text.ts";
import { attributesOf, isFalse, mapsOf } from "./attributes.ts";
import type { Remark } from "../remark.ts";

type Attributes = ReadonlyMap<string, YamlData>;

/** Absent (or null) auth inherits in requests and folders; a collection has nothing to inherit from. */
export function postmanAuth(
  data: YamlData | undefined,
  absent: AuthData,
  remark: Remark,
): AuthData {
  if (!isYamlMap(data)) return absent;
  const type = textOf(data.get("type"));
  if (type === "" || type === "inherit") return absent;
  if (type === "noauth") return null;
  const get = attributesOf(data.get(type) ?? data.get("credentials"));
  const text = (...names: readonly string[]) => {
    const name = names.find((candidate) => get.has(candidate));
    return name === undefined ? "" : anyText(get.get(name));
  };
  /** Optional fields are written only when they say something. */
  const maybe = (...names: readonly string[]) => text(...names) || undefined;
  switch (type) {
    case "basic":
    case "digest":
      return fields(type, { username: text("username"), password: text("password") });
    case "ntlm":
      return fields(type, {
        username: text("username"),
        password: text("password"),
        domain: maybe("domain"),
        workstation: maybe("workstation"),
      });
    case "bearer":
      return fields(type, { token: text("token") });
    case "apikey":
      return fields(type, {
        key: text("key"),
        value: text("value"),
        placement: text("in") === "query" ? "query" : "header",
      });
    case "awsv4":
      return fields(type, {
        accessKeyId: text("accessKey"),
        secretAccessKey: text("secretKey"),
        sessionToken: maybe("sessionToken"),
        service: text("service"),
        region: text("region"),
        placement: flagOf(get.get("addAuthDataToQuery")) ? "query" : undefined,
      });
    case "oauth1":
      return oauth1(text, maybe, get);
    case "oauth2":
      return oauth2(text, maybe, get, remark);
    case "hawk":
      return fields(type, {
        id: text("authId"),
        key: text("authKey"),
        algorithm: maybe("algorithm"),
        user: maybe("user"),
        nonce: maybe("nonce"),
        ext: maybe("extraData"),
        app: maybe("app"),
        dlg: maybe("delegation"),
        timestamp: maybe("timestamp"),
        includePayloadHash: flagOf(get.get("includePayloadHash")) ? true : undefined,
      });
    case "jwt":
      return fields(type, {
        algorithm: text("algorithm"),
        secret: maybe("secret"),
        isSecretBase64Encoded: flagOf(get.get("isSecretBase64Encoded")) ? true : undefined,
        privateKey: maybe("privateKey"),
        payload: maybe("payload"),
        headers: maybe("header", "headers"),
        placement: text("addTokenTo") === "queryParam" ? "query" : "header",
        headerPrefix: maybe("headerPrefix"),
        queryKey: maybe("queryParamKey"),
      });
    case "asap":
      return fields(type, {
        algorithm: text("alg"),
        issuer: text("iss"),
        audience: text("aud"),
        keyId: text("kid"),
        subject: maybe("sub"),
        privateKey: maybe("privateKey"),
        claims: maybe("claims", "additionalClaims"),
        expiresIn: maybe("exp"),
      });
    case "edgegrid":
      // Bruno's spelling: OpenCollection has no such type.
      return fields("akamai-edgegrid", {
        accessToken: text("accessToken"),
        clientToken: text("clientToken"),
        clientSecret: text("clientSecret"),
        nonce: maybe("nonce"),
        timestamp: maybe("timestamp"),
        baseURL: maybe("baseURL"),
        headersToSign: maybe("headersToSign"),
        maxBodySize: maybe("maxBodySize"),
      });
    default:
      remark.add("warning", "auth-unknown", { type });
      return fields(
        type,
        Object.fromEntries([...get].map(([name, value]) => [name, anyText(value)])),
      );
  }
}

type Text = (...names: readonly string[]) => string;
type Maybe = (...names: readonly string[]) => string | undefined;

/** A map of what is known. Entries, not an object, where names come from outside. */
function fields(type: string, values: Readonly<Record<string, YamlData | undefined>>): YamlMap {
  return yamlMap([["type", type], ...Object.entries(values)]);
}

function oauth1(text: Text, maybe: Maybe, get: Attributes): YamlMap {
  const key = text("privateKey");
  return fields("oauth1", {
    consumerKey: text("consumerKey"),
    consumerSecret: maybe("consumerSecret"),
    accessToken: maybe("token"),
    accessTokenSecret: maybe("tokenSecret"),
    callbackUrl: maybe("callback"),
    verifier: maybe("verifier"),
    signatureMethod: text("signatureMethod") || "HMAC-SHA1",
    privateKey:
      key === ""
        ? undefined
        : yamlMap([
            ["type", "text"],
            ["value", key],
          ]),
    timestamp: maybe("timestamp"),
    nonce: maybe("nonce"),
    version: maybe("version"),
    realm: maybe("realm"),
    placement: isFalse(get.get("addParamsToHeader")) ? "body" : "header",
    includeBodyHash: flagOf(get.get("includeBodyHash")) ? true : undefined,
  });
}

const flows: ReadonlyMap<string, string> = new Map([
  ["client_credentials", "client_credentials"],
  ["password_credentials", "resource_owner_password_credentials"],
  ["authorization_code", "authorization_code"],
  ["authorization_code_with_pkce", "authorization_code"],
  ["implicit", "implicit"],
]);

function oauth2(text: Text, maybe: Maybe, get: Attributes, remark: Remark): YamlMap {
  const grant = text("grant_type");
  const configured = grant !== "" || text("accessTokenUrl", "authUrl", "clientId") !== "";
  const token = text("accessToken");
  const prefix = get.has("headerPrefix") ? text("headerPrefix").trim() : "Bearer";
  const inQuery = text("addTokenTo") === "queryParams";
  if (!configured) {
    // Only a token: that is what is sent.
    if (inQuery) return fields("apikey", { key: "access_token", value: token, placement: "query" });
    if (prefix === "Bearer") return fields("bearer", { token });
    return fields("apikey", {
      key: "Authorization",
      value: `${prefix} ${token}`.trim(),
      placement: "header",
    });
  }
  if (token !== "") remark.add("info", "token-left", { type: "OAuth 2.0" });
  const flow = flows.get(grant) ?? "authorization_code";
  if (grant !== "" && !flows.has(grant))
    remark.add("warning", "no-place-value", { what: "OAuth 2.0 grant type", value: grant });
  const pkce = grant === "authorization_code_with_pkce";
  return fields("oauth2", {
    flow,
    authorizationUrl: maybe("authUrl"),
    accessTokenUrl: maybe("accessTokenUrl"),
    refreshTokenUrl: maybe("refreshTokenUrl"),
    callbackUrl: maybe("redirect_uri", "callBackUrl"),
    credentials: yamlMap([
      ["clientId", text("clientId")],
      ["clientSecret", maybe("clientSecret")],
      ["placement", text("client_authentication") === "body" ? "body" : "basic_auth_header"],
    ]),
    resourceOwner:
      flow === "resource_owner_password_credentials"
        ? yamlMap([
            ["username", text("username")],
            ["password", text("password")],
          ])
        : undefined,
    scope: maybe("scope"),
    state: maybe("state"),
    pkce: pkce
      ? yamlMap([["method", text("challengeAlgorithm") === "plain" ? "plain" : "S256"]])
      : undefined,
    additionalParameters: additional(get),
    tokenConfig: yamlMap([
      ["id", maybe("tokenName")],
      ["placement", yamlMap([inQuery ? ["query", "access_token"] : ["header", prefix]])],
    ]),
    settings: yamlMap([
      ["autoFetchToken", true],
      ["autoRefreshToken", !isFalse(get.get("autoRefresh"))],
    ]),
  });
}

function additional(get: Attributes): YamlMap | undefined {
  const sections = (
    [
      ["authorizationRequest", "authRequestParams"],
      ["accessTokenRequest", "tokenRequestParams"],
      ["refreshTokenRequest", "refreshRequestParams"],
    ] as const
  ).flatMap(([section, name]) => {
    const rows = mapsOf(get.get(name)).filter((row) => !isFalse(row.get("enabled")));
    if (rows.length === 0) return [];
    const list = rows.map((row) =>
      yamlMap([
        ["name", anyText(row.get("key"))],
        ["value", anyText(row.get("value"))],
        ["placement", placements.get(textOf(row.get("send_as"))) ?? "body"],
      ]),
    );
    return [[section, list] as const];
  });
  return sections.length === 0 ? undefined : yamlMap(sections);
}

const placements: ReadonlyMap<string, string> = new Map([
  ["request_header", "header"],
  ["request_url", "query"],
  ["request_body", "body"],
]);
