import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff, withContext } from "./line-diff.ts";

const shown = (before: string, after: string) =>
  lineDiff(before, after).map(
    ({ kind, text }) => `${{ same: " ", before: "-", after: "+" }[kind]}${text}`,
  );

test.each<[string, string, readonly string[]]>([
  ["a", "a", [" a"]],
  ["", "a", ["-", "+a"]],
  ["a\nb\nc", "a\nc", [" a", "-b", " c"]],
  ["a\nc", "a\nb\nc", [" a", "+b", " c"]],
  ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
  ["a\r\nb", "a\nb", [" a", " b"]],
  ["x\na\nb\ny", "a\nz\nb", ["-x", " a", "+z", " b", "-y"]],
])("%j against %j", (before, after, lines) => {
  expect(shown(before, after)).toEqual(lines);
});

test("each side can be read back", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", ""), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const lines = lineDiff(left.join("\n"), right.join("\n"));
      const side = (other: string) =>
        lines.filter(({ kind }) => kind !== other).map((line) => line.text);
      expect(side("after")).toEqual(left);
      expect(side("before")).toEqual(right);
    }),
  );
});

test("what is far from a difference is left out", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
  const after = before.replace("2", "two").replace("9", "nine");
  expect(withContext(lineDiff(before, after), 1).map((line) => line?.text ?? "…")).toEqual([
    "1",
    "2",
    "two",
    "3",
    "…",
    "8",
    "9",
    "nine",
  ]);
  expect(withContext(lineDiff("a", "a"), 1)).toEqual([]);
});
