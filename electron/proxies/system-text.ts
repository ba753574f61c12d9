import { readProxy } from "../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";

/** What a system is set to. */
export type SystemSetting =
  | { readonly kind: "none" }
  | {
      readonly kind: "manual";
      readonly http: ProxyServer | null;
      readonly https: ProxyServer | null;
      readonly socks: ProxyServer | null;
      /** As `isBypassed` takes it. */
      readonly bypass: string;
    }
  /** `source`: where the file is. */
  | { readonly kind: "pac"; readonly source: string }
  /** The variables of the process. */
  | { readonly kind: "environment" };

/** What `gsettings list-recursively org.gnome.system.proxy` prints. */
export function readGnome(text: string): SystemSetting {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, schema = "", key = "", value = ""] =
      /^org\.gnome\.system\.proxy(?:\.(\w+))? (\S+) (.*)$/.exec(line.trim()) ?? [];
    values.set(`${schema} ${key}`, value);
  }
  const string = (name: string): string =>
    (values.get(name) ?? "").replace(/^'(.*)'$/s, "$1").replace(/\\(.)/g, "$1");
  const server = (name: string, scheme: string): ProxyServer | null => {
    const host = string(`${name} host`);
    const port = string(`${name} port`);
    if (host === "" || port === "" || port === "0") return null;
    const read = readProxy(`${scheme}://${bracketed(host)}:${port}`);
    if (read === null || string(`${name} use-authentication`) !== "true") return read;
    const username = string(`${name} authentication-user`);
    return { ...read, username, password: string(`${name} authentication-password`) };
  };
  const mode = string(" mode");
  if (mode === "auto") return pacOrNone(string(" autoconfig-url"));
  if (mode !== "manual") return { kind: "none" };
  const bypass = [...(values.get(" ignore-hosts") ?? "").matchAll(/'((?:[^'\\]|\\.)*)'/g)];
  return {
    kind: "manual",
    http: server("http", "http"),
    https: server("https", "http"),
    socks: server("socks", "socks5h"),
    bypass: bypass.map(([, host = ""]) => host).join(","),
  };
}

/** KDE's `kioslaverc`. */
export function readKde(text: string): SystemSetting {
  const section =
    /^\[Proxy Settings\](?:\[\$e\])?\s*$([^]*?)(?=^\[|(?![^]))/m.exec(text)?.[1] ?? "";
  const value = (name: string): string =>
    new RegExp(`^${name}(?:\\[\\$e\\])?=(.*)$`, "m").exec(section)?.[1]?.trim() ?? "";
  // KDE writes `http://host port`.
  const server = (name: string, scheme?: string): ProxyServer | null => {
    const typed = value(name).replace(/\s+(\d+)$/, ":$1");
    if (typed === "") return null;
    const read = readProxy(typed);
    return read === null || scheme === undefined ? read : { ...read, scheme: "socks5h" };
  };
  switch (value("ProxyType")) {
    case "1":
      return {
        kind: "manual",
        http: server("httpProxy"),
        https: server("httpsProxy"),
        socks: server("socksProxy", "socks5h"),
        bypass: value("NoProxyFor"),
      };
    case "2":
      return pacOrNone(value("Proxy Config Script"));
    case "4":
      return { kind: "environment" };
    default:
      return { kind: "none" };
  }
}

/** What macOS's `scutil --proxy` prints. */
export function readScutil(text: string): SystemSetting {
  const value = (name: string): string =>
    new RegExp(`^\\s*${name} : (.*)$`, "m").exec(text)?.[1]?.trim() ?? "";
  const server = (name: string, scheme: string): ProxyServer | null =>
    value(`${name}Enable`) === "1"
      ? readProxy(`${scheme}://${bracketed(value(`${name}Proxy`))}:${value(`${name}Port`)}`)
      : null;
  if (value("ProxyAutoConfigEnable") === "1") return pacOrNone(value("ProxyAutoConfigURLString"));
  const http = server("HTTP", "http");
  const https = server("HTTPS", "http");
  const socks = server("SOCKS", "socks5h");
  if (http === null && https === null && socks === null) return { kind: "none" };
  const listed = /ExceptionsList : <array> \{([^}]*)\}/.exec(text)?.[1] ?? "";
  const exceptions = [...listed.matchAll(/^\s*\d+ : (.*)$/gm)].map(([, one = ""]) => one.trim());
  if (value("ExcludeSimpleHostnames") === "1") exceptions.push("<local>");
  return { kind: "manual", http, https, socks, bypass: exceptions.map(wholeRange).join(",") };
}

/** What Windows' `reg query "HKCU\…\Internet Settings"` prints. */
export function readRegistry(text: string): SystemSetting {
  const value = (name: string): string =>
    new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(.*)$`, "m").exec(text)?.[1]?.trim() ?? "";
  const script = value("AutoConfigURL");
  if (script !== "") return { kind: "pac", source: script };
  if (Number(value("ProxyEnable")) !== 1) return { kind: "none" };
  const typed = value("ProxyServer");
  const listed = new Map(
    typed.split(";").map((part) => {
      const [, scheme = "", place = part] = /^\s*(\w+)=(.*)$/.exec(part) ?? [];
      return [scheme.toLowerCase(), place.trim()] as const;
    }),
  );
  const server = (scheme: string, as: string): ProxyServer | null => {
    const place = listed.get(scheme) ?? (scheme === "socks" ? undefined : listed.get(""));
    if (place === undefined || place === "") return null;
    return readProxy(place.includes("://") ? place : `${as}://${place}`);
  };
  return {
    kind: "manual",
    http: server("http", "http"),
    https: server("https", "http"),
    socks: server("socks", "socks5h"),
    bypass: value("ProxyOverride"),
  };
}

function pacOrNone(source: string): SystemSetting {
  return source === "" ? { kind: "none" } : { kind: "pac", source };
}

function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** macOS leaves the zeros out: `169.254/16`. */
function wholeRange(range: string): string {
  return range.replace(/^(\d+(?:\.\d+){0,2})\/(\d+)$/, (_, start: string, bits: string) => {
    const missing = 4 - start.split(".").length;
    return `${start}${".0".repeat(missing)}/${bits}`;
  });
}
