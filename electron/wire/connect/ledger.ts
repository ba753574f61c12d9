import type {
  ClosedConnection,
  CloseReason,
  ConnectionLedger,
  LedgerConnection,
  WaitingRequest,
} from "../../../shared/model/connection-ledger.ts";
import { hostPort } from "../../../shared/model/network/host-port.ts";
import { proxyAddress } from "../../../shared/model/network/proxy-address.ts";
import type { Clock } from "../../base/clock.ts";
import type { Connection } from "./connection.ts";
import type { Target } from "./connector.ts";

/** Closed connections that are remembered. */
const mostClosed = 100;
/** ms between two news to one reader. */
const pace = 100;

/** What there is to know of the pool's connections. Written by the pool alone. */
export interface Ledger {
  opening(number: number, target: Target): void;
  opened(number: number, connection: Connection): void;
  /** Something about its use changed. */
  changed(): void;
  /** `code` of the failure, if any. Of one that was never open too. */
  closed(number: number, reason: CloseReason, code?: string): void;
  /** A request waits in line; the function it gives ends the wait. */
  waiting(target: Target): () => void;
  get(): ConnectionLedger;
  /** Now, and after changes, at most every 100 ms; a slow reader misses nothing but what is over. */
  watch(signal: AbortSignal): AsyncIterable<ConnectionLedger>;
}

interface Line {
  readonly number: number;
  readonly target: Target;
  readonly openedAt: number;
  connection: Connection | null;
}

type Gone = Omit<ClosedConnection, keyof LedgerConnection> & { readonly line: LedgerConnection };

export function createLedger(clock: Clock): Ledger {
  const lines = new Map<number, Line>();
  const waiting = new Set<WaitingRequest>();
  /** The last one last: put together when somebody asks. */
  const closed: Gone[] = [];
  let revision = 0;
  const wakers = new Set<() => void>();
  const changed = (): void => {
    revision += 1;
    if (wakers.size > 0) for (const wake of [...wakers]) wake();
  };
  const get = (): ConnectionLedger => ({
    open: [...lines.values()].map(shown),
    waiting: [...waiting],
    closed: closed.map(({ line, ...end }) => ({ ...line, ...end })).toReversed(),
  });
  return {
    get,
    changed,
    opening(number, target) {
      lines.set(number, { number, target, openedAt: clock.epoch(), connection: null });
      changed();
    },
    opened(number, connection) {
      const line = lines.get(number);
      if (line !== undefined) line.connection = connection;
      changed();
    },
    closed(number, reason, code = "") {
      const line = lines.get(number);
      if (line === undefined) return;
      lines.delete(number);
      closed.push({ line: shown(line), reason, code, closedAt: clock.epoch() });
      if (closed.length > mostClosed) closed.shift();
      changed();
    },
    waiting({ scheme, host, port }) {
      const line = { scheme, host, port, since: clock.epoch() };
      waiting.add(line);
      changed();
      return () => {
        if (waiting.delete(line)) changed();
      };
    },
    async *watch(signal) {
      while (!signal.aborted) {
        const seen = revision;
        yield get();
        if (seen === revision) await next(wakers, signal);
        await pause(signal);
      }
    },
  };
}

function shown({ number, target, openedAt, connection }: Line): LedgerConnection {
  const { scheme, host, port, proxy } = target;
  const view = connection?.view();
  return {
    number,
    scheme,
    host,
    port,
    state: connection === null ? "opening" : connection.idle ? "idle" : "busy",
    protocol: connection === null ? "" : connection.session === null ? "HTTP/1.1" : "HTTP/2",
    tls: view?.tls?.version ?? "",
    remote:
      view === undefined ? "" : (view.socketPath ?? hostPort(view.remoteAddress, view.remotePort)),
    proxy: proxy === null ? "" : proxyAddress(proxy),
    active: connection?.active ?? 0,
    uses: connection?.uses ?? 0,
    openedAt,
    idleSince: connection?.idleSince ?? null,
  };
}

function next(wakers: Set<() => void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      wakers.delete(wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    wakers.add(wake);
    signal.addEventListener("abort", wake, { once: true });
  });
}

function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, pace);
    timer.unref();
    signal.addEventListener("abort", end, { once: true });
  });
}
