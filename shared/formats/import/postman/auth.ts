import type { KeySource } from "../../../model/auth.ts";
import { authFields } from "../../../model/auth-fields.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, yamlMap } from "../../yaml/data.ts";
import type { ImportedAuth } from "../build.ts";
import { anyText } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { attributesOf } from "../loose.ts";
import { postmanOAuth2 } from "./oauth2.ts";
import { type Attributes, chosen, scheme, textAt } from "../scheme.ts";

/** `absent`: what no auth of its own means; requests and folders inherit, a collection has nothing to inherit from. */
export function postmanAuth(
  data: YamlData | undefined,
  absent: ImportedAuth,
  remark: Remark,
): ImportedAuth {
  if (!isYamlMap(data)) return absent;
  const type = textOf(data.get("type"));
  if (type === "" || type === "inherit") return absent;
  if (type === "noauth") return { kind: "none" };
  const get = attributesOf(data.get(type) ?? data.get("credentials"));
  const text = (...names: readonly string[]) => textAt(get, ...names);
  switch (type) {
    case "basic":
    case "digest":
      return { kind: type, username: text("username"), password: text("password") };
    case "ntlm":
      return scheme("ntlm", {
        username: text("username"),
        password: text("password"),
        domain: text("domain"),
        workstation: text("workstation"),
      });
    case "bearer":
      return { kind: "bearer", token: text("token") };
    case "apikey":
      return {
        kind: "apikey",
        key: text("key"),
        value: text("value"),
        placement: text("in") === "query" ? "query" : "header",
      };
    case "awsv4":
      return scheme("awsv4", {
        accessKeyId: text("accessKey"),
        secretAccessKey: text("secretKey"),
        sessionToken: text("sessionToken"),
        service: text("service"),
        region: text("region"),
        placement: flagOf(get.get("addAuthDataToQuery")) ? "query" : "header",
      });
    case "oauth1":
      return oauth1(get, remark);
    case "oauth2":
      return postmanOAuth2(get, remark);
    case "hawk":
      if (text("user") !== "")
        remark.add("info", "no-place-value", { what: "The Hawk user", value: text("user") });
      return scheme("hawk", {
        id: text("authId"),
        key: text("authKey"),
        algorithm: text("algorithm") === "sha1" ? "sha1" : "sha256",
        ext: text("extraData"),
        app: text("app"),
        dlg: text("delegation"),
        nonce: text("nonce"),
        timestamp: text("timestamp"),
        includePayloadHash: flagOf(get.get("includePayloadHash")),
      });
    case "jwt":
      return scheme("jwt", {
        algorithm: chosen(
          "The JWT algorithm",
          text("algorithm"),
          authFields.jwt.algorithm.choices,
          "HS256",
          remark,
        ),
        secret: text("secret"),
        secretBase64: flagOf(get.get("isSecretBase64Encoded")),
        privateKey: keyOf(text("privateKey")),
        claims: text("payload") || "{}",
        header: text("header", "headers"),
        placement: text("addTokenTo") === "queryParam" ? "query" : "header",
        prefix: get.has("headerPrefix") ? text("headerPrefix") : "Bearer",
        queryName: text("queryParamKey") || "token",
      });
    case "asap":
      return scheme("asap", {
        algorithm: chosen(
          "The ASAP algorithm",
          text("alg"),
          authFields.asap.algorithm.choices,
          "RS256",
          remark,
        ),
        issuer: text("iss"),
        audience: text("aud"),
        keyId: text("kid"),
        subject: text("sub"),
        privateKey: keyOf(text("privateKey")),
        claims: text("claims", "additionalClaims"),
        ...(text("exp") === "" ? {} : { lifetime: seconds(text("exp")) }),
      });
    case "edgegrid":
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
    default:
      remark.add("warning", "auth-unknown", { type });
      return yamlMap([
        ["type", type],
        ...[...get].map(([name, value]) => [name, anyText(value)] as const),
      ]);
  }
}

function keyOf(value: string): KeySource {
  return { type: "text", value };
}

/** `3600`, or a span such as `1h` in seconds. */
function seconds(text: string): string {
  const [, number = "", unit = ""] = /^(\d+)\s*([smhd]?)/.exec(text) ?? [];
  const scale = new Map([
    ["m", 60],
    ["h", 3600],
    ["d", 86_400],
  ]).get(unit);
  return number === "" ? "" : String(Number(number) * (scale ?? 1));
}

const methods = [
  "HMAC-SHA1",
  "HMAC-SHA256",
  "HMAC-SHA512",
  "RSA-SHA1",
  "RSA-SHA256",
  "RSA-SHA512",
  "PLAINTEXT",
] as const;

function oauth1(get: Attributes, remark: Remark): ImportedAuth {
  const text = (...names: readonly string[]) => textAt(get, ...names);
  return scheme("oauth1", {
    consumerKey: text("consumerKey"),
    consumerSecret: text("consumerSecret"),
    accessToken: text("token"),
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
    privateKey: keyOf(text("privateKey")),
    timestamp: text("timestamp"),
    nonce: text("nonce"),
    version: text("version") || "1.0",
    realm: text("realm"),
    // Left out it is off; version 1 calls it `header`.
    placement: flagOf(get.get("addParamsToHeader") ?? get.get("header")) ? "header" : "query",
    includeBodyHash: flagOf(get.get("includeBodyHash")),
  });
}
