import { type Cookie, getPublicSuffix } from "tough-cookie";

/** RFC 6265bis §5.6: name and value together. */
const longest = 4096;

export function isTooLong(cookie: Cookie | undefined): boolean {
  if (cookie === undefined) return false;
  return Buffer.byteLength(cookie.key, "utf8") + Buffer.byteLength(cookie.value, "utf8") > longest;
}

/** Why a jar did not take a cookie, as one sentence (RFC 6265bis §5.7). Only asked after it was refused. */
export function rejection(url: string, cookie: Cookie | undefined): string {
  if (cookie === undefined) return "It is no cookie: there is no name and value.";
  if (isTooLong(cookie)) return "Name and value are longer than 4,096 bytes.";
  const host = new URL(url).hostname;
  const domain = cookie.domain === null ? null : cookie.domain.replace(/^\./, "").toLowerCase();
  if (domain !== null && domain !== host && !host.endsWith(`.${domain}`))
    return "Its Domain is not the host that set it, nor a parent of that host.";
  if (domain !== null && isPublicSuffix(domain))
    return "Its Domain is a public suffix, under which anyone can register.";
  if (/^__host-/i.test(cookie.key)) return "A __Host- cookie needs Secure, Path=/ and no Domain.";
  if (/^__secure-/i.test(cookie.key)) return "A __Secure- cookie needs Secure.";
  if (cookie.secure && url.startsWith("http:"))
    return "It is Secure, but the connection is not, and the host is not this machine.";
  return "The cookie rules do not allow it here.";
}

function isPublicSuffix(domain: string): boolean {
  try {
    return getPublicSuffix(domain, { allowSpecialUseDomain: true }) === undefined;
  } catch {
    return true;
  }
}
