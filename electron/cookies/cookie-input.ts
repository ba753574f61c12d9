import { isIP } from "node:net";
import type { Cookie } from "../../shared/model/cookie.ts";
import { FailureError } from "../../shared/model/failure.ts";

/** A cookie somebody wrote, made canonical. Throws FailureError `input` with the field for one that could never be sent as it is. */
export function checkedCookie(cookie: Cookie): Cookie {
  const domain = canonicalHost(cookie.domain);
  if (cookie.name === "" || /[=;\x00-\x1f\x7f]|^\s|\s$/.test(cookie.name))
    throw refuse(
      "cookie-name",
      "name",
      "A name needs a character, and holds no = ; or control character.",
    );
  if (/[;\x00-\x08\x0a-\x1f\x7f]|^\s|\s$/.test(cookie.value))
    throw refuse("cookie-value", "value", "A value holds no semicolon and no control character.");
  if (domain === null)
    throw refuse("cookie-domain", "domain", "The domain is no host name or address.");
  if (!cookie.path.startsWith("/") || /[;\x00-\x1f\x7f]/.test(cookie.path))
    throw refuse("cookie-path", "path", "The path begins with a slash.");
  return {
    ...cookie,
    domain,
    // An address has nothing below it.
    hostOnly: cookie.hostOnly || isIP(domain) !== 0,
  };
}

/** A host as cookies are kept under: lower case, IDN as punycode, an address without brackets; null: it is none. */
export function canonicalHost(typed: string): string | null {
  const text = typed.trim().replace(/^\./, "");
  const address = isIP(text.replace(/^\[(.*)\]$/, "$1")) === 6;
  const url = `http://${address ? `[${text.replace(/^\[(.*)\]$/, "$1")}]` : text}/`;
  if (text === "" || /[/?#@:\s]/.test(address ? "" : text) || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
}

function refuse(code: string, place: string, message: string): FailureError {
  return new FailureError({ kind: "input", code, message, place, remedy: "Correct it." });
}
