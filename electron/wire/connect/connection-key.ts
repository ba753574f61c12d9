import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import type { ProxyServer } from "../../../shared/model/network/proxy.ts";
import type { Target } from "./connector.ts";
import { isForwarded } from "./proxy/forwarded.ts";

/**
 * Which settings make a connection what it is. Every setting is listed, so that a new one has to be judged here:
 * `tcp` for all connections, `tls` for those with TLS in them, `none` for what only concerns an exchange on it.
 */
const bearing: Readonly<Record<keyof NetworkSettings, "tcp" | "tls" | "none">> = {
  httpVersion: "tcp",
  expectContinue: "none",
  framing: "none",
  compressBody: "none",
  requestTarget: "none",
  contentDigest: "none",
  decode: "none",
  ignoreContentLength: "none",
  maxBodySize: "none",
  maxDecodedSize: "none",
  trailers: "none",

  resolve: "tcp",
  connectTo: "tcp",
  dnsServers: "tcp",
  ipVersion: "tcp",
  // How long the attempts are apart says nothing about the one that won.
  happyEyeballs: "none",
  sourceAddress: "tcp",
  localPort: "tcp",
  unixSocket: "tcp",
  haproxyProtocol: "tcp",
  haproxyClientIp: "tcp",
  noDelay: "tcp",
  keepAlive: "tcp",
  // A connection that may not be reused is never looked for by its key.
  reuse: "none",
  resolveTimeout: "none",
  connectTimeout: "none",
  tlsTimeout: "none",
  firstByteTimeout: "none",
  idleTimeout: "none",
  // HTTP/2 tells the other side at the beginning how much it may send ahead.
  limitRate: "tcp",
  speedLimit: "none",
  speedTime: "none",

  tlsMin: "tls",
  tlsMax: "tls",
  ciphers: "tls",
  groups: "tls",
  signatures: "tls",
  alpn: "tls",
  servername: "tls",
  caFile: "tls",
  caFolder: "tls",
  systemCa: "tls",
  caMode: "tls",
  clientCertificates: "tls",
  pinnedKey: "tls",
  crlFile: "tls",
  resumeSession: "tls",
  ocspStatus: "tls",
  requireStaple: "tls",

  keepMethod: "none",
  forwardCredentials: "none",
  autoReferer: "none",
  schemes: "none",
  redirectSchemes: "none",
  hsts: "none",
  sendCookies: "none",
  storeCookies: "none",
  cookieJar: "none",
  retries: "none",
  retryDelay: "none",
  retryMaxTime: "none",
  retryOn: "none",

  // What it came to for this request is `Target.proxy`.
  proxy: "none",
};

const named = (wanted: "tcp" | "tls"): readonly (keyof NetworkSettings)[] =>
  (Object.keys(bearing) as (keyof NetworkSettings)[])
    .filter((name) => bearing[name] === wanted)
    .toSorted();
const tcpFields = named("tcp");
const tlsFields = named("tls");

/**
 * Equal for two targets exactly when one connection can serve both: same scheme, host, port, verification, login, proxy, and
 * every setting that shapes a connection, what the TLS files said by hash. Pure. It may hold secrets (a proxy's password): it is compared, never shown or kept.
 */
export function connectionKey(target: Target): string {
  const { network } = target;
  const known = lastKeys.get(network);
  if (known !== undefined && isSame(known.target, target)) return known.key;
  const key = keyOf(target);
  lastKeys.set(network, { target, key });
  return key;
}

/** One exchange asks several times, and the next one often asks for the same. */
const lastKeys = new WeakMap<NetworkSettings, { readonly target: Target; readonly key: string }>();

/** True when every part of the key is the very same thing. */
function isSame(one: Target, other: Target): boolean {
  return (
    one === other ||
    (one.host === other.host &&
      one.port === other.port &&
      one.scheme === other.scheme &&
      one.verifyTls === other.verifyTls &&
      one.verifyProxy === other.verifyProxy &&
      one.owner === other.owner &&
      one.proxy === other.proxy &&
      one.material === other.material)
  );
}

function keyOf(target: Target): string {
  const { scheme, host, port, verifyTls, owner, network, proxy, material } = target;
  const secure = scheme === "https" || proxy?.scheme === "https";
  const shaping = shapingKey(network);
  const place = JSON.stringify([
    scheme,
    // A proxy that forwards is the one that is connected to, whatever is asked of it.
    ...(isForwarded(target) ? [] : [host.toLowerCase(), port]),
    proxy === null ? null : [...proxyKey(proxy), target.verifyProxy ?? true],
    verifyTls,
    owner ?? null,
    ...(secure ? [material.hash] : []),
  ]);
  return place + (secure ? shaping.tls : shaping.tcp);
}

interface ShapingKey {
  readonly tcp: string;
  readonly tls: string;
}

/** Many requests share one settings object, which nobody changes. */
const shapingKeys = new WeakMap<NetworkSettings, ShapingKey>();

function shapingKey(network: NetworkSettings): ShapingKey {
  const known = shapingKeys.get(network);
  if (known !== undefined) return known;
  const tcp = JSON.stringify(tcpFields.map((name) => network[name]));
  const made = { tcp, tls: tcp + JSON.stringify(tlsFields.map((name) => network[name])) };
  shapingKeys.set(network, made);
  return made;
}

function proxyKey(proxy: ProxyServer): readonly unknown[] {
  const { scheme, host, port, username, password, auth, tunnel, preproxy, headers = [] } = proxy;
  const { http10 = false, tls = null } = proxy;
  return [
    scheme,
    host.toLowerCase(),
    port,
    username,
    password,
    auth,
    tunnel,
    preproxy ?? "",
    headers,
    http10,
    tls,
  ];
}
