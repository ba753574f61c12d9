import type { OwnNetwork } from "../../../model/network/network.ts";
import type { ProxyScheme, ProxyServer, ProxyTls } from "../../../model/network/proxy.ts";
import type { TlsVersion } from "../../../model/network/tls.ts";
import { certificateOf } from "./certificate.ts";
import type { CurlOption } from "./options.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Seconds, fractions allowed, as ms. */
export function milliseconds(text: string): number {
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : 0;
}

const count = (text: string): number => Math.max(0, Math.trunc(Number(text)) || 0);

/** curl's options about the connection, TLS and retries as Envoi's network settings. null for an option that is none of these. */
const setters: ReadonlyMap<string, (network: Mutable<OwnNetwork>, option: CurlOption) => void> =
  new Map([
    [
      "connect-timeout",
      (network, { value }) => void (network.connectTimeout = milliseconds(value)),
    ],
    [
      "expect100-timeout",
      (network, { value }) => void (network.expectContinue = milliseconds(value)),
    ],
    [
      "resolve",
      (network, { value }) => void (network.resolve = [...(network.resolve ?? []), value]),
    ],
    [
      "connect-to",
      (network, { value }) => void (network.connectTo = [...(network.connectTo ?? []), value]),
    ],
    [
      "dns-servers",
      (network, { value }) =>
        void (network.dnsServers = value.split(",").map((part) => part.trim())),
    ],
    ["ipv4", (network) => void (network.ipVersion = "4")],
    ["ipv6", (network) => void (network.ipVersion = "6")],
    [
      "happy-eyeballs-timeout-ms",
      (network, { value }) => void (network.happyEyeballs = count(value)),
    ],
    ["interface", (network, { value }) => void (network.sourceAddress = value)],
    ["local-port", (network, { value }) => void (network.localPort = value)],
    ["unix-socket", (network, { value }) => void (network.unixSocket = value)],
    ["haproxy-protocol", (network, { on }) => void (network.haproxyProtocol = on)],
    [
      "haproxy-clientip",
      (network, { value }) => {
        network.haproxyProtocol = true;
        network.haproxyClientIp = value;
      },
    ],
    ["limit-rate", (network, { value }) => void (network.limitRate = byteCount(value))],
    ["speed-limit", (network, { value }) => void (network.speedLimit = count(value))],
    [
      "speed-time",
      (network, { value }) => {
        network.speedTime = milliseconds(value);
        // By itself it means this, as in curl.
        network.speedLimit ??= 1;
      },
    ],
    ["ignore-content-length", (network, { on }) => void (network.ignoreContentLength = on)],
    ["tcp-nodelay", (network, { on }) => void (network.noDelay = on)],
    ["keepalive-time", (network, { value }) => void (network.keepAlive = milliseconds(value))],
    ["http1.0", (network) => void (network.httpVersion = "1.0")],
    ["http1.1", (network) => void (network.httpVersion = "1.1")],
    ["http2-prior-knowledge", (network) => void (network.httpVersion = "h2c")],
    ["http3", (network) => void (network.httpVersion = "3")],
    ["http3-only", (network) => void (network.httpVersion = "3")],
    ["raw", (network) => void (network.decode = false)],
    ["max-filesize", (network, { value }) => void (network.maxBodySize = byteCount(value))],
    ["tlsv1", (network) => void (network.tlsMin = "1.0")],
    ["tlsv1.0", (network) => void (network.tlsMin = "1.0")],
    ["tlsv1.1", (network) => void (network.tlsMin = "1.1")],
    ["tlsv1.2", (network) => void (network.tlsMin = "1.2")],
    ["tlsv1.3", (network) => void (network.tlsMin = "1.3")],
    [
      "tls-max",
      (network, { value }) => {
        const version = (["1.0", "1.1", "1.2", "1.3"] as const).find((known) => known === value);
        if (version !== undefined) network.tlsMax = version satisfies TlsVersion;
      },
    ],
    ["ciphers", (network, { value }) => void (network.ciphers = joined(network.ciphers, value))],
    [
      "tls13-ciphers",
      (network, { value }) => void (network.ciphers = joined(network.ciphers, value)),
    ],
    ["curves", (network, { value }) => void (network.groups = value)],
    ["alpn", (network, { on }) => void (on ? null : (network.alpn = ["-"]))],
    ["sessionid", (network, { on }) => void (network.resumeSession = on)],
    ["cert-status", (network, { on }) => void (network.requireStaple = on)],
    ["pinnedpubkey", (network, { value }) => void (network.pinnedKey = value)],
    ["crlfile", (network, { value }) => void (network.crlFile = value)],
    ["sigalgs", (network, { value }) => void (network.signatures = value)],
    [
      "cacert",
      (network, { value }) => {
        network.caFile = value;
        network.caMode = "replace";
      },
    ],
    ["ca-native", (network, { on }) => void (network.systemCa = on)],
    ["capath", (network, { value }) => void (network.caFolder = value)],
    ["post301", (network) => void (network.keepMethod = kept(network, "301"))],
    ["post302", (network) => void (network.keepMethod = kept(network, "302"))],
    ["post303", (network) => void (network.keepMethod = kept(network, "303"))],
    ["retry", (network, { value }) => void (network.retries = count(value))],
    ["retry-delay", (network, { value }) => void (network.retryDelay = milliseconds(value))],
    ["retry-max-time", (network, { value }) => void (network.retryMaxTime = milliseconds(value))],
  ]);

/** Applies an option; false when it is none about the connection. */
export function applyNetwork(network: Mutable<OwnNetwork>, option: CurlOption): boolean {
  const setter = setters.get(option.name);
  setter?.(network, option);
  return setter !== undefined;
}

function kept(network: OwnNetwork, status: "301" | "302" | "303"): ("301" | "302" | "303")[] {
  return [...(network.keepMethod ?? []), status];
}

function joined(old: string | undefined, more: string): string {
  return old === undefined || old === "" ? more : `${old}:${more}`;
}

/** `1000`, `1k`, `2M`. */
function byteCount(text: string): number {
  const [, digits = "0", unit = ""] = /^(\d+)([kKmMgG]?)/.exec(text) ?? [];
  const scale = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase() as "k" | "m" | "g"];
  return Number(digits) * (scale ?? 1);
}

const socks: ReadonlyMap<string, ProxyScheme> = new Map([
  ["socks4", "socks4"],
  ["socks4a", "socks4a"],
  ["socks5", "socks5"],
  ["socks5-hostname", "socks5h"],
]);

/** The proxy a command names; null for none. */
export function proxyOf(options: readonly CurlOption[]): OwnNetwork["proxy"] {
  const before = options.findLast(({ name }) => name === "preproxy")?.value ?? "";
  const fields = options.filter(({ name }) => name === "proxy-header").map(({ value }) => value);
  const option = options.findLast(
    ({ name }) => name === "proxy" || name === "proxy1.0" || socks.has(name),
  );
  if (option === undefined || option.value === "") return undefined;
  const [, scheme, login, host = "", port] =
    /^(?:([a-z0-9]+):\/\/)?(?:([^@/]*)@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/i.exec(option.value) ?? [];
  const user = options.findLast(({ name }) => name === "proxy-user")?.value ?? decoded(login ?? "");
  const colon = user.indexOf(":");
  const kind = socks.get(option.name) ?? schemeOf(scheme);
  const has = (name: string) =>
    options.some((candidate) => candidate.name === name && candidate.on);
  const server: ProxyServer = {
    scheme: kind,
    host,
    port: Number(port ?? 1080),
    username: colon < 0 ? user : user.slice(0, colon),
    password: colon < 0 ? "" : user.slice(colon + 1),
    auth: has("proxy-ntlm")
      ? "ntlm"
      : has("proxy-digest")
        ? "digest"
        : has("proxy-basic")
          ? "basic"
          : "any",
    tunnel: has("proxytunnel"),
    ...(before === "" ? {} : { preproxy: before }),
    ...(fields.length === 0 ? {} : { headers: fields }),
    ...(option.name === "proxy1.0" ? { http10: true } : {}),
    ...(kind === "https" ? { tls: proxyTlsOf(options) } : {}),
  };
  return {
    kind: "server",
    server,
    bypass: options.findLast(({ name }) => name === "noproxy")?.value ?? "",
  };
}

/** What a command says about TLS with its https proxy: nothing it says about the server counts there. */
function proxyTlsOf(options: readonly CurlOption[]): ProxyTls {
  const find = (name: string) => options.findLast((option) => option.name === name);
  const text = (...names: readonly string[]) =>
    names.flatMap((name) => find(name)?.value ?? []).join(":");
  const caFile = text("proxy-cacert");
  const certificate = certificateOf(options, "proxy-");
  const said: ProxyTls = {
    ...(find("proxy-tlsv1")?.on === true ? { tlsMin: "1.0" } : {}),
    ...(caFile === "" ? {} : { caFile, caMode: "replace" }),
    caFolder: text("proxy-capath"),
    ...(find("proxy-ca-native")?.on === true ? { systemCa: true } : {}),
    ...(certificate === null ? {} : { clientCertificates: [certificate] }),
    pinnedKey: text("proxy-pinnedpubkey"),
    crlFile: text("proxy-crlfile"),
    ciphers: text("proxy-ciphers", "proxy-tls13-ciphers"),
    signatures: text("proxy-sigalgs"),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ""));
}

function schemeOf(text: string | undefined): ProxyScheme {
  const known = ["https", "socks4", "socks4a", "socks5", "socks5h"] as const;
  return known.find((scheme) => scheme === text?.toLowerCase()) ?? "http";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
