import { expect, test } from "vitest";
import { safeColour } from "./colours.ts";
import { duplicateNames, unusableNames } from "./variable-names.ts";

test("only variables in use that share a name are duplicates", () => {
  const names = duplicateNames([
    { name: "a", value: "1" },
    { name: "a", value: "2" },
    { name: "b", value: "1" },
    { name: "b", value: "2", disabled: true },
    { name: "", value: "" },
    { name: "", value: "" },
  ]);
  expect([...names]).toEqual(["a"]);
});

test("names that no reference can be are told", () => {
  const names = [" a", "a ", "a{b", "a}", "a\nb", "été", "a b", "a.b[0]", "$x", "?x", ""];
  const variables = names.map((name) => ({ name, value: "" }));
  expect(unusableNames([...variables, { name: "{", value: "", disabled: true }])).toEqual([
    '" a"',
    '"a "',
    '"a{b"',
    '"a}"',
    '"a\\nb"',
  ]);
});

test.each([
  ["#abc", "#abc"],
  ["#A1B2C3", "#A1B2C3"],
  ["red", null],
  ["#12345", null],
  ["url(http://x.test)", null],
  ["#fff;background:url(//x)", null],
  [undefined, null],
])("the colour %s of a file is drawn as %s", (colour, drawn) => {
  expect(safeColour(colour)).toBe(drawn);
});
