import { comparedHost, readPort, splitHost } from "./host-port.ts";

/** One `--resolve` of curl: for this host and port, these addresses. */
export interface ResolveEntry {
  /** As it is compared; `*`: any host. */
  readonly host: string;
  readonly port: number;
  /** In the order to try them, without brackets; empty: an earlier entry is taken back. */
  readonly addresses: readonly string[];
}

/**
 * `[+]host:port:address[,address]…`, or `-host:port` to take an earlier one back (curl(1) --resolve). IPv6 in brackets or not; a host that
 * is an IPv6 address in brackets. The `+` of curl lets an entry grow old, which nothing does within one exchange. null: not of that form.
 * Whether an address is one is for the caller to see.
 */
export function readResolveEntry(text: string): ResolveEntry | null {
  const typed = text.trim();
  const removes = typed.startsWith("-");
  const named = splitHost(removes || typed.startsWith("+") ? typed.slice(1) : typed);
  if (named === null || named.host === "") return null;
  const host = comparedHost(named.host);
  if (removes) {
    const port = readPort(named.rest);
    return port === null ? null : { host, port, addresses: [] };
  }
  const colon = named.rest.indexOf(":");
  const port = readPort(named.rest.slice(0, Math.max(0, colon)));
  if (port === null) return null;
  const addresses = named.rest
    .slice(colon + 1)
    .split(",")
    .map((one) => one.trim().replace(/^\[(.*)\]$/, "$1"));
  return addresses.includes("") ? null : { host, port, addresses };
}

/** The addresses for a host and port, a named host before `*`, a later entry before an earlier one; null: nobody said. */
export function overriddenAddresses(
  entries: readonly ResolveEntry[],
  host: string,
  port: number,
): readonly string[] | null {
  const name = comparedHost(host);
  for (const wanted of [name, "*"]) {
    const found = entries.findLast((entry) => entry.host === wanted && entry.port === port);
    if (found !== undefined && found.addresses.length > 0) return found.addresses;
  }
  return null;
}
