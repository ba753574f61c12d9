import { isIP } from "node:net";
import { getDomain, getPublicSuffix } from "tldts";

const options = { allowPrivateDomains: true } as const;

/** True when anyone can register below this name (`com`, `co.uk`, `github.io`, written with the root's dot too): no cookie is shared there. */
export function isPublicSuffix(domain: string): boolean {
  const name = domain.endsWith(".") ? domain.slice(0, -1) : domain;
  return getPublicSuffix(name, options) === name;
}

/** The name that was registered: a public suffix and one label. null for a suffix itself and for what is no name. */
export function registrableDomain(host: string): string | null {
  return host.startsWith(".") ? null : getDomain(host, options);
}

/** RFC 6265bis §5.1.3. Both canonical: lower case, ASCII, IPv6 without brackets. */
export function domainMatches(host: string, domain: string): boolean {
  if (host === domain) return true;
  return host.endsWith(`.${domain}`) && isIP(host) === 0;
}

/** RFC 6265bis §5.1.4: the folder of the URL's path. */
export function defaultPath(path: string): string {
  const end = path.lastIndexOf("/");
  return !path.startsWith("/") || end === 0 ? "/" : path.slice(0, end);
}

/**
 * RFC 6265bis §5.1.4. A URL's `/f%6Fo` asks for `/foo` (RFC 3986 §6.2.2.2); a cookie's path is taken as it was said, as browsers do and the
 * vectors of http-state have it.
 */
export function pathMatches(asked: string, path: string): boolean {
  return isBelow(asked, path) || isBelow(unescaped(asked), path);
}

function isBelow(asked: string, path: string): boolean {
  if (asked === path) return true;
  return asked.startsWith(path) && (path.endsWith("/") || asked[path.length] === "/");
}

/** What needs no escape is written without. */
function unescaped(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const letter = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : triplet;
  });
}

/** What a jar needs to know of a URL. */
export interface CookieUrl {
  readonly host: string;
  readonly path: string;
  /** TLS, or this very machine: a Secure cookie is safe there. */
  readonly secure: boolean;
}

/** null for what is no http or https URL. The path is the one that is sent, not normalised. */
export function cookieUrlOf(url: string): CookieUrl | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return null;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? "";
  return {
    host,
    path: target.startsWith("/") ? target : "/",
    secure: protocol === "https:" || isThisMachine(host),
  };
}

function isThisMachine(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    (isIP(host) === 4 && host.startsWith("127."))
  );
}
