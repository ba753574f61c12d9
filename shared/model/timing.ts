import type { Exchange, Hop, HopTiming } from "./exchange.ts";

/** `queue`: before the first network act (waiting for a connection). `other`: time no phase accounts for. */
export type TimingPhase =
  | "queue"
  | "dns"
  | "connect"
  | "proxy"
  | "tls"
  | "send"
  | "wait"
  | "head"
  | "body"
  | "other";

/** One stretch of a hop, ms since the exchange began. */
export interface PhaseSpan {
  readonly phase: TimingPhase;
  readonly start: number;
  readonly end: number;
}

/**
 * A hop cut into stretches that touch and do not overlap: their lengths add up to `end - start` exactly. A stretch no phase accounts
 * for is named (`queue`, `other`), never given to a neighbour. Where two phases overlap in time (a reply before the request was out)
 * the earlier phase keeps the stretch. A phase that never ended (failure) lasts to the end. `now` ends a hop that is still running.
 */
export function phasesOf(timing: HopTiming, now?: number): PhaseSpan[] {
  const last = timing.end ?? now ?? latest(timing);
  const spans: PhaseSpan[] = [];
  let cursor = timing.start;
  const add = (phase: TimingPhase, from: number | null | undefined, to: typeof from): void => {
    if (from == null || cursor >= last) return;
    const start = Math.min(Math.max(from, cursor), last);
    const end = Math.min(Math.max(to ?? last, start), last);
    if (start > cursor)
      spans.push({ phase: spans.length === 0 ? "queue" : "other", start: cursor, end: start });
    if (end > start) spans.push({ phase, start, end });
    cursor = end;
  };
  add("dns", timing.dnsStart, timing.dnsEnd);
  add("connect", timing.connectStart, timing.connectEnd);
  add("proxy", timing.proxyStart, timing.proxyEnd);
  add("tls", timing.tlsStart, timing.tlsEnd);
  const replied = timing.firstByte;
  add("send", timing.sendStart, timing.sendEnd ?? replied);
  add("wait", timing.sendEnd, replied);
  add("head", replied, timing.headEnd);
  add("body", timing.headEnd, timing.end);
  if (cursor < last)
    spans.push({ phase: spans.length === 0 ? "queue" : "other", start: cursor, end: last });
  return spans;
}

function latest(timing: HopTiming): number {
  return Math.max(...Object.values(timing).map((point: number | null) => point ?? 0));
}

/** ms from the beginning of the hop to the first byte of its reply (1xx included); null before there is one. */
export function timeToFirstByte(hop: Hop): number | null {
  return hop.timing.firstByte === null ? null : hop.timing.firstByte - hop.timing.start;
}

/** What a timing display needs of a whole exchange: each hop's stretches, and the time between hops. */
export interface ExchangeTiming {
  readonly hops: readonly { readonly index: number; readonly phases: readonly PhaseSpan[] }[];
  /** ms inside hops. */
  readonly network: number;
  /** ms outside hops: preparing, decoding the last bytes, writing the record. `network + outside = total`. */
  readonly outside: number;
  readonly total: number;
}

/** `now` (ms since the exchange began) stands in for the end while it runs. */
export function timingOf(exchange: Exchange, now?: number): ExchangeTiming {
  const total =
    exchange.total ?? now ?? Math.max(0, ...exchange.hops.map((hop) => latest(hop.timing)));
  const hops = exchange.hops.map((hop) => ({
    index: hop.index,
    phases: phasesOf(hop.timing, total),
  }));
  let network = 0;
  for (const hop of hops) for (const span of hop.phases) network += span.end - span.start;
  return { hops, network, outside: total - network, total };
}
