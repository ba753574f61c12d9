import type { Clock } from "../../base/clock.ts";
import { createPool, type Pool } from "./pool.ts";
import { type Resolver, resolveHost } from "./resolve.ts";
import { tapped } from "./tap.ts";
import { tcp } from "./tcp.ts";
import { tls } from "./tls.ts";

export interface RouteOptions {
  readonly clock: Clock;
  readonly resolve?: Resolver;
  /** PEM certificates to trust beside the built-in ones. */
  readonly ca?: readonly string[];
  /** ms between two attempts to connect; default 250. */
  readonly stagger?: number;
  /** ms; default 30,000. */
  readonly idleTimeout?: number;
  /** Default 64. */
  readonly maxPerTarget?: number;
}

/** The only place that knows the order: pool, tap above TLS, TLS, tap below it, TCP, names. */
export function createRoute(options: RouteOptions): Pool {
  const { clock, idleTimeout, maxPerTarget, stagger, ca } = options;
  const socket = tcp(options.resolve ?? resolveHost, stagger === undefined ? {} : { stagger });
  const below = tapped("socket", socket, (target) => target.scheme === "https");
  const secure = tls(below, ca === undefined ? {} : { ca });
  return createPool(tapped("clear", secure), {
    clock,
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(maxPerTarget === undefined ? {} : { maxPerTarget }),
  });
}
