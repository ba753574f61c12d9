import type { Cookie } from "../../shared/model/cookie.ts";
import { parseCookieDate } from "./cookie-date.ts";

/** A Set-Cookie field taken apart (RFC 6265bis §5.6): what it says, not yet what it means for a URL. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Lower case, without one leading dot; "" when there is none or it is empty. */
  readonly domain: string;
  /** null: the URL's own (default-path). */
  readonly path: string | null;
  /** Epoch ms; null: with the session. */
  readonly expires: number | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: Cookie["sameSite"];
}

/** Why a field is no cookie. */
export type NoCookie = "no-name" | "control" | "too-long";

/** Name and value together, in bytes (RFC 6265bis §5.6). */
const longest = 4096;
/** A longer attribute is passed over. */
const longestAttribute = 1024;
/** RFC 6265bis §5.5: nothing lives longer than 400 days. */
const mostAge = 400 * 86_400_000;

/** Reads a field. `now`: epoch ms, for Max-Age and the 400 days. */
export function parseSetCookie(received: string, now: number): SetCookie | NoCookie {
  // What a parser of lines would have ended at ends it here too.
  const text = received.split(/[\0\r\n]/, 1)[0] ?? "";
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(text)) return "control";
  const [pair = "", ...attributes] = text.split(";");
  const equals = pair.indexOf("=");
  const name = trim(pair.slice(0, Math.max(0, equals)));
  const value = trim(pair.slice(equals + 1));
  if (equals < 0 || name === "") return "no-name";
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > longest) return "too-long";
  let domain = "";
  let path: string | null = null;
  let expires: number | null = null;
  let maxAge: number | null = null;
  let secure = false;
  let httpOnly = false;
  let sameSite: Cookie["sameSite"] = "";
  for (const attribute of attributes) {
    const at = attribute.indexOf("=");
    const key = trim(at < 0 ? attribute : attribute.slice(0, at)).toLowerCase();
    const content = at < 0 ? "" : trim(attribute.slice(at + 1));
    if (Buffer.byteLength(content) > longestAttribute) continue;
    switch (key) {
      case "expires":
        expires = parseCookieDate(content) ?? expires;
        break;
      case "max-age":
        if (/^-?\d+$/.test(content)) maxAge = Number(content);
        break;
      case "domain":
        domain = content.replace(/^\./, "").toLowerCase();
        break;
      case "path":
        path = content.startsWith("/") ? content : null;
        break;
      case "secure":
        secure = true;
        break;
      case "httponly":
        httpOnly = true;
        break;
      case "samesite":
        sameSite = sameSiteOf(content);
        break;
      default:
    }
  }
  // Max-Age counts before Expires; none or less is "before all time".
  const until = maxAge === null ? expires : maxAge <= 0 ? 0 : now + maxAge * 1000;
  return {
    name,
    value,
    domain,
    path,
    expires: until === null ? null : Math.max(0, Math.min(until, now + mostAge)),
    secure,
    httpOnly,
    sameSite,
  };
}

function sameSiteOf(text: string): Cookie["sameSite"] {
  const lower = text.toLowerCase();
  return lower === "strict" || lower === "lax" || lower === "none" ? lower : "";
}

/** White space as the RFC has it: spaces and tabs. */
function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}
