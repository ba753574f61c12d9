import { hostPort, readPort } from "./host-port.ts";
import type { ProxyScheme, ProxyServer } from "./proxy.ts";

const schemes: Readonly<Record<string, ProxyScheme>> = {
  http: "http",
  https: "https",
  socks: "socks4",
  socks4: "socks4",
  socks4a: "socks4a",
  socks5: "socks5",
  socks5h: "socks5h",
};

/**
 * `[scheme://][user[:password]@]host[:port][/]`, as curl reads a proxy: http without a scheme, port 1080 (https: 443) without a port, user
 * and password percent-decoded. null: not of that form.
 */
export function readProxy(text: string): ProxyServer | null {
  const [, typed = "http", user, bracketed, name = "", digits] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^@]*)@)?(?:\[([^\]]+)\]|([^:/[\]]*))(?::(\d+))?(?:\/.*)?$/is.exec(
      text.trim(),
    ) ?? [];
  const scheme = schemes[typed.toLowerCase()];
  const host = bracketed ?? name;
  if (scheme === undefined || host === "") return null;
  const port = digits === undefined ? (scheme === "https" ? 443 : 1080) : readPort(digits);
  if (port === null) return null;
  const colon = user?.indexOf(":") ?? -1;
  return {
    scheme,
    host,
    port,
    username: decoded(colon < 0 ? (user ?? "") : (user ?? "").slice(0, colon)),
    password: colon < 0 ? "" : decoded((user ?? "").slice(colon + 1)),
    auth: "any",
    tunnel: false,
  };
}

/** A proxy on the way to another: SOCKS, by itself version 4 as with curl. null: it is none. */
export function readPreproxy(text: string): ProxyServer | null {
  const proxy = readProxy(text.includes("://") ? text : `socks4://${text}`);
  return proxy !== null && isSocks(proxy) ? proxy : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `http://proxy.test:3128`, for people: never a user or a password. */
export function proxyAddress({
  scheme,
  host,
  port,
  portTemplate,
}: Pick<ProxyServer, "scheme" | "host" | "port" | "portTemplate">): string {
  if (portTemplate !== undefined) return `${scheme}://${host}:${portTemplate}`;
  return `${scheme}://${hostPort(host, port)}`;
}

export function isSocks({ scheme }: Pick<ProxyServer, "scheme">): boolean {
  return scheme !== "http" && scheme !== "https";
}
