import type { Address } from "./address.ts";

/** RFC 8305 §4: the families take turns, beginning with that of the first address; the order inside each is kept. */
export function interleave(addresses: readonly Address[]): readonly Address[] {
  const first = addresses[0]?.family;
  const mine = addresses.filter((one) => one.family === first);
  const others = addresses.filter((one) => one.family !== first);
  const order: Address[] = [];
  for (let at = 0; at < Math.max(mine.length, others.length); at += 1) {
    const one = mine[at];
    const other = others[at];
    if (one !== undefined) order.push(one);
    if (other !== undefined) order.push(other);
  }
  return order;
}

/**
 * RFC 8305 §5: starts an attempt for each address, the next one `staggerMs` after the last (0: all at once) or as soon as one fails.
 * Resolves with the first success; all other attempts are aborted through their signal and what they still give is handed
 * to `discard`. Rejects with all failures, in the order of the addresses, when none succeeds.
 */
export function race<T>(
  addresses: readonly Address[],
  attempt: (address: Address, signal: AbortSignal) => Promise<T>,
  discard: (late: T) => void,
  staggerMs: number,
  signal: AbortSignal,
): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const [only] = addresses;
  if (only !== undefined && addresses.length === 1)
    return attempt(only, signal).catch((thrown: unknown) => {
      throw signal.aborted ? signal.reason : new RaceLost([thrown]);
    });
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const failures: unknown[] = [];
    let next = 0;
    let failed = 0;
    let settled = false;
    let timer: NodeJS.Timeout | null = null;

    const settle = (finish: () => void): void => {
      settled = true;
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      finish();
      stop.abort(over);
    };
    const onAbort = (): void => settle(() => reject(signal.reason));
    const start = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const index = next;
      const address = addresses[index];
      if (address === undefined) return;
      next += 1;
      if (next < addresses.length && staggerMs > 0) timer = setTimeout(start, staggerMs);
      attempt(address, stop.signal).then(
        (value) => {
          if (settled) discard(value);
          else settle(() => resolve(value));
        },
        (error: unknown) => {
          if (settled) return;
          failures[index] = error;
          failed += 1;
          if (failed === addresses.length) settle(() => reject(new RaceLost(failures)));
          else if (timer !== null) start();
        },
      );
      if (staggerMs === 0) start();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    start();
  });
}

/** One reason for all: the one a signal makes by itself costs a stack trace. */
const over = new Error("another attempt is over already");

/** Every attempt failed. */
export class RaceLost extends Error {
  readonly failures: readonly unknown[];
  constructor(failures: readonly unknown[]) {
    super("every attempt failed");
    this.failures = failures;
  }
}
