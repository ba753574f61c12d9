import { offeredProtocols } from "../connect/alpn.ts";
import type { Channel, Connector, Target } from "../connect/connector.ts";
import { needsTls, notNegotiated } from "./http2-failure.ts";
import { Http2Session } from "./session.ts";

/**
 * Connector part, above the clear tap: makes HTTP/2 of what `next` opens, where it was negotiated or is taken for known. Refuses a
 * connection that does not speak what was asked for. Bytes of HTTP/2 go out with the first exchange.
 */
export function multiplexed(next: Connector): Connector {
  return async (target, context) => {
    if (target.network.httpVersion === "2" && target.scheme === "http") throw needsTls();
    const channel = await next(target, context);
    if (!speaksHttp2(channel, target)) return channel;
    return withSession(channel);
  };
}

/** The channel with a session on it. */
export function withSession(channel: Channel): Channel & { readonly session: Http2Session } {
  const session = new Http2Session({ stream: channel.stream, taps: channel.taps });
  return { ...channel, session, capacity: () => session.capacity() };
}

/** Whether connections to it may turn out to be shared by several exchanges at once. */
export function mayMultiplex({ network, scheme }: Target): boolean {
  if (scheme === "http") return network.httpVersion === "h2c";
  return offeredProtocols(network).includes("h2") && !network.httpVersion.startsWith("1");
}

function speaksHttp2(channel: Channel, target: Target): boolean {
  const { httpVersion } = target.network;
  if (target.scheme === "http") return httpVersion === "h2c";
  const alpn = channel.tls?.alpn ?? "";
  const only = httpVersion === "2" || httpVersion.startsWith("h2c");
  if (alpn === "h2") return only || httpVersion === "auto";
  if (!only) return false;
  channel.stream.destroy();
  throw notNegotiated(alpn);
}
