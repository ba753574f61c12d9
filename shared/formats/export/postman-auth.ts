import type { Auth, KeySource } from "../../model/auth.ts";
import { postmanOAuth2 } from "./postman-oauth2.ts";

type Json = Readonly<Record<string, unknown>>;

/** Auth as Postman 2.1 has it; undefined inherits. A scheme it does not know is named in `left` and not applied. */
export function postmanAuth(auth: Auth, left: (what: string) => void): Json | undefined {
  switch (auth.kind) {
    case "inherit":
      return undefined;
    case "none":
      return { type: "noauth" };
    case "basic":
    case "digest":
      return attributes(auth.kind, { username: auth.username, password: auth.password });
    case "ntlm":
      return attributes("ntlm", {
        username: auth.username,
        password: auth.password,
        domain: auth.domain,
        workstation: auth.workstation,
      });
    case "bearer":
      return attributes("bearer", { token: auth.token });
    case "apikey":
      return attributes("apikey", { key: auth.key, value: auth.value, in: auth.placement });
    case "awsv4":
      if (auth.profileName !== "") left("A profile of AWS keys");
      if (auth.signature === "v4a") left("Version 4A of AWS's signature");
      if (auth.payload === "unsigned") left("A body that AWS's signature leaves out");
      return attributes("awsv4", {
        accessKey: auth.accessKeyId,
        secretKey: auth.secretAccessKey,
        sessionToken: auth.sessionToken,
        service: auth.service,
        region: auth.region,
        addAuthDataToQuery: auth.placement === "query",
      });
    case "oauth1":
      return attributes("oauth1", {
        consumerKey: auth.consumerKey,
        consumerSecret: auth.consumerSecret,
        token: auth.accessToken,
        tokenSecret: auth.accessTokenSecret,
        callback: auth.callbackUrl,
        verifier: auth.verifier,
        signatureMethod: auth.signatureMethod,
        privateKey: keyText(auth.privateKey, left),
        timestamp: auth.timestamp,
        nonce: auth.nonce,
        version: auth.version,
        realm: auth.realm,
        addParamsToHeader: auth.placement === "header",
        includeBodyHash: auth.includeBodyHash,
      });
    case "hawk":
      return attributes("hawk", {
        authId: auth.id,
        authKey: auth.key,
        algorithm: auth.algorithm,
        extraData: auth.ext,
        app: auth.app,
        delegation: auth.dlg,
        nonce: auth.nonce,
        timestamp: auth.timestamp,
        includePayloadHash: auth.includePayloadHash,
      });
    case "akamai-edgegrid":
      return attributes("edgegrid", {
        accessToken: auth.accessToken,
        clientToken: auth.clientToken,
        clientSecret: auth.clientSecret,
        nonce: auth.nonce,
        timestamp: auth.timestamp,
        baseURL: auth.baseUrl,
        headersToSign: auth.headersToSign,
        maxBodySize: auth.maxBodySize,
      });
    case "oauth2": {
      const found = postmanOAuth2(auth, left);
      if (found === null) break;
      return { type: "oauth2", oauth2: found };
    }
    case "jwt":
      if (auth.lifetime !== "") left("The lifetime of a JWT");
      return attributes("jwt", {
        algorithm: auth.algorithm,
        secret: auth.secret,
        isSecretBase64Encoded: auth.secretBase64,
        privateKey: keyText(auth.privateKey, left),
        payload: auth.claims,
        header: auth.header,
        addTokenTo: auth.placement === "query" ? "queryParam" : "header",
        headerPrefix: auth.prefix,
        queryParamKey: auth.queryName,
      });
    case "asap":
      return attributes("asap", {
        alg: auth.algorithm,
        iss: auth.issuer,
        sub: auth.subject,
        aud: auth.audience,
        kid: auth.keyId,
        privateKey: keyText(auth.privateKey, left),
        claims: auth.claims,
        exp: auth.lifetime,
      });
    case "wsse":
    case "any":
    case "negotiate":
    case "netrc":
    case "message-signature":
    case "other":
      break;
  }
  left(`The authentication scheme ${schemeName(auth)}`);
  return { type: "noauth" };
}

function schemeName(auth: Auth): string {
  if (auth.kind === "other") return auth.type;
  return auth.kind === "oauth2" ? `oauth2 with the flow ${auth.flow}` : auth.kind;
}

/** Postman holds keys as text; where a file's path is all there is, it is named. */
function keyText({ type, value }: KeySource, left: (what: string) => void): string {
  if (type === "text") return value;
  if (value !== "") left("A private key in a file");
  return "";
}

/** Attributes in Postman's list form; empty ones are left out. */
function attributes(type: string, values: Readonly<Record<string, string | boolean>>): Json {
  const rows = Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({
      key,
      value,
      type: typeof value === "boolean" ? "boolean" : "string",
    }));
  return { type, [type]: rows };
}
