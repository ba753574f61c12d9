import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { Clock } from "../../base/clock.ts";
import { sharedDelay } from "../../base/shared-delay.ts";
import { mayMultiplex } from "../http2/multiplexed.ts";
import { abortFailure, offAbort, onAbort } from "./abort.ts";
import { dropped } from "./dropped.ts";
import type { Lease } from "./lease.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { type Connection, openConnection } from "./connection.ts";
import { connectionKey } from "./connection-key.ts";
import type { ConnectContext, Connector, Target } from "./connector.ts";
import { withContext } from "./context.ts";

export interface PoolOptions {
  readonly clock: Clock;
  /** ms an unused connection is kept; default 30,000. */
  readonly idleTimeout?: number;
  /** Connections to one target at a time; more requests wait in line. Default 64. */
  readonly maxPerTarget?: number;
}

/** Keeps connections for reuse, shared by `connectionKey`. Owns every connection it gave out: closing the pool closes them all. */
export interface Pool {
  /**
   * A connection for one exchange, kept or new. The caller ends with `release` or `close` of the connection.
   * `fresh`: never one that was used before. A target whose `network.reuse` is false gets a fresh one too, which `release`
   * closes. `lease`: the connection it keeps, or else one that it keeps from now on. Rejects with FailureError.
   */
  acquire(
    target: Target,
    context: ConnectContext,
    options?: { readonly fresh?: boolean; readonly lease?: Lease | null },
  ): Promise<Connection>;
  /** What is open, who waits, what was closed and why. */
  readonly ledger: Pick<Ledger, "get" | "watch">;
  /** Closes one connection by its number, or all. */
  closeConnections(number?: number): void;
  /** Closes everything; later calls of `acquire` reject. */
  close(): void;
}

interface Waiter {
  readonly wake: () => void;
}

interface Group {
  /** Those that can take one more exchange, the one used last at the end. */
  readonly ready: Connection[];
  readonly waiters: Waiter[];
  /** Open or opening. */
  count: number;
  /** Being opened now. */
  opening: number;
  /** A connection was opened that carries one exchange at a time: the others will not be different. */
  single: boolean;
}

export function createPool(connector: Connector, options: PoolOptions): Pool {
  const idle = sharedDelay(options.idleTimeout ?? 30_000);
  const maxPerTarget = options.maxPerTarget ?? 64;
  const groups = new Map<string, Group>();
  const ledger = createLedger(options.clock);
  const all = new Map<number, Connection>();
  /** What ends those that are being opened. */
  const stops = new Map<number, AbortController>();
  /** Those nobody else gets, idle or not. */
  const leased = new Set<Connection>();
  let lastNumber = 0;
  let closed = false;

  function groupOf(key: string): Group {
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = { ready: [], waiters: [], count: 0, opening: 0, single: false };
    groups.set(key, group);
    return group;
  }

  function offer(group: Group, connection: Connection): void {
    if (!group.ready.includes(connection)) group.ready.push(connection);
    group.waiters.shift()?.wake();
  }

  /** Takes it off the list of those that can take more when it cannot, and keeps it for the lease. */
  function give(connection: Connection, group: Group, lease: Lease | null): Connection {
    if (lease !== null) {
      leased.add(connection);
      lease.keep(connection, () => {
        if (leased.delete(connection) && connection.room) offer(group, connection);
      });
    }
    if (!connection.room || leased.has(connection)) drop(group.ready, connection);
    ledger.changed();
    return connection;
  }

  async function open(
    target: Target,
    context: ConnectContext,
    group: Group,
    key: string,
  ): Promise<Connection> {
    const gone = (): void => {
      group.count -= 1;
      const next = group.waiters.shift();
      if (next !== undefined) next.wake();
      else if (group.count === 0) groups.delete(key);
    };
    group.count += 1;
    group.opening += 1;
    lastNumber += 1;
    const number = lastNumber;
    const { signal } = context;
    const stop = new AbortController();
    const forward = (): void => stop.abort(signal.reason);
    onAbort(signal, forward);
    stops.set(number, stop);
    try {
      ledger.opening(number, target);
      const channel = await connector(
        target,
        withContext(context, { connectionNumber: number, signal: stop.signal }),
      );
      group.opening -= 1;
      group.single = channel.capacity === undefined;
      const connection = openConnection({
        number,
        channel,
        idle,
        reusable: target.network.reuse,
        now: () => options.clock.epoch(),
        hasRoom() {
          ledger.changed();
          if (connection.room && !leased.has(connection)) offer(group, connection);
        },
        closed(why, code) {
          ledger.closed(number, why, code);
          all.delete(number);
          leased.delete(connection);
          drop(group.ready, connection);
          gone();
        },
      });
      all.set(number, connection);
      ledger.opened(number, connection);
      if (closed) connection.close("app");
      return connection;
    } catch (thrown) {
      group.opening -= 1;
      const { kind, code } = toFailure(thrown);
      const why = kind === "cancelled" || kind === "timeout" ? kind : "failed";
      if (code === "connection-dropped") ledger.closed(number, "person", "");
      else ledger.closed(number, why, code);
      gone();
      throw thrown;
    } finally {
      offAbort(signal, forward);
      stops.delete(number);
    }
  }

  return {
    async acquire(target, context, { fresh: wanted = false, lease = null } = {}) {
      const fresh = wanted || !target.network.reuse;
      const key = connectionKey(target);
      const own = lease?.connection() ?? null;
      if (own?.idle === true && own.take()) return own;
      for (;;) {
        if (closed) throw poolClosed();
        const group = groupOf(key);
        if (context.signal.aborted) {
          // Its turn, if it had one, is the next one's.
          group.waiters.shift()?.wake();
          throw abortFailure(context.signal, "connect");
        }
        // The one used last: the others may go cold.
        const kept = fresh ? undefined : group.ready.at(-1);
        if (kept !== undefined && !kept.room) {
          // Its server has had enough of it since.
          drop(group.ready, kept);
          continue;
        }
        if (kept !== undefined) {
          if (kept.take()) return give(kept, group, lease);
          drop(group.ready, kept);
          continue;
        }
        // One connection may be enough for all: it is waited for until that is known.
        const unknown = !fresh && group.opening > 0 && !group.single && mayMultiplex(target);
        if (group.count < maxPerTarget && !unknown) {
          const connection = await open(target, context, group, key);
          if (!connection.take()) throw poolClosed();
          if (!fresh && connection.room) group.ready.push(connection);
          if (mayMultiplex(target)) for (const waiter of group.waiters.splice(0)) waiter.wake();
          return give(connection, group, lease);
        }
        // A fresh one is wanted and only kept ones are in the way.
        const spare = fresh ? group.ready.find((one) => one.idle) : undefined;
        if (spare !== undefined) {
          spare.close("replaced");
          continue;
        }
        const served = ledger.waiting(target);
        await turn(group, context.signal).finally(served);
      }
    },
    ledger,
    closeConnections(number) {
      for (const [opening, stop] of [...stops])
        if (number === undefined || opening === number) stop.abort(dropped("person"));
      for (const connection of [...all.values()]) {
        if (number === undefined || connection.number === number) connection.drop("person");
      }
    },
    close() {
      closed = true;
      for (const stop of stops.values()) stop.abort(dropped("app"));
      for (const connection of [...all.values()]) connection.drop("app");
      for (const group of groups.values())
        for (const waiter of group.waiters.splice(0)) waiter.wake();
    },
  };
}

function drop(list: Connection[], one: Connection): void {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}

function turn(group: Group, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      wake() {
        signal.removeEventListener("abort", onAbort);
        resolve();
      },
    };
    const onAbort = (): void => {
      const at = group.waiters.indexOf(waiter);
      if (at >= 0) group.waiters.splice(at, 1);
      reject(abortFailure(signal, "connect"));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    group.waiters.push(waiter);
  });
}

function poolClosed(): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "connections-closed",
    message: "The connections were closed.",
    phase: "connect",
  });
}
