import type { Clock } from "../../base/clock.ts";
import type { Connector } from "./connector.ts";
import { multiplexed } from "../http2/multiplexed.ts";
import type { KeyLog } from "./key-log.ts";
import { createPool, type Pool } from "./pool.ts";
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

/** The only place that knows the order: pool, HTTP/2, tap above TLS, TLS, tap below it, TCP and names or a unix socket. */
export function createRoute(options: RouteOptions): Pool {
  const { clock, idleTimeout, maxPerTarget, ca, keyLog } = options;
  const overTcp = tcp(options.resolve ?? resolveHost);
  const bottom: Connector = (target, context) =>
    (target.network.unixSocket === "" ? overTcp : unix)(target, context);
  const below = tapped("socket", bottom, (target) => target.scheme === "https");
  const secure = tls(below, {
    ...(ca === undefined ? {} : { ca }),
    ...(keyLog === undefined ? {} : { keyLog }),
  });
  return createPool(multiplexed(tapped("clear", secure)), {
    clock,
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(maxPerTarget === undefined ? {} : { maxPerTarget }),
  });
}
