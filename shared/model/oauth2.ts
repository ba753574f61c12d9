import type { JwsAlgorithm, KeySource } from "./auth.ts";

export type OAuth2Flow =
  | "authorization_code"
  | "client_credentials"
  | "resource_owner_password_credentials"
  | "implicit"
  | "device_code";

/**
 * How the client proves itself at the token endpoint: OpenCollection's two words for client_secret_basic and client_secret_post, the JWT
 * assertions of RFC 7523, or not at all (a public client).
 */
export type OAuth2ClientAuthentication =
  | "basic_auth_header"
  | "body"
  | "client_secret_jwt"
  | "private_key_jwt"
  | "none";

/** A further parameter of a request to the authorization server. */
export interface OAuth2Parameter {
  readonly name: string;
  readonly value: string;
  readonly placement: "header" | "query" | "body";
}

/** OAuth 2.0 (RFC 6749, 7523, 7636, 8252, 8628, 9126, 9449). Flat, so that each field is edited and inherited alike; fields a flow does not use are kept. */
export interface OAuth2Auth {
  readonly kind: "oauth2";
  readonly flow: OAuth2Flow;
  readonly authorizationUrl: string;
  readonly accessTokenUrl: string;
  /** "" for the token URL. */
  readonly refreshTokenUrl: string;
  readonly deviceAuthorizationUrl: string;
  /** Where the sign-in is announced first (RFC 9126); "": everything goes by the browser. */
  readonly pushedAuthorizationUrl: string;
  /** "" for a loopback address with a free port (RFC 8252 §7.3). */
  readonly callbackUrl: string;
  readonly scope: string;
  /** "" for a random one. */
  readonly state: string;
  /** What the answer of the sign-in, and an ID token, must name as their issuer (RFC 9207); "" checks none. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuthentication: OAuth2ClientAuthentication;
  readonly assertionAlgorithm: JwsAlgorithm;
  readonly assertionKey: KeySource;
  readonly assertionKeyId: string;
  /** "" for the token URL. */
  readonly assertionAudience: string;
  readonly username: string;
  readonly password: string;
  readonly pkce: "S256" | "plain" | "none";
  readonly authorizationParameters: readonly OAuth2Parameter[];
  readonly tokenParameters: readonly OAuth2Parameter[];
  readonly refreshParameters: readonly OAuth2Parameter[];
  /** Names the token in the cache, so that several can be told apart. */
  readonly tokenId: string;
  readonly tokenSource: "access_token" | "id_token";
  readonly tokenPlacement: "header" | "query";
  /** Before the token in Authorization. */
  readonly tokenPrefix: string;
  /** The parameter's name in the query. */
  readonly tokenQueryName: string;
  /** Fetch a token when there is none; flows that need a person never start by themselves. */
  readonly autoFetch: boolean;
  /** Refresh an expired token before sending. */
  readonly autoRefresh: boolean;
  /** Ask for a token that is bound to a key of its own, and send a proof with each request (RFC 9449). */
  readonly dpop: boolean;
}
