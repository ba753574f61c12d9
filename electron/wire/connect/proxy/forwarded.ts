import { isSocks } from "../../../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../../../shared/model/network/proxy.ts";

/** True: the request goes to the proxy itself, in absolute form (RFC 9112 §3.2.2); false: the proxy opens a way, or there is none. */
export function isForwarded({
  scheme,
  proxy,
}: {
  readonly scheme: "http" | "https";
  readonly proxy: ProxyServer | null;
}): boolean {
  return proxy !== null && scheme === "http" && !isSocks(proxy) && !proxy.tunnel;
}
