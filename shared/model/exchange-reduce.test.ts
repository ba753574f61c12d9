import { expect, test } from "vitest";
import type { Exchange } from "./exchange.ts";
import { emptyExchange, reduceExchange } from "./exchange-reduce.ts";
import { phasesOf, timeToFirstByte, timingOf } from "./timing.ts";
import type { TraceDetail, TraceEvent } from "./trace.ts";

const at = (time: number, hop: number, detail: TraceDetail): TraceEvent => ({
  at: time,
  hop,
  ...detail,
});
const head = { httpVersion: "1.1", status: 302, reason: "Found", headers: [] };
const connection = {
  number: 1,
  reused: false,
  uses: 1,
  remoteAddress: "127.0.0.1",
  remotePort: 80,
  localAddress: "127.0.0.1",
  localPort: 5,
};

const events: readonly TraceEvent[] = [
  at(0, 0, { kind: "start", id: "x", startedAt: 1000, raw: false }),
  at(1, 0, { kind: "hop", reason: "first", method: "GET", url: "http://h/" }),
  at(2, 0, { kind: "dns-start", host: "h" }),
  at(5, 0, { kind: "dns", host: "h", addresses: ["127.0.0.1"] }),
  at(6, 0, { kind: "connect-start", address: "::1", port: 80 }),
  at(7, 0, { kind: "connect-start", address: "127.0.0.1", port: 80 }),
  at(9, 0, {
    kind: "connected",
    address: "127.0.0.1",
    port: 80,
    localAddress: "127.0.0.1",
    localPort: 5,
  }),
  at(9, 0, { kind: "connection", connection }),
  at(10, 0, {
    kind: "request",
    method: "GET",
    target: "/",
    httpVersion: "1.1",
    headers: [{ name: "Host", value: "h", origin: "client" }],
    headBytes: 30,
  }),
  at(10, 0, { kind: "send-start" }),
  at(11, 0, { kind: "sent", headBytes: 30, bodyBytes: 4 }),
  at(20, 0, { kind: "first-byte" }),
  at(20, 0, { kind: "informational", head: { ...head, status: 103 } }),
  at(22, 0, { kind: "head", head, headBytes: 50 }),
  at(30, 0, { kind: "hop-end" }),
  at(31, 1, { kind: "hop", reason: "redirect", method: "GET", url: "http://h/2" }),
  at(32, 1, { kind: "connection", connection: { ...connection, reused: true, uses: 2 } }),
  at(32, 1, { kind: "send-start" }),
  at(33, 1, { kind: "first-byte" }),
  at(34, 1, { kind: "sent", headBytes: 30, bodyBytes: 0 }),
  at(36, 1, { kind: "head", head: { ...head, status: 200 }, headBytes: 40 }),
  at(40, 1, { kind: "trailers", trailers: [["A", "b"]] }),
  at(40, 1, { kind: "hop-end" }),
  at(42, 1, { kind: "end", state: "done", failure: null, sentBytes: 64, receivedBytes: 99 }),
];

const whole = (): Exchange => events.reduce(reduceExchange, emptyExchange("", 0));

test("an exchange from its trace", () => {
  const exchange = whole();
  expect(exchange).toMatchObject({
    id: "x",
    startedAt: 1000,
    state: "done",
    total: 42,
    sentBytes: 64,
    receivedBytes: 99,
  });
  expect(exchange.hops).toHaveLength(2);
  expect(exchange.hops[0]).toMatchObject({
    requestTarget: "/",
    requestHeadBytes: 30,
    requestBodyBytes: 4,
    response: { status: 302 },
    informational: [{ status: 103, at: 20 }],
    timing: { start: 1, dnsStart: 2, dnsEnd: 5, connectStart: 6, connectEnd: 9, end: 30 },
  });
  expect(exchange.hops[1]).toMatchObject({
    reason: "redirect",
    trailers: [["A", "b"]],
    connection: { reused: true },
    timing: { dnsStart: null, tlsStart: null },
  });
});

test("what an event does not touch is the same object", () => {
  const before = events.slice(0, 16).reduce(reduceExchange, emptyExchange("", 0));
  const after = reduceExchange(before, at(50, 1, { kind: "first-byte" }));
  expect(after.hops[0]).toBe(before.hops[0]);
  expect(after.hops[1]).not.toBe(before.hops[1]);
  expect(reduceExchange(before, at(50, 7, { kind: "first-byte" }))).toBe(before);
  expect(reduceExchange(before, at(50, 1, { kind: "retry", reason: "x" }))).toBe(before);
  const ended = whole();
  expect(reduceExchange(ended, at(99, 0, { kind: "hop-end" }))).toBe(ended);
});

test("phases touch, do not overlap and add up to the hop", () => {
  const [first, second] = whole().hops;
  expect(phasesOf(first?.timing ?? expect.unreachable())).toEqual([
    { phase: "queue", start: 1, end: 2 },
    { phase: "dns", start: 2, end: 5 },
    { phase: "other", start: 5, end: 6 },
    { phase: "connect", start: 6, end: 9 },
    { phase: "other", start: 9, end: 10 },
    { phase: "send", start: 10, end: 11 },
    { phase: "wait", start: 11, end: 20 },
    { phase: "head", start: 20, end: 22 },
    { phase: "body", start: 22, end: 30 },
  ]);
  // The reply began before the request was out: no waiting, and nothing counted twice.
  expect(phasesOf(second?.timing ?? expect.unreachable())).toEqual([
    { phase: "queue", start: 31, end: 32 },
    { phase: "send", start: 32, end: 34 },
    { phase: "head", start: 34, end: 36 },
    { phase: "body", start: 36, end: 40 },
  ]);
});

test("time to first byte counts from the hop, the total from the exchange", () => {
  const exchange = whole();
  expect(exchange.hops.map(timeToFirstByte)).toEqual([19, 2]);
  expect(timingOf(exchange)).toMatchObject({ total: 42, network: 38, outside: 4 });
});

test("a phase that never ended lasts to the end of the hop", () => {
  const cut = [...events.slice(0, 4).slice(0, 3), at(9, 0, { kind: "hop-end" })];
  const hop = cut.reduce(reduceExchange, emptyExchange("", 0)).hops[0];
  expect(phasesOf(hop?.timing ?? expect.unreachable())).toEqual([
    { phase: "queue", start: 1, end: 2 },
    { phase: "dns", start: 2, end: 9 },
  ]);
});

test("a running hop is cut at now", () => {
  const hop = events.slice(0, 11).reduce(reduceExchange, emptyExchange("", 0)).hops[0];
  expect(phasesOf(hop?.timing ?? expect.unreachable(), 15).at(-1)).toEqual({
    phase: "wait",
    start: 11,
    end: 15,
  });
});
