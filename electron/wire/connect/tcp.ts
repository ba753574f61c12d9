import { connect, type Socket } from "node:net";
import { FailureError } from "../../../shared/model/failure.ts";
import { connectPlace, readConnectTo } from "../../../shared/model/network/connect-to.ts";
import { hostPort } from "../../../shared/model/network/host-port.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import { abortFailure, offAbort, onAbort } from "./abort.ts";
import type { Address } from "./address.ts";
import { connectFailure } from "./connect-failure.ts";
import type { ConnectContext, Connector, Target } from "./connector.ts";
import { withinPhase } from "./phase-limit.ts";
import { interleave, race } from "./race.ts";
import { createReading, type Reading } from "./reading.ts";
import type { Resolver } from "./resolve.ts";
import { localPorts, reachable, sourceOf } from "./source.ts";

/**
 * Connector at the bottom: the place to connect to, its addresses, then happy eyeballs (RFC 8305), each phase within its own limit. Emits
 * every attempt.
 */
export function tcp(resolve: Resolver): Connector {
  return async (target, context) => {
    const { network } = target;
    const place = placeOf(target, context);
    const source = sourceOf(network.sourceAddress);
    const ports = localPorts(network.localPort) ?? [0];
    const found = await withinPhase("resolve", network.resolveTimeout, context, (inner) =>
      resolve({ ...place, network }, inner),
    );
    const addresses = interleave(reachable(found, source));
    return await withinPhase("connect", network.connectTimeout, context, async (inner) => {
      try {
        // What speaks to a proxy reads from the socket itself.
        const reads = target.proxy === null;
        const { socket, reading } = await race(
          addresses,
          (address, signal) => {
            const local = source?.[address.family];
            const { port } = place;
            return attempt({ address, port, local, ports, network, reads }, signal, inner);
          },
          (late) => late.socket.destroy(),
          network.happyEyeballs,
          inner.signal,
        );
        const channel = { stream: socket, socket, tls: null, taps: [] };
        return reading === null ? channel : { ...channel, reading };
      } catch (thrown) {
        if (inner.signal.aborted) throw abortFailure(inner.signal, "connect");
        throw connectFailure(thrown);
      }
    });
  };
}

/** What `--connect-to` makes of the target. */
export function placeOf(
  { host, port, network }: Pick<Target, "host" | "port" | "network">,
  context: ConnectContext,
): { readonly host: string; readonly port: number } {
  if (network.connectTo.length === 0) return { host, port };
  const entries = network.connectTo.map((line) => {
    const entry = readConnectTo(line);
    if (entry === null)
      throw new FailureError({
        kind: "input",
        code: "connect-to",
        message: "A line of connect-to cannot be understood.",
        phase: "connect",
        remedy: "Write host:port:other-host:other-port; each part may be empty.",
        place: "network.connectTo",
      });
    return entry;
  });
  const place = connectPlace(entries, host, port);
  if (place.host !== host || place.port !== port) {
    const to = hostPort(place.host, place.port);
    context.emit({ kind: "connect-to", from: hostPort(host, port), to });
  }
  return place;
}

interface Attempt {
  readonly address: Address;
  readonly port: number;
  readonly local: string | undefined;
  /** Local ports to try, 0: any. */
  readonly ports: readonly number[];
  readonly network: NetworkSettings;
  /** With a `Reading`, for a tap. */
  readonly reads: boolean;
}

interface Opened {
  readonly socket: Socket;
  readonly reading: Reading | null;
}

/** One address, from the first local port that is free. */
async function attempt(
  one: Attempt,
  signal: AbortSignal,
  context: ConnectContext,
): Promise<Opened> {
  const { port } = one;
  const { address } = one.address;
  context.emit({ kind: "connect-start", address, port });
  for (let at = 0; ; at += 1) {
    try {
      const reading = one.reads ? createReading() : null;
      const socket = await open(one, one.ports[at] ?? 0, reading, signal);
      context.emit({
        kind: "connected",
        address,
        port,
        localAddress: socket.localAddress ?? "",
        localPort: socket.localPort ?? 0,
      });
      return { socket, reading };
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { code = "unknown" } = thrown as NodeJS.ErrnoException;
      // Taken, or still resting after an earlier connection to the same place.
      const busy = code === "EADDRINUSE" || (code === "EADDRNOTAVAIL" && one.ports.length > 1);
      if (busy && at + 1 < one.ports.length) continue;
      context.emit({ kind: "connect-failed", address, port, code });
      throw thrown;
    }
  }
}

function open(
  { address, port, local, network }: Attempt,
  localPort: number,
  reading: Reading | null,
  signal: AbortSignal,
): Promise<Socket> {
  return connected(
    connect({
      host: address.address,
      port,
      family: address.family,
      noDelay: network.noDelay,
      allowHalfOpen: true,
      ...(network.keepAlive > 0
        ? { keepAlive: true, keepAliveInitialDelay: network.keepAlive }
        : {}),
      ...(local === undefined ? {} : { localAddress: local }),
      ...(localPort === 0 ? {} : { localPort }),
      ...(reading === null ? {} : { onread: reading.onread }),
    }),
    signal,
  );
}

/** The socket once it is connected. Rejects with the socket's error, or with the reason of the abort in the turn it comes. */
export function connected(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    const onError = (error: Error): void => {
      offAbort(signal, stop);
      reject(error);
    };
    // Stays: a socket without it would throw when it breaks between two owners.
    socket.on("error", ignore);
    if (signal.aborted) return stop();
    onAbort(signal, stop);
    socket.once("error", onError);
    socket.once("connect", () => {
      offAbort(signal, stop);
      socket.off("error", onError);
      resolve(socket);
    });
  });
}

function ignore(): void {}
