import { FailureError } from "../../shared/model/failure.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import { proxyAddress } from "../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import type { ProxyAuth } from "../wire/connect/proxy/proxy-auth.ts";
import { tlsWithProxy, TunnelRefused } from "../wire/connect/proxy/proxy-failure.ts";
import { isForwarded } from "../wire/connect/proxy/forwarded.ts";
import type { Attempt, AttemptContext, Layer, Reply, SendAttempt } from "./attempt.ts";

/** The ways for one request, to be tried in turn. */
export interface ProxyRoute {
  /** null: directly. At least one. */
  readonly ways: readonly (ProxyServer | null)[];
  readonly source: Extract<TraceDetail, { kind: "proxy" }>["source"];
  /** Directly, because the host is in the list of exceptions. */
  readonly bypassed: boolean;
}

/** Makes of the proxy setting the ways for one URL, at once where nobody has to be asked. Rejects with FailureError, in the turn the signal is aborted. */
export type ChooseProxy = (
  network: NetworkSettings,
  url: Pick<RequestUrl, "scheme" | "host" | "port" | "display">,
  signal: AbortSignal,
) => Promise<ProxyRoute> | ProxyRoute;

/** Knows only what is written in the settings itself; for where there is nobody else to ask. */
export const chooseGivenProxy: ChooseProxy = ({ proxy }) => ({
  ways: [proxy.kind === "server" ? proxy.server : null],
  source: "setting",
  bypassed: false,
});

/**
 * Chooses the proxy of a hop, takes the next one when one cannot be reached, and signs in at a proxy that forwards (a 407 in answer to the
 * request itself; the one to a CONNECT is answered where the tunnel is made).
 * Made once: who has signed in stays signed in.
 */
export function proxied(choose: ChooseProxy): Layer {
  // A Digest session goes on, Basic goes at once.
  const known = new Map<string, ProxyAuth>();
  return (next) => (attempt, context) => {
    const { network } = attempt.settings;
    const { kind } = network.proxy;
    if (kind === "none") return next(attempt, context);
    if (network.unixSocket !== "") {
      // What an environment or a system may name was not asked for here.
      const named = kind === "server" || kind === "pac";
      return next(named ? { ...attempt, proxyNote: pastProxy } : attempt, context);
    }
    const route = choose(network, attempt.url, context.signal);
    const directly =
      !(route instanceof Promise) && route.ways.length === 1 && route.ways[0] === null;
    return directly
      ? next({ ...attempt, proxyNote: noteOf(null, route) }, context)
      : along(next, route, attempt, context);
  };

  async function along(
    next: SendAttempt,
    choosing: ProxyRoute | Promise<ProxyRoute>,
    attempt: Attempt,
    context: AttemptContext,
  ): Promise<Reply> {
    const { network } = attempt.settings;
    const route = await choosing;
    const { ways } = route;
    for (const [at, proxy] of ways.entries()) {
      const note = noteOf(proxy, route);
      // What forwards requests speaks HTTP/1; another protocol needs a tunnel (of WebSocket RFC 6455 §4.1 says so).
      const other = network.httpVersion.startsWith("h2c") || attempt.socket !== null;
      const way = proxy !== null && other ? tunnelled(proxy) : proxy;
      const through: Attempt = { ...attempt, proxy: way, proxyNote: note };
      try {
        const signsIn = way !== null && attempt.raw === null && forwards(attempt, way);
        if (!signsIn) return await next(through, context);
        const { signingIn } = await import("./proxy-sign-in.ts");
        return await signingIn(next, through, context, way, known);
      } catch (thrown) {
        if (at + 1 === ways.length || !isUnreachable(thrown))
          throw aboutProxy(thrown, attempt, way);
      }
    }
    throw new Error("a route has one way at least");
  }
}

const pastProxy: TraceDetail = {
  kind: "note",
  code: "proxy-unused",
  message: "The proxy is not used: the settings name a unix socket to connect to.",
};

function noteOf(proxy: ProxyServer | null, { source, bypassed }: ProxyRoute): TraceDetail {
  const said = { kind: "proxy", proxy: proxy === null ? "" : proxyAddress(proxy), source } as const;
  return bypassed ? { ...said, bypassed } : said;
}

function tunnelled(proxy: ProxyServer): ProxyServer {
  return { ...proxy, tunnel: true };
}

function forwards({ url }: Attempt, proxy: ProxyServer): boolean {
  return isForwarded({ scheme: url.scheme, proxy });
}

/** TLS of a request that a proxy forwards is the proxy's. */
function aboutProxy(thrown: unknown, attempt: Attempt, way: ProxyServer | null): unknown {
  if (way?.scheme !== "https" || !(thrown instanceof FailureError)) return thrown;
  return thrown.failure.kind === "tls" && forwards(attempt, way) ? tlsWithProxy(thrown) : thrown;
}

/** Nothing of the request can have gone out. */
function isUnreachable(thrown: unknown): boolean {
  return (
    thrown instanceof FailureError &&
    !(thrown instanceof TunnelRefused) &&
    thrown.failure.kind === "proxy"
  );
}
