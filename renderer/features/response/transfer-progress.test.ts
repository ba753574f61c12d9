import { expect, test } from "vitest";
import { emptyExchange, reduceExchange } from "../../../shared/model/exchange-reduce.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { transferProgress } from "./transfer-progress.ts";

const body = (encodedSize: number, over: object = {}) =>
  ({
    kind: "body",
    body: {
      id: "b",
      size: encodedSize,
      encodedSize,
      complete: false,
      mediaType: "",
      charset: "",
      contentEncoding: [],
      fileName: "",
      ...over,
    },
  }) as const satisfies TraceDetail;
const head = (...headers: readonly (readonly [string, string])[]) =>
  ({
    kind: "head",
    headBytes: 1,
    head: { httpVersion: "1.1", status: 200, reason: "", headers },
  }) as const satisfies TraceDetail;

function at(...events: readonly (readonly [number, TraceDetail])[]) {
  const all: readonly (readonly [number, TraceDetail])[] = [
    [0, { kind: "hop", reason: "first", method: "GET", url: "" }],
    [0, { kind: "send-start" }],
    ...events,
  ];
  const exchange = all.reduce(
    (before, [time, detail]) => reduceExchange(before, { at: time, hop: 0, ...detail }),
    emptyExchange("", 0),
  );
  const [hop] = exchange.hops;
  return hop === undefined ? null : transferProgress(hop);
}

test("a body on its way out", () => {
  expect(at()).toBeNull();
  expect(at([100, { kind: "upload", bodyBytes: 10, total: 40 }])).toEqual({
    direction: "sent",
    bytes: 10,
    total: 40,
    rate: null,
  });
  expect(at([500, { kind: "upload", bodyBytes: 10, total: null }])).toMatchObject({
    total: null,
    rate: 20,
  });
  const sent = { kind: "sent", headBytes: 1, bodyBytes: 40 } as const;
  expect(at([1, { kind: "upload", bodyBytes: 10, total: 40 }], [2, sent])).toBeNull();
});

test("a body on its way in", () => {
  const sent = { kind: "sent", headBytes: 1, bodyBytes: 0 } as const;
  expect(at([1, sent], [2, head()])).toBeNull();
  expect(at([1, sent], [1000, head(["Content-Length", "50"])], [2000, body(25)])).toEqual({
    direction: "received",
    bytes: 25,
    total: 50,
    rate: 25,
  });
  expect(
    at(
      [1, sent],
      [1000, head(["Content-Length", "50"], ["Transfer-Encoding", "chunked"])],
      [1001, body(25)],
    ),
  ).toMatchObject({ total: null, rate: null });
  expect(
    at([1, sent], [1000, head(["Content-Length", "50"])], [2000, body(125, { resumedFrom: 100 })]),
  ).toMatchObject({ bytes: 125, total: 150, rate: 25 });
});
