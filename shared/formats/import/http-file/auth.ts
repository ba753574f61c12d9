import type { Auth } from "../../../model/auth.ts";
import type { OAuth2Flow } from "../../../model/oauth2.ts";
import type { Row } from "../../../model/request.ts";
import type { YamlMap } from "../../yaml/data.ts";
import type { Remark } from "../remark.ts";
import { scheme } from "../scheme.ts";
import { securityField } from "./environments.ts";

/** What an Authorization field means beyond its text, and the fields without it; null: the field is sent as it is. */
export function httpFileAuth(
  headers: readonly Row[],
  security: ReadonlyMap<string, YamlMap>,
  remark: Remark,
): { readonly auth: Auth; readonly headers: readonly Row[] } {
  const at = headers.findIndex((row) => /^authorization$/i.test(row.name) && row.disabled !== true);
  const value = headers[at]?.value ?? "";
  const auth = authOf(value, security, remark);
  if (auth === null) return { auth: { kind: "none" }, headers };
  return { auth, headers: headers.filter((_, index) => index !== at) };
}

function authOf(
  value: string,
  security: ReadonlyMap<string, YamlMap>,
  remark: Remark,
): Auth | null {
  const token = /\{\{\s*\$auth\.(?:token|idToken)\(\s*["']([^"']+)["']\s*\)\s*\}\}/.exec(
    value,
  )?.[1];
  if (token !== undefined) return oauth2(token, security.get(token), remark);
  // `Digest username="a", …` is the finished field, not a name and a password.
  const [, name = "", rest = ""] =
    /^(Basic|Digest|AWS)\s+(?!\w+\s*=\s*")([^]+)$/i.exec(value) ?? [];
  switch (name.toLowerCase()) {
    case "basic":
    case "digest":
      return login(name.toLowerCase() === "basic" ? "basic" : "digest", rest);
    case "aws": {
      const [accessKeyId = "", secretAccessKey = ""] = rest.split(/\s+/);
      const part = (key: string) => new RegExp(`\\b${key}:\\s*(\\S+)`).exec(rest)?.[1] ?? "";
      return scheme("awsv4", {
        accessKeyId,
        secretAccessKey,
        sessionToken: part("token"),
        region: part("region"),
        service: part("service"),
      });
    }
    default:
      if (/^(?:openid|oauth2)\s/i.test(value))
        remark.add("warning", "no-place-value", { what: "The authentication", value });
      return null;
  }
}

/** `user password` and `user:password`; what is base64 already is sent as it is. */
function login(kind: "basic" | "digest", text: string): Auth | null {
  const spaced = /^(\S+)\s+(\S[^]*)$/.exec(text.trim());
  if (spaced !== null && !/\{\{[^}]*$/.test(spaced[1] ?? ""))
    return { kind, username: spaced[1] ?? "", password: spaced[2] ?? "" };
  const colon = text.indexOf(":");
  if (colon < 0 || /[({]\s*[^}]*\(/.test(text)) return null;
  return { kind, username: text.slice(0, colon).trim(), password: text.slice(colon + 1).trim() };
}

const flows: ReadonlyMap<string, OAuth2Flow> = new Map([
  ["password", "resource_owner_password_credentials"],
  ["client credentials", "client_credentials"],
  ["authorization code", "authorization_code"],
  ["implicit", "implicit"],
  ["device authorization", "device_code"],
]);

function oauth2(id: string, auth: YamlMap | undefined, remark: Remark): Auth {
  if (auth === undefined) remark.add("warning", "auth-not-there", { name: id });
  const field = (name: string) => (auth === undefined ? "" : securityField(auth, name));
  return scheme("oauth2", {
    flow: flows.get(field("Grant Type").toLowerCase()) ?? "client_credentials",
    authorizationUrl: field("Auth URL"),
    accessTokenUrl: field("Token URL"),
    deviceAuthorizationUrl: field("Device Auth URL"),
    callbackUrl: field("Redirect URL"),
    clientId: field("Client ID"),
    clientSecret: field("Client Secret"),
    clientAuthentication: /in body/i.test(field("Client Credentials"))
      ? "body"
      : "basic_auth_header",
    username: field("Username"),
    password: field("Password"),
    scope: field("Scope"),
    pkce: field("PKCE") === "true" ? "S256" : "none",
    tokenId: id,
    autoFetch: true,
    autoRefresh: true,
  });
}
