import type { Cookie } from "../../shared/model/cookie.ts";

/** A line that is no cookie. */
export interface BadLine {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** A cookie file as read. `setCookie`: lines with a Set-Cookie field, which curl takes too; they belong to the URL that is asked. */
export interface CookieFile {
  readonly cookies: readonly Cookie[];
  readonly setCookie: readonly string[];
  readonly bad: readonly BadLine[];
}

const httpOnlyMark = "#HttpOnly_";

/**
 * The cookie file of Netscape and curl (curl.se/docs/http-cookies.html): seven fields between tabs. Never throws: a line that is no cookie
 * is told by its number.
 */
export function parseCookieFile(text: string): CookieFile {
  const cookies: Cookie[] = [];
  const setCookie: string[] = [];
  const bad: BadLine[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const httpOnly = raw.startsWith(httpOnlyMark);
    const line = httpOnly ? raw.slice(httpOnlyMark.length) : raw;
    if (line.trim() === "" || (!httpOnly && line.startsWith("#"))) continue;
    const field = /^set-cookie:\s*(.*)$/i.exec(line)?.[1];
    if (field !== undefined) {
      setCookie.push(field);
      continue;
    }
    const cookie = cookieOfLine(line.split("\t"), httpOnly);
    if (typeof cookie === "string") bad.push({ line: index + 1, reason: cookie });
    else cookies.push(cookie);
  }
  return { cookies, setCookie, bad };
}

function cookieOfLine(fields: readonly string[], httpOnly: boolean): Cookie | string {
  const [domain = "", below = "", path = "", secure = "", expires = "", name, value = ""] = fields;
  if (name === undefined) return "It has fewer than six fields between tabs.";
  if (fields.length > 7) return "It has more than seven fields between tabs.";
  const host = domain.replace(/^\./, "").toLowerCase();
  if (host === "" || /[\s/]/.test(host)) return "Its first field is no host.";
  if (name === "") return "It has no name.";
  if (!path.startsWith("/")) return "Its path does not begin with a slash.";
  const seconds = Number(expires);
  if (!/^-?\d+$/.test(expires) || !Number.isSafeInteger(seconds * 1000))
    return "Its expiry is no number of seconds.";
  return {
    name,
    value,
    domain: host,
    hostOnly: !isTrue(below),
    path,
    expires: seconds === 0 ? null : Math.max(0, seconds * 1000),
    secure: isTrue(secure),
    httpOnly,
    sameSite: "",
  };
}

const isTrue = (text: string): boolean => text.toUpperCase() === "TRUE";

/** The same the other way. SameSite has no place in it; a tab or line break in a value ends nothing, since no cookie can hold one. */
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
