import type { Clock } from "../../base/clock.ts";
import type { Connector } from "./connector.ts";
import { multiplexed } from "../http2/multiplexed.ts";
import type { KeyLog } from "./key-log.ts";
import { createPool, type Pool } from "./pool.ts";
import { viaProxy } from "./proxy/via-proxy.ts";
import { type Resolver, resolveHost } from "./resolve.ts";
import { tapped } from "./tap.ts";
import { tcp } from "./tcp.ts";
import { tls } from "./tls.ts";
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

/** The only place that knows the order: pool, HTTP/2, tap above TLS, TLS, the way by a proxy, tap below it, TCP and names or a unix socket. */
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
  const way = viaProxy({
    open: tapped("socket", bottom, (target) => target.scheme === "https"),
    openTapped,
    secure: (next) => tls(next, secure),
    resolve,
  });
  return createPool(multiplexed(tapped("clear", tls(way, secure))), {
    clock,
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(maxPerTarget === undefined ? {} : { maxPerTarget }),
  });
}
