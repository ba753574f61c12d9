import { offeredProtocols } from "../connect/alpn.ts";
import type { Connector, Target } from "../connect/connector.ts";
import { late } from "../../base/late.ts";

const sessions = late(() => import("./with-session.ts"));
const failures = late(() => import("./http2-failure.ts"));

/**
 * Connector part, above the clear tap: makes HTTP/2 of what `next` opens, where it was negotiated or is taken for known. Refuses a
 * connection that does not speak what was asked for. Bytes of HTTP/2 go out with the first exchange.
 */
export function multiplexed(next: Connector): Connector {
  return async (target, context) => {
    if (target.network.httpVersion === "2" && target.scheme === "http")
      throw (await failures()).needsTls();
    // Where it is sure to be spoken it is there before the connection: our first bytes follow the handshake at once.
    if (wantsHttp2Only(target)) await sessions();
    const channel = await next(target, context);
    const alpn = channel.tls?.alpn ?? "";
    if (speaksHttp2(alpn, target)) {
      const { withSession } = await sessions().catch((thrown: unknown) => {
        channel.stream.destroy();
        throw thrown;
      });
      return withSession(channel, target.network.limitRate);
    }
    if (target.scheme === "http" || !wantsHttp2Only(target)) return channel;
    channel.stream.destroy();
    throw (await failures()).notNegotiated(alpn);
  };
}

/** Whether connections to it may turn out to be shared by several exchanges at once. */
export function mayMultiplex({ network, scheme }: Target): boolean {
  if (scheme === "http") return network.httpVersion === "h2c";
  return offeredProtocols(network).includes("h2") && !network.httpVersion.startsWith("1");
}

function speaksHttp2(alpn: string, target: Target): boolean {
  const { httpVersion } = target.network;
  if (target.scheme === "http") return httpVersion === "h2c";
  return alpn === "h2" && (wantsHttp2Only(target) || httpVersion === "auto");
}

/** Whether nothing but HTTP/2 is spoken with it. */
export function wantsHttp2Only({ network: { httpVersion } }: Target): boolean {
  return httpVersion === "2" || httpVersion.startsWith("h2c");
}
