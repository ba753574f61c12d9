import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { OwnNetwork } from "../../../../shared/model/network/network.ts";
import type {
  ProxyAuthKind,
  ProxyScheme,
  ProxyServer,
  ProxySetting,
  ProxyTls,
} from "../../../../shared/model/network/proxy.ts";
import { readPreproxy, readProxy } from "../../../../shared/model/network/proxy-address.ts";
import { readProxyHeader } from "../../../../shared/model/network/proxy-header.ts";
import { all, type Given, has, isOn, last, lastOf } from "../options/parse.ts";
import type { ChooseProxy } from "../../../client/proxied.ts";
import { proxyTlsSettings } from "./tls.ts";
import { badOption } from "./values.ts";

const socks = {
  socks4: "socks4",
  socks4a: "socks4a",
  socks5: "socks5",
  "socks5-hostname": "socks5h",
} as const satisfies Readonly<Record<string, ProxyScheme>>;

/** What the options say about the proxy. */
export function proxySettings(given: Given): OwnNetwork {
  const proxy = proxySetting(given);
  return proxy === undefined ? {} : { proxy };
}

function proxySetting(given: Given): ProxySetting | undefined {
  const which = lastOf(given, [
    "proxy",
    "proxy1.0",
    "pac",
    "proxy-from",
    ...(Object.keys(socks) as (keyof typeof socks)[]),
  ]);
  // Alone it is about the proxy of the environment; that none of them is asked can be said here.
  const before = last(given, "preproxy") ?? "";
  if (before !== "" && readPreproxy(before) === null)
    throw badOption(
      "--preproxy",
      "What stands before the proxy is a SOCKS proxy.",
      "Write [SCHEME://]HOST[:PORT] with socks4, socks4a, socks5 or socks5h.",
    );
  if (which === undefined) {
    // Without another one it is the proxy, as with curl.
    const alone = readPreproxy(before);
    const bypass = bypassOf(given);
    if (alone !== null) return { kind: "server", server: alone, bypass };
    return bypass === "*" ? { kind: "none" } : undefined;
  }
  const text = last(given, which) ?? "";
  if (which === "proxy-from") {
    if (text === "environment" || text === "system") return { kind: text };
    throw badOption(
      "--proxy-from",
      "The proxy can be taken from two places.",
      "They are environment and system.",
    );
  }
  if (which === "pac") return { kind: "pac", source: existsSync(text) ? resolve(text) : text };
  if (text === "") return { kind: "none" };
  const plain = which === "proxy" || which === "proxy1.0";
  const server = serverOf(plain ? text : `${socks[which]}://${text}`);
  const settled = withProxyOptions(
    given,
    which === "proxy1.0" ? { ...server, http10: true } : server,
  );
  return {
    kind: "server",
    server: before === "" ? settled : { ...settled, preproxy: before },
    bypass: bypassOf(given),
  };
}

/** Hosts asked directly: as --noproxy says, else as the environment does, for a proxy of the options too (curl(1), NO_PROXY). */
function bypassOf(given: Given): string {
  const { no_proxy: lower = "", NO_PROXY: upper = "" } = process.env;
  return last(given, "noproxy") ?? (lower === "" ? upper : lower);
}

/** A proxy, from the options or the environment, with what the options say about signing in and its header fields. */
export function withProxyOptions(given: Given, server: ProxyServer): ProxyServer {
  const headers = all(given, "proxy-header");
  if (headers.some((line) => readProxyHeader(line) === null))
    throw badOption(
      "--proxy-header",
      "A header field is written Name: value.",
      "'Name;' sends it empty.",
    );
  const user = last(given, "proxy-user");
  return {
    ...server,
    ...(user === undefined ? {} : credentials(user)),
    auth: authKind(given),
    tunnel: isOn(given, "proxytunnel"),
    ...(headers.length === 0 ? {} : { headers }),
    ...(server.scheme === "https" ? { tls: proxyTlsSettings(given) } : {}),
  };
}

/** The proxy of a request file with what the options say about it: what none of them is about stays. */
export function proxyBeside(given: Given, proxy: ProxySetting): ProxySetting {
  if (proxy.kind !== "server") return proxy;
  const { server } = proxy;
  const asked = withProxyOptions(given, server);
  const tls = proxyTlsSettings(given);
  const auth = lastOf(given, authOptions) === undefined ? server.auth : asked.auth;
  const tunnel = has(given, "proxytunnel") ? asked.tunnel : server.tunnel;
  const { tls: _, ...rest } = { ...asked, auth, tunnel };
  const before = Object.keys(tls).length === 0 ? server.tls : { ...server.tls, ...tls };
  return {
    ...proxy,
    server: before === undefined ? rest : { ...rest, tls: before },
    bypass: last(given, "noproxy") ?? proxy.bypass,
  };
}

/** What the options say about TLS with a proxy that is chosen later; undefined: it is chosen. */
export function laterProxyTls({ proxy }: OwnNetwork, given: Given): ProxyTls | undefined {
  return proxy?.kind === "server" ? undefined : proxyTlsSettings(given);
}

/** The same for what is chosen later. */
export function choosingWithOptions(choose: ChooseProxy, given: Given): ChooseProxy {
  return async (...asked) => {
    const route = await choose(...asked);
    // What is written down was settled where it was read.
    if (route.source === "setting") return route;
    const ways = route.ways.map((way) => (way === null ? null : withProxyOptions(given, way)));
    return { ...route, ways };
  };
}

const authOptions = ["proxy-basic", "proxy-digest", "proxy-ntlm", "proxy-anyauth"] as const;

function authKind(given: Given): ProxyAuthKind {
  switch (lastOf(given, authOptions)) {
    // With neither, as with curl: a password that is given goes along at once.
    case undefined:
    case "proxy-basic":
      return "basic";
    case "proxy-digest":
      return "digest";
    case "proxy-ntlm":
      return "ntlm";
    case "proxy-anyauth":
      return "any";
  }
}

function serverOf(text: string): ProxyServer {
  const server = readProxy(text);
  if (server !== null) return server;
  throw badOption(
    "--proxy",
    "A proxy is written [SCHEME://]HOST[:PORT].",
    "Schemes are http, https, socks4, socks4a, socks5 and socks5h.",
  );
}

function credentials(text: string): { readonly username: string; readonly password: string } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { username: text, password: "" }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
