import type { ConnectionView, Exchange, ExchangeId, Hop, HopTiming } from "./exchange.ts";
import type { TlsView } from "./tls-view.ts";
import type { TraceEvent } from "./trace.ts";

const noTiming: HopTiming = {
  start: 0,
  dnsStart: null,
  dnsEnd: null,
  connectStart: null,
  connectEnd: null,
  proxyStart: null,
  proxyEnd: null,
  tlsStart: null,
  tlsEnd: null,
  sendStart: null,
  sendEnd: null,
  firstByte: null,
  headEnd: null,
  end: null,
};

const emptyHop: Hop = {
  index: 0,
  reason: "first",
  method: "",
  url: "",
  requestTarget: "",
  requestHttpVersion: "",
  requestHeaders: [],
  requestHeadBytes: 0,
  requestBodyBytes: 0,
  upload: null,
  grownAt: null,
  connection: null,
  // Adding it later, or deleting it, makes V8 slow with each single hop.
  refusedTls: undefined,
  socket: undefined,
  informational: [],
  response: null,
  trailers: [],
  responseHeadBytes: 0,
  body: null,
  timing: noTiming,
  faults: [],
  cookies: [],
  auth: [],
  redirect: null,
};

/** An exchange of which nothing is known yet. `startedAt` is epoch ms. */
export function emptyExchange(id: ExchangeId, startedAt: number): Exchange {
  return {
    id,
    startedAt,
    state: "running",
    raw: false,
    hops: [],
    failure: null,
    total: null,
    sentBytes: 0,
    receivedBytes: 0,
  };
}

/** An exchange that grows in place: what `reduceExchange` gives, for an owner that shows nobody the steps between. */
export interface GrowingExchange {
  /** One object for its whole life. */
  readonly exchange: Exchange;
  /** After `end`, nothing changes any more. */
  apply(event: TraceEvent): void;
}

export function growingExchange(id: ExchangeId, startedAt: number): GrowingExchange {
  const exchange = emptyExchange(id, startedAt) as Growing<Exchange>;
  const hops: Hop[] = [];
  exchange.hops = hops;
  return {
    exchange,
    apply(event) {
      if (exchange.state !== "running") return;
      if (event.kind === "hop") hops.push(newHop(event));
      else if (!applyWhole(exchange, event)) {
        const hop = hops[placeOf(hops, event.hop)];
        if (hop !== undefined) applyToHop(hop as Growing<Hop>, event, growing);
      }
    },
  };
}

/**
 * The exchange after one more trace event. Only what the event touches is new; the rest is the same objects. Events of hops it has
 * not heard of change nothing. After `end`, nothing changes any more.
 */
export function reduceExchange(exchange: Exchange, event: TraceEvent): Exchange {
  if (exchange.state !== "running") return exchange;
  if (event.kind === "hop") return { ...exchange, hops: [...exchange.hops, newHop(event)] };
  if (event.kind === "start" || event.kind === "end") {
    const next: Growing<Exchange> = { ...exchange };
    applyWhole(next, event);
    return next;
  }
  const at = placeOf(exchange.hops, event.hop);
  const hop = exchange.hops[at];
  if (hop === undefined) return exchange;
  const next: Growing<Hop> = { ...hop, timing: { ...hop.timing } };
  if (!applyToHop(next, event, copying)) return exchange;
  return { ...exchange, hops: exchange.hops.with(at, next) };
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** The event of one kind, with its place and time. */
type EventOf<K extends TraceEvent["kind"]> = Extract<TraceEvent, { readonly kind: K }>;

function newHop(event: EventOf<"hop">): Hop {
  return {
    ...emptyHop,
    index: event.hop,
    reason: event.reason,
    method: event.method,
    url: event.url,
    timing: { ...noTiming, start: event.at },
  };
}

/** Nearly always the last. */
function placeOf(hops: readonly Hop[], index: number): number {
  const last = hops.length - 1;
  return hops[last]?.index === index ? last : hops.findLastIndex((hop) => hop.index === index);
}

/** False: the event is about a hop. */
function applyWhole(exchange: Growing<Exchange>, event: TraceEvent): boolean {
  if (event.kind === "start") {
    exchange.id = event.id;
    exchange.startedAt = event.startedAt;
    exchange.raw = event.raw;
  } else if (event.kind === "end") {
    exchange.state = event.state;
    exchange.failure = event.failure;
    exchange.total = event.at;
    exchange.sentBytes = event.sentBytes;
    exchange.receivedBytes = event.receivedBytes;
  } else return false;
  return true;
}

/** A point that is set once: the first happy-eyeballs attempt begins the phase, the last success ends it. */
function stamp(hop: Growing<Hop>, name: keyof HopTiming, at: number): boolean {
  if (hop.timing[name] !== null) return false;
  (hop.timing as Growing<HopTiming>)[name] = at;
  return true;
}

/** A list with one more. */
type Append = <T>(list: readonly T[], one: T) => readonly T[];

const copying: Append = (list, one) => [...list, one];

/** In place, for lists nobody else has seen: ten thousand cookies are not copied ten thousand times. An empty one is everybody's. */
const growing: Append = <T>(list: readonly T[], one: T): readonly T[] => {
  if (list.length === 0) return [one];
  (list as T[]).push(one);
  return list;
};

/** False when the event changed nothing. */
function applyToHop(hop: Growing<Hop>, event: TraceEvent, append: Append): boolean {
  switch (event.kind) {
    case "dns-start":
      return stamp(hop, "dnsStart", event.at);
    case "dns":
      return stamp(hop, "dnsEnd", event.at);
    case "connect-start":
      return stamp(hop, "connectStart", event.at);
    case "connected":
      return stamp(hop, "connectEnd", event.at);
    case "proxy-start":
      return stamp(hop, "proxyStart", event.at);
    case "proxy-end":
      return stamp(hop, "proxyEnd", event.at);
    case "tls-start":
      return stamp(hop, "tlsStart", event.at);
    case "tls": {
      stamp(hop, "tlsEnd", event.at);
      if (hop.connection === null) hop.refusedTls = event.tls;
      else hop.connection = { ...hop.connection, tls: event.tls };
      return true;
    }
    case "tls-failed":
      hop.failedHandshake = event.handshake;
      return true;
    case "connection":
      hop.connection = keepTls(hop.connection?.tls ?? hop.refusedTls, event.connection);
      hop.refusedTls = undefined;
      return true;
    case "request":
      hop.method = event.method;
      hop.requestTarget = event.target;
      hop.requestHttpVersion = event.httpVersion;
      hop.requestHeaders = event.headers;
      hop.requestHeadBytes = event.headBytes;
      return true;
    case "send-start":
      return stamp(hop, "sendStart", event.at);
    case "upload":
      hop.upload = { bytes: event.bodyBytes, total: event.total };
      hop.grownAt = event.at;
      return true;
    case "sent":
      hop.requestHeadBytes = event.headBytes;
      hop.requestBodyBytes = event.bodyBytes;
      hop.upload = null;
      stamp(hop, "sendEnd", event.at);
      return true;
    case "first-byte":
      return stamp(hop, "firstByte", event.at);
    case "informational":
      hop.informational = append(hop.informational, { ...event.head, at: event.at });
      return true;
    case "head":
      hop.response = event.head;
      hop.responseHeadBytes = event.headBytes;
      stamp(hop, "headEnd", event.at);
      return true;
    case "body":
      hop.body = event.body;
      hop.grownAt = event.at;
      return true;
    case "socket":
      hop.socket = event.socket;
      return true;
    case "trailers":
      hop.trailers = event.trailers;
      return true;
    case "fault":
      hop.faults = append(hop.faults, event.fault);
      return true;
    case "cookie":
      hop.cookies = append(hop.cookies, event.cookie);
      return true;
    case "auth":
      hop.auth = append(hop.auth, event.auth);
      return true;
    case "redirect":
      hop.redirect = event.redirect;
      return true;
    case "hop-end":
      return stamp(hop, "end", event.at);
    default:
      return false;
  }
}

function keepTls(before: TlsView | undefined, now: ConnectionView): ConnectionView {
  // What came before was the TLS to the proxy then.
  if (now.proxy?.tls !== undefined) return now;
  return now.tls === undefined && before !== undefined ? { ...now, tls: before } : now;
}
