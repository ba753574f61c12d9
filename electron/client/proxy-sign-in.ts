import { proxyAddress } from "../../shared/model/network/proxy-address.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import { type Lease, openLease } from "../wire/connect/lease.ts";
import { openProxyAuth, type ProxyAuth } from "../wire/connect/proxy/proxy-auth.ts";
import type { Attempt, AttemptContext, Reply, SendAttempt } from "./attempt.ts";

/**
 * Sends by a proxy that forwards, and signs in there where it asks for it. `known`: who has signed in before, by proxy and login; it is kept up
 * to date. The connection is kept for as long as the scheme is about one.
 */
export async function signingIn(
  next: SendAttempt,
  attempt: Attempt,
  context: AttemptContext,
  proxy: ProxyServer,
  known: Map<string, ProxyAuth>,
): Promise<Reply> {
  const key = JSON.stringify([proxyAddress(proxy), proxy.username, proxy.password, proxy.auth]);
  const auth = known.get(key) ?? openProxyAuth(proxy);
  const typed = attempt.headers.some(({ name }) => name.toLowerCase() === "proxy-authorization");
  let lease: Lease | null = null;
  let current = attempt;
  try {
    for (;;) {
      if (auth.bound) lease ??= openLease();
      const field = (method: string, target: string): string | null =>
        typed ? null : auth.field(method, target);
      const reply = await next({ ...current, proxyField: field, lease }, context);
      const status = reply.head?.status;
      if (status !== 407) {
        // NTLM belongs to a connection and begins anew with each.
        if (auth.tried && !auth.bound) known.set(key, auth);
        return reply;
      }
      known.delete(key);
      const replayable = current.body === null || current.body.replayable;
      const fields = (reply.head?.headers ?? [])
        .filter(([name]) => name.toLowerCase() === "proxy-authenticate")
        .map(([, value]) => value);
      if (typed || !replayable || !auth.challenged(fields)) return reply;
      await context.receive(reply);
      current = { ...current, reason: "auth", proxyNote: null };
    }
  } finally {
    lease?.end();
  }
}
