import { isIP } from "node:net";
import type { Cookie } from "../../shared/model/cookie.ts";
import { canonicalHost } from "./cookie-input.ts";
import { parseSetCookie } from "./set-cookie.ts";

/** A line that is no cookie. */
export interface BadLine {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

export interface CookieFile {
  readonly cookies: readonly Cookie[];
  readonly bad: readonly BadLine[];
}

const httpOnlyMark = "#HttpOnly_";

/**
 * The cookie file of Netscape and curl (curl.se/docs/http-cookies.html): seven fields between tabs, or a Set-Cookie field that names its
 * Domain. `now`: epoch ms, for its Max-Age. Never throws: a line that is no cookie is told by its number.
 */
export function parseCookieFile(text: string, now: number): CookieFile {
  const cookies: Cookie[] = [];
  const bad: BadLine[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const httpOnly = raw.startsWith(httpOnlyMark);
    const line = httpOnly ? raw.slice(httpOnlyMark.length) : raw;
    if (line.trim() === "" || (!httpOnly && line.startsWith("#"))) continue;
    const field = /^set-cookie:\s*(.*)$/i.exec(line)?.[1];
    const cookie =
      field === undefined ? cookieOfLine(line.split("\t"), httpOnly) : cookieOfField(field, now);
    if (typeof cookie === "string") bad.push({ line: index + 1, reason: cookie });
    else cookies.push(cookie);
  }
  return { cookies, bad };
}

/** As with curl one without a Domain belongs to no host: it would be sent to whoever is asked. */
function cookieOfField(field: string, now: number): Cookie | string {
  const parsed = parseSetCookie(field, now);
  if (typeof parsed === "string") return "Its Set-Cookie field is no cookie.";
  const host = canonicalHost(parsed.domain);
  if (host === null) return "Its Set-Cookie field names no Domain.";
  return { ...parsed, domain: host, hostOnly: isIP(host) !== 0, path: parsed.path ?? "/" };
}

function cookieOfLine(fields: readonly string[], httpOnly: boolean): Cookie | string {
  const [domain = "", below = "", path = "", secure = "", expires = "", name, ...rest] = fields;
  if (name === undefined) return "It has fewer than six fields between tabs.";
  // A value may hold tabs (RFC 6265bis §5.6), and nothing comes behind it.
  const value = rest.join("\t");
  const host = canonicalHost(domain);
  if (host === null) return "Its first field is no host.";
  if (name === "") return "It has no name.";
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(name + value + path)) return "It holds a control character.";
  // curl writes none for a cookie whose Path was empty.
  if (path !== "" && !path.startsWith("/")) return "Its path does not begin with a slash.";
  const seconds = Number(expires);
  if (!/^-?\d+$/.test(expires) || !Number.isSafeInteger(seconds * 1000))
    return "Its expiry is no number of seconds.";
  return {
    name,
    value,
    domain: host,
    hostOnly: !isTrue(below) || isIP(host) !== 0,
    path: path === "" ? "/" : path,
    expires: seconds === 0 ? null : Math.max(0, seconds * 1000),
    secure: isTrue(secure),
    httpOnly,
    sameSite: "",
  };
}

const isTrue = (text: string): boolean => text.toUpperCase() === "TRUE";

/** The same the other way. SameSite has no place in it; a line break ends nothing, since no cookie can hold one. */
export function printCookieFile(cookies: readonly Cookie[]): string {
  const lines = cookies.map((cookie) =>
    [
      `${cookie.httpOnly ? httpOnlyMark : ""}${cookie.hostOnly ? "" : "."}${cookie.domain}`,
      cookie.hostOnly ? "FALSE" : "TRUE",
      cookie.path,
      cookie.secure ? "TRUE" : "FALSE",
      cookie.expires === null ? "0" : String(Math.ceil(cookie.expires / 1000)),
      cookie.name,
      cookie.value,
    ].join("\t"),
  );
  return `# Netscape HTTP Cookie File\n\n${lines.map((line) => `${line}\n`).join("")}`;
}
