import { FailureError } from "./failure.ts";
import { percentDecode, percentEncode } from "./percent.ts";

/** A URL as typed, cut into its parts (RFC 3986 §3) and nothing changed: joined again they give the same text. */
export interface UrlParts {
  /** As typed, without `://`; "" when none was typed. */
  readonly scheme: string;
  /** As typed, without `@`; null when there is none. */
  readonly userinfo: string | null;
  /** As typed; IPv6 in brackets. */
  readonly host: string;
  /** The digits as typed; "" for `host:`; null without a colon. */
  readonly port: string | null;
  readonly path: string;
  /** Without `?`; null when there is none. */
  readonly query: string | null;
  /** Without `#`; null when there is none. Never sent. */
  readonly fragment: string | null;
}

/** Where a request goes and what its request line says. */
export interface RequestUrl {
  readonly scheme: "http" | "https";
  /** Name (ASCII; IDN as punycode) or address to connect to; IPv6 without brackets, zone kept. */
  readonly host: string;
  readonly port: number;
  /** Value of the Host field: brackets, no zone, port only when it is not the scheme's own (RFC 9110 §7.2). */
  readonly hostField: string;
  /** Origin-form target, byte for byte as typed unless encoding is on. */
  readonly target: string;
  readonly userinfo: { readonly username: string; readonly password: string } | null;
  /** For people: without userinfo and fragment. */
  readonly display: string;
}

/** `{{…}}` replaced by filler of the same length, so that delimiters inside a variable's name are not taken for the URL's. */
export function maskTemplates(text: string): string {
  if (!text.includes("{{")) return text;
  return text.replace(/\{\{[^{}]*\}\}/g, (match) => "x".repeat(match.length));
}

/** Whether a URL as typed begins as those of WebSockets do (RFC 6455 §3). */
export function isSocketUrl(text: string): boolean {
  return /^\s*wss?:\/\//i.test(text);
}

/** Cuts a URL into its parts. Knows `{{variables}}`, never throws, changes nothing. */
export function splitUrl(text: string): UrlParts {
  const masked = maskTemplates(text);
  const schemeMatch = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(masked);
  const scheme = schemeMatch?.[1] ?? "";
  const start = schemeMatch ? schemeMatch[0].length : masked.startsWith("//") ? 2 : 0;
  const hash = masked.indexOf("#", start);
  const end = hash === -1 ? text.length : hash;
  const mark = masked.slice(0, end).indexOf("?", start);
  const pathEnd = mark === -1 ? end : mark;
  const slash = masked.slice(0, pathEnd).indexOf("/", start);
  const authorityEnd = slash === -1 ? pathEnd : slash;
  const at = masked.slice(start, authorityEnd).lastIndexOf("@");
  const hostStart = at === -1 ? start : start + at + 1;
  const hostAndPort = masked.slice(hostStart, authorityEnd);
  const bracket = hostAndPort.startsWith("[") ? hostAndPort.indexOf("]") : -1;
  const colon = hostAndPort.indexOf(":", bracket === -1 ? 0 : bracket);
  const hostEnd = colon === -1 ? authorityEnd : hostStart + colon;
  return {
    scheme: text.slice(0, scheme.length),
    userinfo: at === -1 ? null : text.slice(start, start + at),
    host: text.slice(hostStart, hostEnd),
    port: colon === -1 ? null : text.slice(hostEnd + 1, authorityEnd),
    path: text.slice(authorityEnd, pathEnd),
    query: mark === -1 ? null : text.slice(mark + 1, end),
    fragment: hash === -1 ? null : text.slice(hash + 1),
  };
}

function refuse(code: string, message: string, remedy?: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    phase: "prepare",
    place: "url",
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/**
 * Envoi's URL rule: sent as typed. A missing scheme is `http`, surrounding white space and the fragment are dropped, an empty
 * path is `/`, a name outside ASCII becomes punycode. Throws `input`: what cannot stand in a request line (white space and control
 * characters) is refused, or percent-encoded (RFC 3986, nothing encoded twice) with `encode`.
 * `webSocket`: ws and wss as well, which connect as http and https do (RFC 6455 §3).
 */
export function requestUrl(
  text: string,
  options: { readonly encode: boolean; readonly webSocket?: boolean },
): RequestUrl {
  const trimmed = text.trim();
  if (trimmed === "") throw refuse("url-empty", "The URL is empty.");
  if (/^https?:(?!\/\/)/i.test(trimmed))
    throw refuse("url-slashes", "The URL has its scheme but not the two slashes after it.");
  const parts = splitUrl(trimmed);
  const typed = parts.scheme.toLowerCase();
  const socket = options.webSocket === true && (typed === "ws" || typed === "wss");
  const scheme = socket ? (typed === "ws" ? "http" : "https") : typed === "" ? "http" : typed;
  if (scheme !== "http" && scheme !== "https")
    throw refuse("url-scheme", "Only http and https URLs can be sent.");
  // Browsers end the host at a backslash, RFC 3986 does not: two readings of one URL are one too many.
  if (parts.userinfo?.includes("\\") === true)
    throw refuse("url-host", "The URL holds a backslash before its host.");
  const host = readHost(parts.host);
  const port = readPort(parts.port, scheme);
  const target = readTarget(parts, options.encode);
  const usual = port === (scheme === "http" ? 80 : 443);
  const hostField = usual ? host.field : `${host.field}:${port}`;
  return {
    scheme,
    host: host.connect,
    port,
    hostField,
    target,
    userinfo: readUserinfo(parts.userinfo),
    display: `${socket ? typed : scheme}://${hostField}${target}`,
  };
}

function readHost(typed: string): { readonly connect: string; readonly field: string } {
  if (typed === "") throw refuse("url-host-missing", "The URL has no host.");
  const literal = /^\[([^\]%]*)(?:%(?:25)?([A-Za-z0-9._~-]+))?\]$/.exec(typed);
  if (literal) {
    const address = literal[1] ?? "";
    if (!URL.canParse(`http://[${address}]/`))
      throw refuse("url-ipv6", "The address in brackets is not an IPv6 address.");
    const zone = literal[2];
    return { connect: zone === undefined ? address : `${address}%${zone}`, field: `[${address}]` };
  }
  // RFC 3986's reg-name without escapes: a name in ASCII goes as it is typed.
  if (/^[A-Za-z0-9._~!$&'()*+,;=-]+$/.test(typed)) return { connect: typed, field: typed };
  if (maskTemplates(typed) !== typed)
    throw refuse("url-variable", "A variable in the URL's host has no value.");
  // Outside the plain alphabet: the URL standard's own host parser decides (IDNA, percent-encoded names) or refuses.
  const ascii = /[/\\?#@:\u0000-\u0020\u007f]/.test(typed) ? null : parseHost(typed);
  if (ascii === null) throw refuse("url-host", "The URL's host holds characters no host may have.");
  return { connect: ascii, field: ascii };
}

function parseHost(typed: string): string | null {
  return URL.canParse(`http://${typed}/`) ? new URL(`http://${typed}/`).hostname : null;
}

function readPort(typed: string | null, scheme: "http" | "https"): number {
  if (typed === null || typed === "") return scheme === "http" ? 80 : 443;
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  if (port < 1 || port > 65535)
    throw refuse("url-port", "The URL's port is not a number from 1 to 65535.");
  return port;
}

function readTarget(parts: UrlParts, encode: boolean): string {
  const path = parts.path === "" ? "/" : parts.path;
  if (encode) {
    const query = parts.query === null ? "" : `?${percentEncode(parts.query, "query", true)}`;
    return percentEncode(path, "path", true) + query;
  }
  const target = parts.query === null ? path : `${path}?${parts.query}`;
  if (/[\u0000-\u0020\u007f]/.test(target))
    throw refuse(
      "url-characters",
      "The URL holds a space or a control character, which would break the request line.",
      "Write it percent-encoded (a space is %20), or switch on URL encoding for this request.",
    );
  return target;
}

function readUserinfo(typed: string | null): RequestUrl["userinfo"] {
  if (typed === null || typed === "") return null;
  const colon = typed.indexOf(":");
  return {
    username: percentDecode(colon === -1 ? typed : typed.slice(0, colon)),
    password: colon === -1 ? "" : percentDecode(typed.slice(colon + 1)),
  };
}
