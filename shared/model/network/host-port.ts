/**
 * A host and what follows its colon, the host in brackets when it is an IPv6 address: `a:1`, `[::1]:1`, `*:1`. null when there is no
 * colon after the host. The host comes without brackets.
 */
export function splitHost(text: string): { readonly host: string; readonly rest: string } | null {
  const bracketed = /^\[([^\]]*)\]:/.exec(text);
  if (bracketed !== null)
    return { host: bracketed[1] ?? "", rest: text.slice(bracketed[0].length) };
  const colon = text.indexOf(":");
  return colon < 0 ? null : { host: text.slice(0, colon), rest: text.slice(colon + 1) };
}

/** A TCP port in decimal; null when it is none. */
export function readPort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

/** `host:port` for people, an IPv6 address in brackets. Port 0: the host alone, as for a socket's path. */
export function hostPort(host: string, port: number): string {
  if (port === 0) return host;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A host name as it is compared: lower case, a name outside ASCII as punycode, as the URL's is; what is no name as it is, in lower case. */
export function comparedHost(typed: string): string {
  const lower = typed.toLowerCase();
  if (/^[\u0000-\u007f]*$/.test(lower) || /[/\\?#@:\u0000-\u0020]/.test(lower)) return lower;
  return URL.canParse(`http://${lower}/`) ? new URL(`http://${lower}/`).hostname : lower;
}
