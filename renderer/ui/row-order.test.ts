import { expect, test } from "vitest";
import { lineAt, movedRow } from "./row-order.ts";

test.each([
  [0, 0, "abc"],
  [0, 1, "abc"],
  [0, 2, "bac"],
  [0, 3, "bca"],
  [2, 0, "cab"],
  [2, 1, "acb"],
  [5, 0, "abc"],
])("movedRow from %i to %i", (from, to, expected) => {
  expect(movedRow(["a", "b", "c"], from, to).join("")).toBe(expected);
});

test("the last line is empty, and so is one opened between rows", () => {
  const lines = (gap: number | null, places: number) =>
    Array.from({ length: places }, (_, place) => {
      const { kind, index } = lineAt(place, 2, gap);
      return `${kind} ${index}`;
    });
  expect(lines(null, 3)).toEqual(["row 0", "row 1", "new 2"]);
  expect(lines(1, 4)).toEqual(["row 0", "new 1", "row 1", "new 2"]);
});
