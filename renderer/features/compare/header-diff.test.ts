import fc from "fast-check";
import { expect, test } from "vitest";
import type { HeaderField } from "../../../shared/model/header.ts";
import { diffHeaders, sharedEnds } from "./header-diff.ts";

const read = (text: string): readonly HeaderField[] =>
  text
    .split(", ")
    .filter((field) => field !== "")
    .map((field) => {
      const [name = "", value = ""] = field.split("=");
      return [name, value];
    });

const line = ([name, value]: HeaderField) => `${name}=${value}`;
const shown = (left: string, right: string) =>
  diffHeaders(read(left), read(right)).map((pair) =>
    [pair.change, pair.left && line(pair.left), pair.right && line(pair.right)]
      .filter((part) => part !== null)
      .join(" "),
  );

test.each([
  ["", "", []],
  ["A=1, B=2", "A=1, B=2", ["same A=1 A=1", "same B=2 B=2"]],
  ["A=1, B=2", "A=1, B=3", ["same A=1 A=1", "value B=2 B=3"]],
  ["Host=a", "host=a", ["case Host=a host=a"]],
  ["Host=a", "host=b", ["value Host=a host=b"]],
  ["A=1", "A=1, B=2", ["same A=1 A=1", "right B=2"]],
  ["A=1, B=2", "B=2", ["left A=1", "same B=2 B=2"]],
  // A duplicate is a line of its own.
  ["A=1, A=1", "A=1", ["same A=1 A=1", "left A=1"]],
  // Order counts: what stands elsewhere has moved.
  ["A=1, B=2", "B=2, A=1", ["moved A=1", "same B=2 B=2", "moved A=1"]],
  ["X=1, A=1, Y=1", "X=2, B=1, Y=2", ["value X=1 X=2", "left A=1", "value Y=1 Y=2", "right B=1"]],
])("%s | %s", (left, right, wanted) => {
  expect(shown(left, right)).toEqual(wanted);
});

const field = fc.tuple(fc.constantFrom("A", "a", "B", "C"), fc.constantFrom("1", "2"));

test("both lists stand in the lines whole and each field once", () => {
  fc.assert(
    fc.property(
      fc.array(field, { maxLength: 12 }),
      fc.array(field, { maxLength: 12 }),
      (left, right) => {
        const pairs = diffHeaders(left, right);
        const sides = (side: "left" | "right") =>
          pairs.map((pair) => pair[side]).filter((one) => one !== null);
        // The left list keeps its order; the right one keeps it wherever nothing was paired out of turn.
        expect(sides("left")).toEqual(left);
        expect(sides("right").map(line).toSorted()).toEqual(right.map(line).toSorted());
        for (const pair of pairs) {
          const [one, other] = [pair.left, pair.right];
          if (pair.change === "same") expect(one).toEqual(other);
          if (pair.change === "case") expect(one?.[1]).toBe(other?.[1]);
          if (pair.change === "value") expect(one?.[1]).not.toBe(other?.[1]);
        }
      },
    ),
  );
});

test("a hostile number of fields is paired without an exact alignment", () => {
  const many = (value: string) =>
    Array.from({ length: 20_000 }, (_, at): HeaderField => [`X-${at}`, value]);
  expect(diffHeaders(many("a"), many("b")).every(({ change }) => change === "value")).toBe(true);
});

test.each([
  ["abc", "abc", 3, 0],
  ["aXc", "aYYc", 1, 1],
  ["aa", "a", 1, 0],
  ["", "a", 0, 0],
])("%s and %s share %i and %i", (one, other, start, end) => {
  expect(sharedEnds(one, other)).toEqual({ start, end });
});
