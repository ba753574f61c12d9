import { isInRange, readIp } from "./ip-range.ts";
import { readPort } from "./host-port.ts";

/**
 * Whether a host is asked directly. The list is separated by commas, semicolons or spaces; an entry is `*` (all), `<local>` (names without a
 * dot), a name (it and all below it, with or without a leading dot, as curl's --noproxy), a name with `*` in it, an IP address, or a range
 * `address/bits`; each with an optional `:port`, an IPv6 address then in brackets. `host` without brackets.
 */
export function isBypassed(list: string, host: string, port: number): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return list
    .split(/[\s,;]+/)
    .filter((entry) => entry !== "")
    .some((entry) => matches(entry.toLowerCase(), name, port));
}

function matches(entry: string, host: string, port: number): boolean {
  const { pattern, only } = splitPort(entry);
  if (only !== null && only !== port) return false;
  if (pattern === "*") return true;
  if (pattern === "<local>") return !host.includes(".") && readIp(host) === null;
  if (pattern.includes("/")) return isInRange(host, pattern);
  const address = readIp(pattern);
  if (address !== null) {
    const own = readIp(host);
    return own !== null && own.bits === address.bits && own.value === address.value;
  }
  if (pattern.includes("*")) return wild(pattern).test(host);
  // Names only: the end of an address is no domain.
  if (readIp(host) !== null) return false;
  const domain = pattern.replace(/^\./, "").replace(/\.$/, "");
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}

function splitPort(entry: string): { readonly pattern: string; readonly only: number | null } {
  const bracketed = /^\[([^\]]*)\](\/\d+)?(?::(\d+))?$/.exec(entry);
  if (bracketed !== null) {
    const [, inside = "", range = "", digits] = bracketed;
    return { pattern: inside + range, only: digits === undefined ? null : readPort(digits) };
  }
  const colon = entry.indexOf(":");
  if (colon < 0 || colon !== entry.lastIndexOf(":")) return { pattern: entry, only: null };
  const only = readPort(entry.slice(colon + 1));
  return only === null ? { pattern: entry, only } : { pattern: entry.slice(0, colon), only };
}

function wild(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** The host is this machine: asked directly whatever the system says, as browsers do. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    isInRange(name, "127.0.0.0/8") ||
    isInRange(name, "::1/128")
  );
}
