import { FailureError } from "../../../../shared/model/failure.ts";
import { hostPort } from "../../../../shared/model/network/host-port.ts";
import {
  isSocks,
  proxyAddress,
  readPreproxy,
} from "../../../../shared/model/network/proxy-address.ts";
import type { SentHeader } from "../../../../shared/model/header.ts";
import { proxyFields } from "../../../../shared/model/network/proxy-header.ts";
import { defaultNetwork } from "../../../../shared/model/network/network.ts";
import {
  type ProxyServer,
  type ProxyTls,
  proxyTlsKeys,
} from "../../../../shared/model/network/proxy.ts";
import { noMaterial, type TlsMaterial, tlsMaterial } from "../tls-material.ts";
import { readAddress } from "../address.ts";
import { channelView } from "../channel-view.ts";
import type { Channel, ConnectContext, Connector, ProxyHop, Target } from "../connector.ts";
import { withinPhase } from "../phase-limit.ts";
import type { Resolver } from "../resolve.ts";
import { placeOf } from "../tcp.ts";
import { encodeRequestHead } from "../../http1/encode.ts";
import { isForwarded } from "./forwarded.ts";
import { askProxy, type ProxyAnswer } from "./ask-proxy.ts";
import { openProxyAuth } from "./proxy-auth.ts";
import {
  isAboutPlace,
  onTheWay,
  proxyAuthRefused,
  proxyGarbled,
  type Refusal,
  tunnelRefused,
} from "./proxy-failure.ts";
import { askSocks, type SocksPlace } from "./socks.ts";

export interface ProxyParts {
  /** To a host, with a tap where there will be TLS above it. */
  readonly open: Connector;
  /** To a host, with a tap always. */
  readonly openTapped: Connector;
  /** TLS over what another opens. */
  readonly secure: (next: Connector) => Connector;
  readonly resolve: Resolver;
}

interface Parts extends Omit<ProxyParts, "secure"> {
  readonly toProxy: Connector;
  readonly toProxySecurely: Connector;
}

/**
 * Connector part: the way to the target's host by `target.proxy`, or by `open` without one. To an HTTP proxy: the connection to it for what it
 * forwards, else a tunnel (RFC 9110 §9.3.6), each CONNECT a hop of its own. To a SOCKS proxy: what it connects to.
 */
export function viaProxy({ open, openTapped, secure, resolve }: ProxyParts): Connector {
  // The way to the proxy itself, which may lead by a SOCKS proxy: both kinds have their bytes on the socket side.
  const toProxy: Connector = async (target, context) =>
    target.proxy === null
      ? await openTapped(target, context)
      : await socks(target, target.proxy, parts, context);
  const parts: Parts = { open, openTapped, toProxy, toProxySecurely: secure(toProxy), resolve };
  return async (target, context) => {
    const { proxy } = target;
    if (proxy === null) return await parts.open(target, context);
    if (isSocks(proxy)) return await socks(target, proxy, parts, context);
    if (isForwarded(target)) return withProxy(await reach(target, proxy, parts, context), proxy);
    return await tunnel(target, proxy, parts, context);
  };
}

/** A connection to the proxy itself, TLS included when it is an https proxy. */
async function reach(
  target: Target,
  proxy: ProxyServer,
  { open, toProxy, toProxySecurely }: Parts,
  context: ConnectContext,
): Promise<Channel> {
  const before = preproxyOf(proxy);
  const place: Target = {
    ...target,
    verifyTls: target.verifyProxy ?? true,
    material: proxyMaterial(target, proxy),
    scheme: proxy.scheme === "https" ? "https" : "http",
    host: proxy.host,
    port: proxy.port,
    proxy: before,
    // What is said about the target's name and place is not about the proxy's.
    network: {
      ...target.network,
      connectTo: [],
      servername: null,
      alpn: [],
      httpVersion: "1.1",
      pinnedKey: "",
      crlFile: "",
      requireStaple: false,
      ...(proxy.tls === undefined ? {} : { ...ownTls, ...proxy.tls }),
    },
  };
  try {
    if (proxy.scheme === "https") return await toProxySecurely(place, context);
    const untapped = before === null && isForwarded(target);
    return await (untapped ? open : toProxy)(place, context);
  } catch (thrown) {
    throw onTheWay(thrown);
  }
}

/** What TLS with a proxy is by itself, where it is not to be as with the server. */
const ownTls = {
  ...(Object.fromEntries(
    proxyTlsKeys.map((key) => [key, defaultNetwork[key]]),
  ) as Required<ProxyTls>),
  groups: "",
};

/** The server's files but for what is demanded of its own certificate, or the proxy's. */
function proxyMaterial({ material }: Target, { tls }: ProxyServer): TlsMaterial {
  if (tls !== undefined) return material.proxy ?? noMaterial;
  return tlsMaterial(material.ca, material.identities);
}

function preproxyOf({ preproxy = "", ...proxy }: ProxyServer): ProxyServer | null {
  if (preproxy.trim() === "") return null;
  const found = readPreproxy(preproxy);
  if (found !== null && !isSocks(proxy)) return found;
  throw new FailureError({
    kind: "input",
    code: "preproxy",
    message: "Only a SOCKS proxy can stand before a proxy, and only before an HTTP one.",
    remedy: "Write it as socks5://host:port, or leave it out.",
    phase: "connect",
    place: "network.proxy",
  });
}

/** What TLS there is so far is the proxy's, not the target's. */
function withProxy(channel: Channel, proxy: ProxyServer): Channel {
  const { tls } = channel;
  const address = proxyAddress(proxy);
  return { ...channel, tls: null, proxy: tls === null ? { address } : { address, tls } };
}

/** Of several addresses the first that the proxy connects to; each try needs a connection of its own. */
async function socks(
  target: Target,
  proxy: ProxyServer,
  parts: Parts,
  context: ConnectContext,
): Promise<Channel> {
  const places = await socksPlaces(target, proxy, parts.resolve, context);
  let last: unknown = null;
  for (const place of places) {
    const channel = await reach(target, proxy, parts, context);
    const to = hostPort(place.kind === "name" ? place.name : place.address.address, place.port);
    context.emit({ kind: "proxy-start", proxy: proxyAddress(proxy), to });
    try {
      const { connectTimeout } = target.network;
      const bound = await withinPhase("proxy", connectTimeout, context, ({ signal }) =>
        askSocks(channel.stream, proxy, place, signal),
      );
      context.emit({ kind: "proxy-end", bound });
      return withProxy(channel, proxy);
    } catch (thrown) {
      channel.stream.destroy();
      last = thrown;
      if (!isAboutPlace(thrown)) break;
    }
  }
  throw last;
}

/** `socks4` and `socks5` look the name up here, `socks4a` and `socks5h` leave it to the proxy. */
async function socksPlaces(
  target: Target,
  { scheme }: ProxyServer,
  resolve: Resolver,
  context: ConnectContext,
): Promise<readonly SocksPlace[]> {
  const { network } = target;
  const { host, port } = placeOf(target, context);
  const literal = readAddress(host);
  if (literal === null && (scheme === "socks4a" || scheme === "socks5h"))
    return [{ kind: "name", name: host, port }];
  const found = await withinPhase("resolve", network.resolveTimeout, context, (inner) =>
    resolve({ host, port, network }, inner),
  );
  // SOCKS 4 knows IPv4 only.
  const four = found.filter(({ family }) => family === 4);
  const fitting = scheme.startsWith("socks4") && four.length > 0 ? four : found;
  return fitting.map((address) => ({ kind: "address", address, port }));
}

async function tunnel(
  target: Target,
  proxy: ProxyServer,
  parts: Parts,
  context: ConnectContext,
): Promise<Channel> {
  const place = placeOf(target, context);
  const authority = hostPort(place.host.replace(/%.*$/, ""), place.port);
  const auth = openProxyAuth(proxy);
  let channel: Channel | null = null;
  let again = false;
  try {
    for (;;) {
      const hop = beginHop(context, { reason: again ? "auth" : "tunnel", authority });
      try {
        channel ??= await reach(target, proxy, parts, hop);
        attach(channel, hop);
        const view = channelView(channel, context.connectionNumber ?? 0, 1);
        hop.emit({ kind: "connection", connection: view });
        const reply = await ask(channel, authority, auth.field("CONNECT", authority), hop, target);
        if (reply.open) {
          attach(channel, context);
          return withProxy(channel, proxy);
        }
        if (!worthAnother(reply, auth, hop)) throw refused(reply, auth.tried, hop.hop);
        if (!reply.reusable) {
          channel.stream.destroy();
          channel = null;
        }
        again = true;
      } finally {
        hop.end();
      }
    }
  } catch (thrown) {
    channel?.stream.destroy();
    throw thrown;
  }
}

function beginHop(
  context: ConnectContext,
  { reason, authority }: { readonly reason: "tunnel" | "auth"; readonly authority: string },
): ProxyHop {
  const hop = context.proxyHop?.({ reason, method: "CONNECT", url: authority });
  if (hop !== undefined) return hop;
  return {
    recorder: context.recorder,
    hop: context.hop,
    signal: context.signal,
    emit: (detail) => context.emit(detail),
    end: () => undefined,
  };
}

/** What passes from now on belongs to this hop. */
function attach({ taps }: Channel, { recorder, hop }: ConnectContext): void {
  for (const tap of taps) tap.attach({ recorder, hop });
}

async function ask(
  channel: Channel,
  authority: string,
  credentials: string | null,
  hop: ProxyHop,
  target: Target,
): Promise<ProxyAnswer> {
  const typed = target.proxy === null ? [] : proxyFields(target.proxy);
  const automatic: readonly SentHeader[] = [
    { name: "Host", value: authority, origin: "client" },
    ...(credentials === null
      ? []
      : [{ name: "Proxy-Authorization", value: credentials, origin: "auth" } as const]),
  ];
  const replaced = new Set(typed.map(({ name }) => name.toLowerCase()));
  const headers: readonly SentHeader[] = [
    ...automatic.filter(({ name }) => !replaced.has(name.toLowerCase())),
    ...typed.flatMap(({ name, value }) =>
      value === null ? [] : [{ name, value, origin: "request" } as const],
    ),
  ];
  const httpVersion = target.proxy?.http10 === true ? "1.0" : "1.1";
  const request = encodeRequestHead({
    method: "CONNECT",
    target: authority,
    httpVersion,
    headers,
  });
  hop.emit({
    kind: "request",
    method: "CONNECT",
    target: authority,
    httpVersion,
    headers,
    headBytes: request.bytes.length,
  });
  return await withinPhase("proxy", target.network.connectTimeout, hop, (inner) =>
    askProxy(channel.stream, request, inner),
  );
}

function worthAnother(
  { head, reusable }: ProxyAnswer,
  auth: ReturnType<typeof openProxyAuth>,
  hop: ProxyHop,
): boolean {
  if (head?.status !== 407) return false;
  const wasBound = auth.bound;
  const fields = head.headers
    .filter(([name]) => name.toLowerCase() === "proxy-authenticate")
    .map(([, value]) => value);
  if (!auth.challenged(fields)) return false;
  if (!wasBound || reusable) return true;
  hop.emit({
    kind: "note",
    code: "proxy-ntlm-closed",
    message: "The proxy closed the connection in the middle of NTLM, which belongs to one.",
  });
  return false;
}

function refused({ head, body }: ProxyAnswer, tried: boolean, hop: number): FailureError {
  const refusal: Refusal = { hop, head, body };
  if (head === null || head.status === 0) return proxyGarbled(refusal);
  return head.status === 407 ? proxyAuthRefused(refusal, tried) : tunnelRefused(refusal);
}
