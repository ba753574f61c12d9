import { readProxy } from "../../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../../shared/model/network/proxy.ts";

/**
 * What a proxy is once `text` has been pasted into its host: an address such as `http://user:password@proxy.test:3128` or `proxy.test:3128`
 * fills the fields of all the parts it names, and the rest stays. null: it is a host alone, or nothing that can be taken apart.
 */
export function pastedProxy(server: ProxyServer, text: string): ProxyServer | null {
  const read = readProxy(text);
  const named = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim());
  const numbered = /:\d+\/?$/.test(text.trim());
  if (read === null || !(named || numbered)) return null;
  const { portTemplate: _, ...rest } = server;
  return {
    ...rest,
    ...(named ? { scheme: read.scheme } : {}),
    host: read.host,
    port: read.port,
    ...(read.username === "" ? {} : { username: read.username, password: read.password }),
  };
}
