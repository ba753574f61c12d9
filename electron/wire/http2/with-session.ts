import type { Channel } from "../connect/connector.ts";
import { Http2Session } from "./session.ts";

/** The channel with a session on it, whose exchanges may be kept to `limitRate` bytes a second. */
export function withSession(
  channel: Channel,
  limitRate = 0,
): Channel & { readonly session: Http2Session } {
  const session = new Http2Session({ stream: channel.stream, taps: channel.taps, limitRate });
  return { ...channel, session, capacity: () => session.capacity() };
}
