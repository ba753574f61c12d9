import { FailureError } from "../../../shared/model/failure.ts";
import { connectFailure } from "./connect-failure.ts";
import type { Channel, ConnectContext, Connector } from "./connector.ts";

/**
 * Connector part, beyond every proxy and below the server's TLS: tells the server who the client is, in version 1 of the PROXY protocol
 * (haproxy.org, proxy-protocol.txt §2.1), before anything else passes. Over what `next` opens, whose uppermost tap records it. Emits `haproxy`
 * when it was accepted.
 */
export function announced(next: Connector): Connector {
  return async (target, context) => {
    const clientIp = target.network.haproxyClientIp.trim();
    if (/[^\x21-\x7e]/.test(clientIp)) throw badAddress();
    const channel = await next(target, context);
    const line = haproxyLine(channel, clientIp);
    record(channel, context);
    await new Promise<void>((resolve, reject) => {
      channel.stream.write(Buffer.from(`${line}\r\n`, "latin1"), (error) => {
        if (!error) return resolve();
        channel.stream.destroy();
        reject(connectFailure(error));
      });
    });
    context.emit({ kind: "haproxy", line });
    return channel;
  };
}

/** A proxy on the way had a hop of its own: these bytes belong to the one the connection is for. */
function record({ taps }: Channel, { recorder, hop }: ConnectContext): void {
  for (const tap of taps)
    tap.attach({
      recorder,
      hop,
      recorded(direction, start, length) {
        const kind = "proxy-header";
        if (direction === "sent" && tap.side === "clear")
          recorder.mark({ kind, direction, hop, start, end: start + length, label: "" });
      },
    });
}

/** As curl writes it: the socket's own addresses, the client's replaced by `clientIp` unless that is "". */
function haproxyLine({ socket, socketPath }: Channel, clientIp: string): string {
  if (socketPath !== undefined) return "PROXY UNKNOWN";
  const { localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 } = socket;
  const client = clientIp === "" ? localAddress : clientIp;
  const family = remoteAddress.includes(":") ? "TCP6" : "TCP4";
  return `PROXY ${family} ${client} ${remoteAddress} ${localPort} ${remotePort}`;
}

function badAddress(): FailureError {
  return new FailureError({
    kind: "input",
    code: "haproxy-client-ip",
    message:
      "The client's address for the PROXY header holds a space or a character that is not of ASCII.",
    phase: "connect",
    remedy: "Write an IPv4 or IPv6 address, or leave it empty for this machine's own.",
    place: "network.haproxyClientIp",
  });
}
