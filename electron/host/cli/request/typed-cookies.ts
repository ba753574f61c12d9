import { all, type Given, has } from "../options/parse.ts";

/** curl's rule for --cookie: text with a `=` is cookies, everything else a file. */
export const isCookieFile = (text: string): boolean => !text.includes("=");

/** The cookies typed with --cookie. */
export function typedCookies(given: Given): readonly string[] {
  return all(given, "cookie").filter((text) => !isCookieFile(text));
}

/** Whether cookies are kept from reply to request: a file was named to read or to write. */
export function usesJar(given: Given): boolean {
  return has(given, "cookie-jar") || all(given, "cookie").some(isCookieFile);
}
