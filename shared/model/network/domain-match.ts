/**
 * Whether a client certificate's `domain` names this host: a host name, an address (IPv6 with or without brackets), `*.example.com` for
 * every name below it (however deep), `*` for every host, each with an optional `:port`. Case does not matter. "" names none. Pure.
 */
export function matchesDomain(domain: string, host: string, port: number): boolean {
  const split = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(domain.trim());
  // An address with colons and no brackets has no port.
  const name = split === null ? domain.trim() : (split[1] ?? "");
  if (split?.[2] !== undefined && Number(split[2]) !== port) return false;
  const wanted = plain(name);
  const asked = plain(host);
  if (wanted === "") return false;
  if (wanted === "*") return true;
  if (wanted.startsWith("*.")) return asked.endsWith(wanted.slice(1));
  return wanted === asked;
}

function plain(name: string): string {
  return name
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
}
