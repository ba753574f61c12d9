import type { ConnectionView, Exchange, ExchangeId, Hop, HopTiming } from "./exchange.ts";
import type { TraceEvent } from "./trace.ts";

const noTiming: HopTiming = {
  start: 0,
  dnsStart: null,
  dnsEnd: null,
  connectStart: null,
  connectEnd: null,
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
  connection: null,
  informational: [],
  response: null,
  trailers: [],
  responseHeadBytes: 0,
  body: null,
  timing: noTiming,
  faults: [],
  cookies: [],
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

/**
 * The exchange after one more trace event. Only what the event touches is new; the rest is the same objects. Events of hops it has
 * not heard of change nothing. After `end`, nothing changes any more.
 */
export function reduceExchange(exchange: Exchange, event: TraceEvent): Exchange {
  if (exchange.state !== "running") return exchange;
  switch (event.kind) {
    case "start":
      return { ...exchange, id: event.id, startedAt: event.startedAt, raw: event.raw };
    case "hop": {
      const hop: Hop = {
        ...emptyHop,
        index: event.hop,
        reason: event.reason,
        method: event.method,
        url: event.url,
        timing: { ...noTiming, start: event.at },
      };
      return { ...exchange, hops: [...exchange.hops, hop] };
    }
    case "end":
      return {
        ...exchange,
        state: event.state,
        failure: event.failure,
        total: event.at,
        sentBytes: event.sentBytes,
        receivedBytes: event.receivedBytes,
      };
    default: {
      const at = exchange.hops.findLastIndex((hop) => hop.index === event.hop);
      const hop = exchange.hops[at];
      if (hop === undefined) return exchange;
      const next = reduceHop(hop, event);
      if (next === hop) return exchange;
      return { ...exchange, hops: exchange.hops.with(at, next) };
    }
  }
}

/** A point that is set once: the first happy-eyeballs attempt begins the phase, the last success ends it. */
function stamp(hop: Hop, name: keyof HopTiming, at: number): Hop {
  return hop.timing[name] === null ? { ...hop, timing: { ...hop.timing, [name]: at } } : hop;
}

function reduceHop(hop: Hop, event: TraceEvent): Hop {
  switch (event.kind) {
    case "dns-start":
      return stamp(hop, "dnsStart", event.at);
    case "dns":
      return stamp(hop, "dnsEnd", event.at);
    case "connect-start":
      return stamp(hop, "connectStart", event.at);
    case "connected":
      return stamp(hop, "connectEnd", event.at);
    case "tls-start":
      return stamp(hop, "tlsStart", event.at);
    case "tls": {
      const stamped = stamp(hop, "tlsEnd", event.at);
      return stamped.connection === null
        ? stamped
        : { ...stamped, connection: { ...stamped.connection, tls: event.tls } };
    }
    case "connection":
      return { ...hop, connection: keepTls(hop.connection, event.connection) };
    case "request":
      return {
        ...hop,
        method: event.method,
        requestTarget: event.target,
        requestHttpVersion: event.httpVersion,
        requestHeaders: event.headers,
        requestHeadBytes: event.headBytes,
      };
    case "send-start":
      return stamp(hop, "sendStart", event.at);
    case "sent":
      return stamp(
        { ...hop, requestHeadBytes: event.headBytes, requestBodyBytes: event.bodyBytes },
        "sendEnd",
        event.at,
      );
    case "first-byte":
      return stamp(hop, "firstByte", event.at);
    case "informational":
      return {
        ...hop,
        informational: [...hop.informational, { ...event.head, at: event.at }],
      };
    case "head":
      return stamp(
        { ...hop, response: event.head, responseHeadBytes: event.headBytes },
        "headEnd",
        event.at,
      );
    case "body":
      return { ...hop, body: event.body };
    case "trailers":
      return { ...hop, trailers: event.trailers };
    case "fault":
      return { ...hop, faults: [...hop.faults, event.fault] };
    case "cookie":
      return { ...hop, cookies: [...hop.cookies, event.cookie] };
    case "redirect":
      return { ...hop, redirect: event.redirect };
    case "hop-end":
      return stamp(hop, "end", event.at);
    default:
      return hop;
  }
}

function keepTls(before: ConnectionView | null, now: ConnectionView): ConnectionView {
  return now.tls === undefined && before?.tls !== undefined ? { ...now, tls: before.tls } : now;
}
