import { connect, type Socket } from "node:net";
import { FailureError } from "../../../shared/model/failure.ts";
import { abortFailure } from "./abort.ts";
import type { ConnectContext, Connector } from "./connector.ts";
import { interleave, race, RaceLost } from "./race.ts";
import type { Address, Resolver } from "./resolve.ts";

export interface TcpOptions {
  /** ms between attempts (RFC 8305 §5: 250). */
  readonly stagger?: number;
}

/** Connector at the bottom: resolves, then happy eyeballs (RFC 8305). Emits every attempt. */
export function tcp(resolve: Resolver, options: TcpOptions = {}): Connector {
  return async (target, context) => {
    const addresses = interleave(await resolve(target.host, context));
    try {
      const socket = await race(
        addresses,
        (address, signal) => attempt(address, target.port, signal, context),
        (late) => late.destroy(),
        options.stagger ?? 250,
        context.signal,
      );
      return { stream: socket, socket, tls: null, taps: [] };
    } catch (thrown) {
      if (context.signal.aborted) throw abortFailure(context.signal, "connect");
      throw connectFailure(thrown);
    }
  };
}

function attempt(
  { address, family }: Address,
  port: number,
  signal: AbortSignal,
  context: ConnectContext,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    context.emit({ kind: "connect-start", address, port });
    const socket = connect({ host: address, port, family, noDelay: true, allowHalfOpen: true });
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) return;
      context.emit({ kind: "connect-failed", address, port, code: error.code ?? "unknown" });
      reject(error);
    };
    signal.addEventListener("abort", stop, { once: true });
    // Stays: a socket without it would throw when it breaks between two owners.
    socket.on("error", ignore);
    socket.once("error", onError);
    socket.once("connect", () => {
      signal.removeEventListener("abort", stop);
      socket.off("error", onError);
      context.emit({
        kind: "connected",
        address,
        port,
        localAddress: socket.localAddress ?? "",
        localPort: socket.localPort ?? 0,
      });
      resolve(socket);
    });
  });
}

function ignore(): void {}

const sentences: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ECONNREFUSED: [
    "Nothing accepts connections on that port.",
    "Check the port, and whether the server is running.",
  ],
  ETIMEDOUT: [
    "The server did not answer the attempt to connect.",
    "Check the address, and whether a firewall is in between.",
  ],
  EHOSTUNREACH: ["There is no way to that host.", "Check the network connection or the VPN."],
  ENETUNREACH: ["There is no way to that network.", "Check the network connection or the VPN."],
  ECONNRESET: ["The server closed the connection at once.", "Look at the server's log."],
  EADDRNOTAVAIL: ["No local address can reach that host.", "Check the address."],
  EACCES: ["The system does not allow that connection.", "Check the firewall of this machine."],
};

function connectFailure(thrown: unknown): FailureError {
  const causes = thrown instanceof RaceLost ? thrown.failures : [thrown];
  const codes = causes.map((cause) => (cause as { code?: unknown } | null)?.code);
  const code = codes.find((one) => typeof one === "string");
  const known = typeof code === "string" ? sentences[code] : undefined;
  return new FailureError(
    {
      kind: "connect",
      code: typeof code === "string" ? code : "connect-failed",
      message: known?.[0] ?? "The connection could not be opened.",
      phase: "connect",
      remedy: known?.[1] ?? "Look at the attempts in the timeline.",
    },
    { cause: causes[0] },
  );
}
