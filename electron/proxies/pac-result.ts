import { readProxy } from "../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";

const schemes: Readonly<Record<string, string>> = {
  PROXY: "http",
  HTTP: "http",
  HTTPS: "https",
  SOCKS: "socks4",
  SOCKS4: "socks4",
  // As browsers do, the proxy looks the name up.
  SOCKS5: "socks5h",
};

/**
 * What FindProxyForURL gave: `PROXY host:port; SOCKS5 host:port; DIRECT`. Parts that cannot be understood are passed over, as browsers
 * do; nothing at all means directly. null: something was said and none of it understood.
 */
export function readPacResult(text: string): readonly (ProxyServer | null)[] | null {
  const parts = text.split(";").map((part) => part.trim());
  const said = parts.filter((part) => part !== "");
  if (said.length === 0) return [null];
  const ways = said.flatMap((part): (ProxyServer | null)[] => {
    const [kind = "", place = "", ...rest] = part.split(/\s+/);
    if (kind.toUpperCase() === "DIRECT") return [null];
    const scheme = schemes[kind.toUpperCase()];
    if (scheme === undefined || place === "" || place.includes("://") || rest.length > 0) return [];
    const usual = scheme === "http" ? 80 : scheme === "https" ? 443 : 1080;
    const server = readProxy(
      `${scheme}://${/(?:\]|^[^:]*):\d+$/.test(place) ? place : `${place}:${usual}`}`,
    );
    return server === null ? [] : [server];
  });
  return ways.length === 0 ? null : ways;
}
