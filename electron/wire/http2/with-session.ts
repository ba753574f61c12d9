import type { Channel } from "../connect/connector.ts";
import { Http2Session } from "./session.ts";

/** The channel with a session on it. */
export function withSession(channel: Channel): Channel & { readonly session: Http2Session } {
  const session = new Http2Session({ stream: channel.stream, taps: channel.taps });
  return { ...channel, session, capacity: () => session.capacity() };
}
