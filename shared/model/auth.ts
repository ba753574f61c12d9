import type { OAuth2Auth } from "./oauth2.ts";

/** A private key: its text (PEM, JWK, or base64 for a shared one), or a file that holds it, found as body files are. */
export interface KeySource {
  readonly type: "text" | "file";
  readonly value: string;
}

export type HmacOrRsa = "HMAC" | "RSA";
export type OAuth1Method =
  | `${HmacOrRsa}-SHA1`
  | `${HmacOrRsa}-SHA256`
  | `${HmacOrRsa}-SHA512`
  | "PLAINTEXT";

/** JWS algorithms (RFC 7518 §3.1, RFC 8037): HMAC, RSA PKCS#1, RSA PSS, ECDSA, Ed25519/Ed448. */
export type JwsAlgorithm =
  | `HS${256 | 384 | 512}`
  | `RS${256 | 384 | 512}`
  | `PS${256 | 384 | 512}`
  | `ES${256 | 384 | 512}`
  | "EdDSA";

/** Algorithms of HTTP Message Signatures (RFC 9421 §6.2). */
export type MessageSignatureAlgorithm =
  | "ed25519"
  | "ecdsa-p256-sha256"
  | "ecdsa-p384-sha384"
  | "rsa-pss-sha512"
  | "rsa-v1_5-sha256"
  | "hmac-sha256";

export interface BasicAuth {
  readonly kind: "basic";
  readonly username: string;
  readonly password: string;
}

/** RFC 7616: answers a challenge; algorithm, qop and userhash are the server's choice. */
export interface DigestAuth {
  readonly kind: "digest";
  readonly username: string;
  readonly password: string;
}

/** NTLM version 2 (MS-NLMP): three messages on one connection. */
export interface NtlmAuth {
  readonly kind: "ntlm";
  readonly username: string;
  readonly password: string;
  readonly domain: string;
  readonly workstation: string;
}

/** Kerberos (RFC 4559), with the system's login. */
export interface NegotiateAuth {
  readonly kind: "negotiate";
  /** `HTTP@host` of the service; "" for the URL's host. */
  readonly servicePrincipal: string;
}

/** Whatever the server asks for: the strongest of Digest, NTLM and Basic that it offers. */
export interface AnyAuth {
  readonly kind: "any";
  readonly username: string;
  readonly password: string;
  readonly domain: string;
}

/**
 * WSSE UsernameToken with a password digest, in X-WSSE. `dialect`: `atom` as its profile says it; `base64`: the nonce goes in base64 (WS-Security,
 * Symfony, Hatena); `hex`: the digest is the base64 of hex digits (Emarsys; what Bruno sends).
 */
export interface WsseAuth {
  readonly kind: "wsse";
  readonly username: string;
  readonly password: string;
  readonly dialect: "atom" | "base64" | "hex";
}

export interface BearerAuth {
  readonly kind: "bearer";
  readonly token: string;
}

export interface ApiKeyAuth {
  readonly kind: "apikey";
  readonly key: string;
  readonly value: string;
  readonly placement: "header" | "query";
}

/** AWS Signature Version 4 or 4A. Service `s3` follows S3's own rules. */
export interface AwsV4Auth {
  readonly kind: "awsv4";
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly service: string;
  /** Version 4A: a set of regions with commas between, `*` for all. */
  readonly region: string;
  readonly signature: "v4" | "v4a";
  /** A profile of `~/.aws` that gives keys, token and region where the fields above are empty. */
  readonly profileName: string;
  readonly placement: "header" | "query";
  /** `unsigned`: UNSIGNED-PAYLOAD, the body is not covered. */
  readonly payload: "signed" | "unsigned";
  /** Seconds a signed query is good for. */
  readonly expires: string;
}

/** RFC 5849. */
export interface OAuth1Auth {
  readonly kind: "oauth1";
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessTokenSecret: string;
  readonly callbackUrl: string;
  readonly verifier: string;
  readonly signatureMethod: OAuth1Method;
  readonly privateKey: KeySource;
  /** "" for now. */
  readonly timestamp: string;
  /** "" for a random one. */
  readonly nonce: string;
  readonly version: string;
  readonly realm: string;
  readonly placement: "header" | "query" | "body";
  readonly includeBodyHash: boolean;
}

/** Akamai EdgeGrid (EG1-HMAC-SHA256). */
export interface EdgeGridAuth {
  readonly kind: "akamai-edgegrid";
  readonly accessToken: string;
  readonly clientToken: string;
  readonly clientSecret: string;
  /** Host to sign for when it is not the URL's; "" for the URL's. */
  readonly baseUrl: string;
  readonly nonce: string;
  readonly timestamp: string;
  /** Names of fields to sign, comma-separated. */
  readonly headersToSign: string;
  /** Bytes of a POST body to hash at most. */
  readonly maxBodySize: string;
}

/** Hawk 1.1 (mozilla/hawk). */
export interface HawkAuth {
  readonly kind: "hawk";
  readonly id: string;
  readonly key: string;
  readonly algorithm: "sha256" | "sha1";
  readonly ext: string;
  readonly app: string;
  readonly dlg: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly includePayloadHash: boolean;
}

/** A JSON Web Token signed here, for each request anew. */
export interface JwtAuth {
  readonly kind: "jwt";
  readonly algorithm: JwsAlgorithm;
  /** For HS…. */
  readonly secret: string;
  readonly secretBase64: boolean;
  /** For all others. */
  readonly privateKey: KeySource;
  /** A JSON object. */
  readonly claims: string;
  /** A JSON object of further fields of the token's header. */
  readonly header: string;
  /** Seconds: `iat` and `exp` are added when the claims have none; "" adds neither. */
  readonly lifetime: string;
  readonly placement: "header" | "query";
  readonly prefix: string;
  /** The parameter's name in the query. */
  readonly queryName: string;
}

/** Atlassian Service Authentication Protocol: a short JWT in Authorization. */
export interface AsapAuth {
  readonly kind: "asap";
  readonly algorithm: JwsAlgorithm;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly keyId: string;
  readonly privateKey: KeySource;
  /** A JSON object of further claims. */
  readonly claims: string;
  /** Seconds, at most 3600. */
  readonly lifetime: string;
}

/** HTTP Message Signatures (RFC 9421). */
export interface MessageSignatureAuth {
  readonly kind: "message-signature";
  readonly algorithm: MessageSignatureAlgorithm;
  readonly keyId: string;
  /** A private key as PEM or JWK; for hmac-sha256 the shared key in base64. */
  readonly key: KeySource;
  readonly label: string;
  /** Covered components, separated by spaces or lines: `@method @authority content-digest "@query-param";name="a"`. */
  readonly components: string;
  readonly created: boolean;
  /** Seconds from now; "" for none. */
  readonly expires: string;
  readonly nonce: string;
  readonly tag: string;
  /** Adds a Content-Digest field (RFC 9530) before signing. */
  readonly digest: "none" | "sha-256" | "sha-512";
}

/** Login and password for the URL's host from a netrc file of this machine. */
export interface NetrcAuth {
  readonly kind: "netrc";
  /** "" for the one in the home folder. */
  readonly file: string;
}

/** Every scheme that has fields. */
export type AuthScheme =
  | BasicAuth
  | DigestAuth
  | NtlmAuth
  | NegotiateAuth
  | AnyAuth
  | WsseAuth
  | BearerAuth
  | ApiKeyAuth
  | AwsV4Auth
  | OAuth1Auth
  | OAuth2Auth
  | EdgeGridAuth
  | HawkAuth
  | JwtAuth
  | AsapAuth
  | MessageSignatureAuth
  | NetrcAuth;

export type AuthSchemeKind = AuthScheme["kind"];

/** How a request authenticates. A scheme Envoi does not know is kept untouched in the file as `other`. */
export type Auth =
  | AuthScheme
  | { readonly kind: "none" }
  | { readonly kind: "inherit" }
  | { readonly kind: "other"; readonly type: string };

export function isAuthScheme(auth: Auth): auth is AuthScheme {
  return auth.kind !== "none" && auth.kind !== "inherit" && auth.kind !== "other";
}
