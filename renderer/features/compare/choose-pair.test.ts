import { expect, test } from "vitest";
import type { ExchangeSummary } from "../../../shared/model/exchange-summary.ts";
import { choosePair } from "./choose-pair.ts";

const item = (id: string, path: string, startedAt: number): ExchangeSummary => ({
  id,
  place: { collectionId: null, path },
  startedAt,
  state: "done",
  raw: false,
  method: "GET",
  url: "http://a.test/",
  hops: 1,
  status: 200,
  failureCode: null,
  total: 1,
  bodySize: 1,
  sentBytes: 1,
  receivedBytes: 1,
});

const items = [item("d", "x", 4), item("c", "y", 3), item("b", "x", 2), item("a", "y", 1)];

test.each([
  ["the newest, and what the same request sent before", null, null, "b", "d"],
  ["what the same request sent before the right one", null, "c", "a", "c"],
  ["a later one of the same request where none was before", null, "a", "c", "a"],
  ["the newest beside the left one", "d", null, "d", "c"],
  ["both as named", "a", "b", "a", "b"],
  ["one that is not in the list", null, "z", "d", "z"],
])("%s", (_, left, right, wantedLeft, wantedRight) => {
  expect(choosePair(items, left, right)).toEqual({ left: wantedLeft, right: wantedRight });
});

test("one exchange has nothing beside it", () => {
  expect(choosePair([item("a", "x", 1)], null, "a")).toEqual({ left: null, right: "a" });
  expect(choosePair([], null, null)).toEqual({ left: null, right: null });
});
