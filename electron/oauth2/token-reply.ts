import { FailureError } from "../../shared/model/failure.ts";
import type { OAuth2Token } from "../../shared/model/oauth2-token.ts";
import { oauth2Refusal } from "./server-error.ts";

/** What came back from the authorization server. */
export interface ServerReply {
  readonly status: number;
  /** Media type without parameters. */
  readonly mediaType: string;
  readonly text: string;
  /** For the next proof of a key; "" when there is none. */
  readonly nonce: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a reply: a JSON object, or a form as some servers still answer. Throws FailureError `protocol`. */
export function replyFields({ mediaType, text }: ServerReply): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Fields;
  } catch {
    const form = mediaType === "application/x-www-form-urlencoded" || mediaType === "text/plain";
    if (form && /^[\w%.~+-]+=/.test(text)) return Object.fromEntries(new URLSearchParams(text));
  }
  throw notUnderstood();
}

/** The answer is none of the protocol's. */
export function notUnderstood(): FailureError {
  return new FailureError({
    kind: "protocol",
    code: "oauth2-reply",
    message: "The authorization server's answer holds no token.",
    remedy: "Look at the exchange: the address may be a page for people.",
    phase: "receive",
    place: "auth",
  });
}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

/** Seconds, as a number or as digits; null when there are none. */
export function secondsField(fields: Fields, name: string): number | null {
  const value = fields[name];
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : null;
}

/** Throws what the server refused with, when it did. */
export function checkRefusal(fields: Fields, status: number): void {
  if (textField(fields, "error") !== "" || status >= 400) throw oauth2Refusal(fields, "token");
}

/**
 * The token of a successful reply (RFC 6749 §5.1). A refresh that brings no new refresh token keeps the old one (§6). `now`: epoch ms.
 * Throws FailureError.
 */
export function readToken(
  reply: ServerReply,
  now: number,
  before: OAuth2Token | null,
): OAuth2Token {
  const fields = replyFields(reply);
  checkRefusal(fields, reply.status);
  return tokenOf(fields, now, before);
}

/** The same from fields, as the implicit flow has them in the address. */
export function tokenOf(fields: Fields, now: number, before: OAuth2Token | null): OAuth2Token {
  const accessToken = textField(fields, "access_token");
  const idToken = textField(fields, "id_token");
  if (accessToken === "" && idToken === "") throw notUnderstood();
  const lifetime = secondsField(fields, "expires_in");
  return {
    accessToken,
    refreshToken: textField(fields, "refresh_token") || (before?.refreshToken ?? ""),
    idToken: idToken || (before?.idToken ?? ""),
    tokenType: textField(fields, "token_type"),
    scope: textField(fields, "scope") || (before?.scope ?? ""),
    obtainedAt: now,
    expiresAt: lifetime === null ? null : now + lifetime * 1000,
  };
}
