import type { AppliedAuth } from "./applied.ts";

/** What a scheme will add, as far as that is known before anything is signed or asked. */
export interface Announced {
  /** `scheme`: what the value begins with, "" for nothing that may be shown. */
  readonly fields: readonly { readonly name: string; readonly scheme: string }[];
  /** Names of query parameters. */
  readonly query: readonly string[];
}

const nothing: Announced = { fields: [], query: [] };

function authorization(scheme: string, ...more: readonly string[]): Announced {
  return {
    fields: [...more.map((name) => ({ name, scheme: "" })), { name: "Authorization", scheme }],
    query: [],
  };
}

/** For the preview of a request, and for what a redirect leaves behind. Digest and its like are asked first: they come last of all. */
export function announced(auth: AppliedAuth): Announced {
  switch (auth.kind) {
    case "basic":
    case "netrc":
      return authorization("Basic ");
    case "bearer":
    case "asap":
      return authorization("Bearer ");
    case "digest":
      return authorization("Digest ");
    case "ntlm":
      return authorization("NTLM ");
    case "negotiate":
      return authorization("Negotiate ");
    case "any":
      return authorization("");
    case "hawk":
      return authorization("Hawk ");
    case "akamai-edgegrid":
      return authorization("EG1-HMAC-SHA256 ");
    case "apikey":
      if (auth.key === "") return nothing;
      return auth.placement === "header"
        ? { fields: [{ name: auth.key, scheme: "" }], query: [] }
        : { fields: [], query: [auth.key] };
    case "wsse":
      return {
        fields: [
          { name: "Authorization", scheme: 'WSSE profile="UsernameToken"' },
          { name: "X-WSSE", scheme: "UsernameToken " },
        ],
        query: [],
      };
    case "awsv4":
      if (auth.placement === "query") return { fields: [], query: ["X-Amz-Signature"] };
      return authorization(
        auth.signature === "v4a" ? "AWS4-ECDSA-P256-SHA256 " : "AWS4-HMAC-SHA256 ",
        "X-Amz-Date",
        ...(auth.signature === "v4a" ? ["X-Amz-Region-Set"] : []),
        ...(auth.sessionToken === "" ? [] : ["X-Amz-Security-Token"]),
      );
    case "oauth1":
      return auth.placement === "header"
        ? authorization("OAuth ")
        : { fields: [], query: auth.placement === "query" ? ["oauth_signature"] : [] };
    case "oauth2":
      return auth.tokenPlacement === "header"
        ? authorization(auth.tokenPrefix === "" ? "" : `${auth.tokenPrefix} `)
        : { fields: [], query: [auth.tokenQueryName] };
    case "token":
      return auth.placement === "header"
        ? authorization(auth.prefix === "" ? "" : `${auth.prefix} `)
        : { fields: [], query: [auth.queryName] };
    case "jwt":
      return auth.placement === "header"
        ? authorization(auth.prefix === "" ? "" : `${auth.prefix} `)
        : { fields: [], query: [auth.queryName] };
    case "message-signature":
      return {
        fields: [
          { name: "Signature-Input", scheme: `${auth.label}=` },
          { name: "Signature", scheme: `${auth.label}=` },
        ],
        query: [],
      };
    case "none":
    case "inherit":
    case "other":
      return nothing;
  }
}
