import { expect, test } from "vitest";
import { best, match } from "./match.ts";

test.each([
  ["", "anything"],
  ["send", "Send request"],
  ["req", "Send request"],
  ["sr", "Send request"],
  ["pre", "Préférences"],
  ["GETves", "get Vessel by id"],
])("%j fits %j", (query, text) => {
  expect(match(query, text)).not.toBeNull();
});

test.each([
  ["x", "Send request"],
  ["tseuqer", "request"],
])("%j does not fit %j", (query, text) => {
  expect(match(query, text)).toBeNull();
});

test("a whole word comes before scattered letters, and a start before a middle", () => {
  const items = ["a list of orders", "orders", "old red er s", "reorders"];
  expect(best(items, "orders", (item) => item, 10)).toEqual([
    "orders",
    "a list of orders",
    "reorders",
    "old red er s",
  ]);
  expect(best(items, "orders", (item) => item, 1)).toEqual(["orders"]);
});

test("an empty query keeps the order", () => {
  expect(best(["b", "a"], "", (item) => item, 10)).toEqual(["b", "a"]);
});
