import { FailureError, type Phase } from "../../../shared/model/failure.ts";
import { abortFailure } from "./abort.ts";
import type { ConnectContext } from "./connector.ts";
import { withContext } from "./context.ts";

/** The phases with a limit of their own. `proxy`: from the connected proxy to its leave to go on. */
export type LimitedPhase = "resolve" | "connect" | "proxy" | "tls" | "first-byte" | "idle";

const sentences: Readonly<Record<LimitedPhase, readonly [Phase, message: string, remedy: string]>> =
  {
    resolve: [
      "resolve",
      "The name was not resolved in the time allowed for it.",
      "Raise the time for resolving in the network settings, or check the name server.",
    ],
    connect: [
      "connect",
      "No connection was made in the time allowed for it.",
      "Raise the time for connecting in the network settings, or check the address and the firewall.",
    ],
    proxy: [
      "connect",
      "The proxy did not let the connection through in the time allowed for it.",
      "Raise the time for connecting in the network settings, or look at the proxy.",
    ],
    tls: [
      "tls",
      "The TLS handshake was not done in the time allowed for it.",
      "Raise the time for TLS in the network settings, or look at the server.",
    ],
    "first-byte": [
      "wait",
      "The server did not begin to answer in the time allowed for it.",
      "Raise the time to the first byte in the network settings, or look at what the server is doing.",
    ],
    idle: [
      "receive",
      "The reply stopped for longer than allowed between two bytes.",
      "Raise the idle time in the network settings; what arrived is kept.",
    ],
  };

/** The failure of a phase that took longer than it may: kind `timeout`, code `<phase>-timeout`. */
export function phaseTimeout(limited: LimitedPhase): FailureError {
  const [phase, message, remedy] = sentences[limited];
  return new FailureError({ kind: "timeout", code: `${limited}-timeout`, message, phase, remedy });
}

/** Above this a timer would fire at once. ms. */
const longest = 2 ** 31 - 1;

/**
 * Does `work` with a signal that is aborted, with `phaseTimeout` as its reason, after `limit` ms (0: never) or with the context's own.
 * Settles like `work`; what `work` does with an abort is its own business.
 */
export async function withinPhase<T>(
  limited: LimitedPhase,
  limit: number,
  context: ConnectContext,
  work: (context: ConnectContext) => Promise<T>,
): Promise<T> {
  if (limit === 0) return await work(context);
  const { signal: outer } = context;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(outer.reason);
  if (outer.aborted) throw abortFailure(outer, sentences[limited][0]);
  outer.addEventListener("abort", onAbort, { once: true });
  let over = false;
  const timer = setTimeout(
    () =>
      // What a busy process has not looked at yet did not take too long: it is looked at before this.
      setImmediate(() => {
        if (!over) stop.abort(phaseTimeout(limited));
      }),
    Math.min(limit, longest),
  );
  try {
    return await work(withContext(context, { signal: stop.signal }));
  } finally {
    over = true;
    clearTimeout(timer);
    outer.removeEventListener("abort", onAbort);
  }
}
