import type { Auth } from "../../model/auth.ts";

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
        privateKey: auth.privateKey.type === "text" ? auth.privateKey.value : "",
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
    case "jwt":
    case "asap":
    case "oauth2":
    case "wsse":
    case "any":
    case "negotiate":
    case "netrc":
    case "message-signature":
    case "other":
      left(`The authentication scheme ${auth.kind === "other" ? auth.type : auth.kind}`);
      return { type: "noauth" };
  }
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
