import type { AuthScheme, JwsAlgorithm } from "../../../shared/model/auth.ts";

/** Which fields of a scheme are shown, and which only when asked for. A field that has no meaning now is in neither. */
export interface FieldPlan {
  readonly main: readonly string[];
  readonly more: readonly string[];
}

const plan = (main: readonly string[], more: readonly string[] = []): FieldPlan => ({ main, more });

export function fieldPlan(auth: AuthScheme): FieldPlan {
  switch (auth.kind) {
    case "basic":
    case "digest":
      return plan(["username", "password"]);
    case "wsse":
      return plan(["username", "password", "dialect"]);
    case "ntlm":
      return plan(["username", "password", "domain"], ["workstation"]);
    case "any":
      return plan(["username", "password"], ["domain"]);
    case "negotiate":
      return plan(["servicePrincipal"]);
    case "bearer":
      return plan(["token"]);
    case "apikey":
      return plan(["key", "value", "placement"]);
    case "awsv4":
      return plan(
        ["accessKeyId", "secretAccessKey", "sessionToken", "region", "service"],
        [
          "profileName",
          "signature",
          "placement",
          "payload",
          ...(auth.placement === "query" ? ["expires"] : []),
        ],
      );
    case "oauth1":
      return plan(
        [
          "signatureMethod",
          "consumerKey",
          ...(auth.signatureMethod.startsWith("RSA") ? ["privateKey"] : ["consumerSecret"]),
          "accessToken",
          ...(auth.signatureMethod.startsWith("RSA") ? [] : ["accessTokenSecret"]),
          "placement",
        ],
        ["includeBodyHash", "callbackUrl", "verifier", "realm", "version", "timestamp", "nonce"],
      );
    case "oauth2":
      return oauth2Plan(auth);
    case "akamai-edgegrid":
      return plan(
        ["clientToken", "clientSecret", "accessToken"],
        ["headersToSign", "baseUrl", "maxBodySize", "timestamp", "nonce"],
      );
    case "hawk":
      return plan(
        ["id", "key", "algorithm", "includePayloadHash"],
        ["ext", "app", "dlg", "timestamp", "nonce"],
      );
    case "jwt":
      return plan(
        ["algorithm", ...keyFields(auth.algorithm), "claims", "lifetime"],
        ["header", "placement", ...(auth.placement === "query" ? ["queryName"] : ["prefix"])],
      );
    case "asap":
      return plan(
        ["issuer", "audience", "keyId", "privateKey"],
        ["algorithm", "subject", "claims", "lifetime"],
      );
    case "message-signature":
      return plan(
        ["algorithm", "keyId", "key", "components", "digest"],
        ["label", "created", "expires", "nonce", "tag"],
      );
    case "netrc":
      return plan(["file"]);
  }
}

function keyFields(algorithm: JwsAlgorithm): readonly string[] {
  return algorithm.startsWith("HS") ? ["secret", "secretBase64"] : ["privateKey"];
}

function oauth2Plan(auth: Extract<AuthScheme, { readonly kind: "oauth2" }>): FieldPlan {
  const { flow, clientAuthentication, tokenPlacement } = auth;
  const browser = flow === "authorization_code" || flow === "implicit";
  const endpoint = flow !== "implicit";
  const assertion = clientAuthentication === "private_key_jwt";
  const shared = clientAuthentication === "client_secret_jwt";
  const secret = endpoint && !assertion && clientAuthentication !== "none";
  return plan(
    [
      "flow",
      ...(browser ? ["authorizationUrl"] : []),
      ...(flow === "device_code" ? ["deviceAuthorizationUrl"] : []),
      ...(endpoint ? ["accessTokenUrl"] : []),
      "clientId",
      ...(endpoint ? ["clientAuthentication"] : []),
      ...(secret ? ["clientSecret"] : []),
      ...(endpoint && assertion ? ["assertionAlgorithm", "assertionKey"] : []),
      ...(flow === "resource_owner_password_credentials" ? ["username", "password"] : []),
      "scope",
    ],
    [
      ...(browser ? ["callbackUrl"] : []),
      ...(flow === "authorization_code" ? ["pkce", "pushedAuthorizationUrl"] : []),
      ...(browser ? ["state", "issuer"] : []),
      ...(endpoint && shared ? ["assertionAlgorithm"] : []),
      ...(endpoint && (assertion || shared) ? ["assertionKeyId", "assertionAudience"] : []),
      ...(endpoint ? ["refreshTokenUrl"] : []),
      ...(browser || flow === "device_code" ? ["authorizationParameters"] : []),
      ...(endpoint ? ["tokenParameters", "refreshParameters"] : []),
      "tokenSource",
      "tokenPlacement",
      tokenPlacement === "header" ? "tokenPrefix" : "tokenQueryName",
      "tokenId",
      ...(flow === "client_credentials" || flow === "resource_owner_password_credentials"
        ? ["autoFetch"]
        : []),
      ...(endpoint ? ["autoRefresh", "dpop"] : []),
    ],
  );
}

/** Fields that want several lines. */
export const longFields: ReadonlySet<string> = new Set(["claims", "header", "components"]);
