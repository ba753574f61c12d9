import { describe, expect, it } from "vitest";
import type { BodyRef } from "../../../shared/model/body.ts";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import { emptyExchange, reduceExchange } from "../../../shared/model/exchange-reduce.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { noBodyOf } from "./no-body.ts";
import { stepsOf } from "./steps.ts";

/** An exchange as the trace makes it, an event a millisecond. */
function exchangeOf(...details: readonly TraceDetail[]): Exchange {
  const hop: TraceDetail = { kind: "hop", reason: "first", method: "GET", url: "https://a.test/" };
  return [hop, ...details].reduce<Exchange>(
    (exchange, detail, at) => reduceExchange(exchange, { at, hop: 0, ...detail }),
    emptyExchange("x", 0),
  );
}

function hopOf(exchange: Exchange): Hop {
  const hop = exchange.hops[0];
  if (hop === undefined) throw new Error("no hop");
  return hop;
}

const head = (status: number): TraceDetail => ({
  kind: "head",
  head: { httpVersion: "1.1", status, reason: "", headers: [] },
  headBytes: 10,
});
const body = (size: number, complete: boolean): TraceDetail => ({
  kind: "body",
  body: { id: "b", size, encodedSize: size, complete } as BodyRef,
});
const end = (state: "done" | "failed"): TraceDetail => ({
  kind: "end",
  state,
  failure: null,
  sentBytes: 0,
  receivedBytes: 0,
});

describe("why there is no body", () => {
  it.each([
    [[], "later"],
    [[end("failed")], "not-arrived"],
    [[head(204), end("done")], "status"],
    [[head(304), end("done")], "status"],
    [[head(200)], "later"],
    [[head(200), body(0, true), end("done")], "empty"],
    [[head(200), body(0, false), end("failed")], "not-arrived"],
    [[head(200), body(3, false)], null],
  ] as const)("%j", (details, why) => {
    const exchange = exchangeOf(...details);
    expect(noBodyOf(exchange, hopOf(exchange))).toBe(why);
  });

  it("is HEAD when HEAD was sent", () => {
    const exchange = exchangeOf(head(200), end("done"));
    expect(noBodyOf(exchange, { ...hopOf(exchange), method: "head" })).toBe("head");
  });
});

describe("the steps of a failure", () => {
  const steps = (exchange: Exchange | null, phase?: "resolve" | "tls" | "receive" | "prepare") =>
    stepsOf(exchange, {
      kind: "internal",
      code: "x",
      message: "",
      ...(phase === undefined ? {} : { phase }),
    })
      .map((step) => `${step.phase} ${step.state}`)
      .join(", ");

  it("are done before it and not reached after it", () => {
    const exchange = exchangeOf(
      { kind: "dns-start", host: "a.test" },
      { kind: "dns", host: "a.test", addresses: ["127.0.0.1"] },
      { kind: "connect-start", address: "127.0.0.1", port: 443 },
    );
    expect(steps(exchange, "tls")).toBe(
      "resolve done, connect done, tls failed, send not-reached, wait not-reached, receive not-reached",
    );
    expect(steps(exchangeOf(), "resolve")).toMatch(/^resolve failed, connect not-reached, tls not/);
  });

  it("begin with preparing when nothing was sent", () => {
    expect(steps(null)).toMatch(/^prepare failed, connect not-reached/);
  });
});
