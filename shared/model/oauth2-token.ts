import type { ExchangeId } from "./exchange.ts";

/** A token as the authorization server gave it (RFC 6749 §5.1). It holds secrets: it never leaves main as it is. */
export interface OAuth2Token {
  readonly accessToken: string;
  /** "" when there is none. */
  readonly refreshToken: string;
  /** "" when there is none. */
  readonly idToken: string;
  readonly tokenType: string;
  readonly scope: string;
  /** Epoch ms. */
  readonly obtainedAt: number;
  /** Epoch ms; null: the server did not say. */
  readonly expiresAt: number | null;
  /** Private key the token is bound to (RFC 9449), as PEM; absent: none. */
  readonly dpopKey?: string;
}

/** What a page may know of a token. */
export interface OAuth2TokenView {
  /** Names the token in the cache; opaque. */
  readonly key: string;
  /** The name the settings give it, or the host of its token address. */
  readonly name: string;
  /** Where it came from: scheme, host and path, nothing of a query. */
  readonly issuer: string;
  readonly clientId: string;
  readonly tokenType: string;
  readonly scope: string;
  /** First and last characters only. */
  readonly masked: string;
  readonly obtainedAt: number;
  readonly expiresAt: number | null;
  readonly refreshable: boolean;
  readonly hasIdToken: boolean;
  /** The parts of tokens that are JWTs, as JSON, signatures left out. */
  readonly decoded: readonly DecodedToken[];
  /** The exchange that brought it, while it is kept. */
  readonly exchange: ExchangeId | null;
}

export interface DecodedToken {
  readonly token: "access_token" | "id_token";
  readonly header: string;
  readonly claims: string;
}

/** First and last characters; short ones not at all. */
export function maskToken(token: string): string {
  return token.length < 24 ? "••••••••" : `${token.slice(0, 4)}••••${token.slice(-4)}`;
}

/** Header and claims of a JWT (RFC 7519), indented; null for an opaque token. Nothing is verified. */
export function decodeJwt(
  token: string,
): { readonly header: string; readonly claims: string } | null {
  const [head = "", payload = "", ...rest] = token.split(".");
  if (rest.length !== 1) return null;
  const header = jsonPart(head);
  const claims = jsonPart(payload);
  return header === null || claims === null ? null : { header, claims };
}

function jsonPart(part: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : null;
  } catch {
    return null;
  }
}
