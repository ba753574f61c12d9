import type { Clock } from "../../base/clock.ts";
import { late } from "../../base/late.ts";
import type { Connector, Target } from "./connector.ts";
import { multiplexed } from "../http2/multiplexed.ts";
import type { KeyLog } from "./key-log.ts";
import { createPool, type Pool } from "./pool.ts";
import { type Resolver, resolveHost } from "./resolve.ts";
import { tapped } from "./tap.ts";
import { tcp } from "./tcp.ts";
import type { TlsOptions } from "./tls.ts";
import { unix } from "./unix.ts";

export interface RouteOptions {
  readonly clock: Clock;
  readonly resolve?: Resolver;
  /** PEM certificates to trust beside the built-in ones. */
  readonly ca?: readonly string[];
  /** Where the secrets of TLS go; whoever made it closes it. */
  readonly keyLog?: KeyLog;
  /** ms; default 30,000. */
  readonly idleTimeout?: number;
  /** Default 64. */
  readonly maxPerTarget?: number;
}

/** The only place that knows the order: pool, HTTP/2, tap above TLS, TLS, a PROXY header, the way by a proxy, tap below it, TCP and names or a unix socket. */
export function createRoute(options: RouteOptions): Pool {
  const { clock, idleTimeout, maxPerTarget, ca, keyLog } = options;
  const resolve = options.resolve ?? resolveHost;
  const overTcp = tcp(resolve);
  const bottom: Connector = (target, context) =>
    (target.network.unixSocket === "" ? overTcp : unix)(target, context);
  const secure = {
    ...(ca === undefined ? {} : { ca }),
    ...(keyLog === undefined ? {} : { keyLog }),
  };
  const openTapped = tapped("socket", bottom);
  const open = tapped("socket", bottom, (target) => target.scheme === "https");
  const byProxy = lateConnector(async () => {
    const { viaProxy } = await import("./proxy/via-proxy.ts");
    return viaProxy({ open, openTapped, secure: (next) => secured(next, secure), resolve });
  });
  const way: Connector = (target, context) =>
    (target.proxy === null ? open : byProxy)(target, context);
  // It goes below the server's TLS; without TLS it is among the bytes the protocol sees.
  const clear = tapped("clear", secured(announced(way, "https"), secure));
  return createPool(multiplexed(announced(clear, "http")), {
    clock,
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(maxPerTarget === undefined ? {} : { maxPerTarget }),
  });
}

/** TLS where the target wants it. */
function secured(next: Connector, options: TlsOptions): Connector {
  const secure = lateConnector(async () => (await import("./tls.ts")).tls(next, options));
  return (target, context) => (target.scheme === "https" ? secure : next)(target, context);
}

/** A PROXY header, where the settings want it for targets of this scheme. */
function announced(next: Connector, scheme: Target["scheme"]): Connector {
  const announcing = lateConnector(async () => (await import("./haproxy.ts")).announced(next));
  return (target, context) =>
    (target.network.haproxyProtocol && target.scheme === scheme ? announcing : next)(
      target,
      context,
    );
}

/** A part of the way that few connections have. */
function lateConnector(load: () => Promise<Connector>): Connector {
  const connector = late(load);
  return async (target, context) => await (await connector())(target, context);
}
