import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitsText, rowsToText, textToRows } from "./bulk-text.ts";

describe("header lines", () => {
  test.each([
    ["Accept: */*", [{ name: "Accept", value: "*/*" }]],
    ["# Accept: */*", [{ name: "Accept", value: "*/*", disabled: true }]],
    ["#tag: 1", [{ name: "#tag", value: "1" }]],
    ["A:1", [{ name: "A", value: "1" }]],
    ["A:  two blanks ", [{ name: "A", value: " two blanks " }]],
    ["A:", [{ name: "A", value: "" }]],
    ["A", [{ name: "A", value: "" }]],
    [":authority: x", [{ name: ":authority", value: "x" }]],
    ["Host: a:80", [{ name: "Host", value: "a:80" }]],
    ["\n  \n", []],
    [
      "x-a: 1\r\nX-A: 2\nx-a: 1",
      [
        { name: "x-a", value: "1" },
        { name: "X-A", value: "2" },
        { name: "x-a", value: "1" },
      ],
    ],
  ])("%j", (text, rows) => {
    expect(textToRows(text, ": ", [])).toEqual(rows);
  });

  test("order, case, duplicates and switched-off rows come back", () => {
    const rows = [
      { name: "x-A", value: "1" },
      { name: "X-a", value: " 1 ", disabled: true },
      { name: "x-A", value: "" },
    ];
    expect(rowsToText(rows, ": ")).toBe("x-A: 1\n# X-a:  1 \nx-A: ");
    expect(textToRows(rowsToText(rows, ": "), ": ", rows)).toEqual(rows);
  });

  test("descriptions stay with their row, by name and value before name alone", () => {
    const before = [
      { name: "A", value: "1", description: "first" },
      { name: "A", value: "2", description: "second" },
    ];
    expect(textToRows("A: 2\nA: 3", ": ", before)).toEqual([
      { name: "A", value: "2", description: "second" },
      { name: "A", value: "3", description: "first" },
    ]);
  });
});

describe("parameter lines", () => {
  test.each([
    ["a=1", [{ name: "a", value: "1" }]],
    ["a= 1", [{ name: "a", value: " 1" }]],
    ["a=b=c", [{ name: "a", value: "b=c" }]],
    ["# {{n}}={{v}}", [{ name: "{{n}}", value: "{{v}}", disabled: true }]],
  ])("%j", (text, rows) => {
    expect(textToRows(text, "=", [])).toEqual(rows);
  });
});

describe("fitsText", () => {
  test.each([
    [[{ name: "a", value: "1" }], true],
    [[{ name: "a:b", value: "1" }], false],
    [[{ name: "a", value: "1\n2" }], false],
    [[{ name: "# a", value: "1" }], false],
    [[{ name: "", value: "1" }], false],
    [[{ name: "", value: "" }], true],
  ])("%j: %j", (rows, fits) => {
    expect(fitsText(rows, ": ")).toBe(fits);
  });

  test("what fits comes back as it is", () => {
    const word = fc.string({ unit: fc.constantFrom("a", ":", "=", " ", "#", "\n", "\r", "é") });
    const rows = fc.array(
      fc.record(
        { name: word, value: word, description: word },
        { requiredKeys: ["name", "value"] },
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(rows, (given) => {
        fc.pre(fitsText(given, ": "));
        const back = textToRows(rowsToText(given, ": "), ": ", given);
        const kept = given.filter(
          (row) => row.name !== "" || row.value !== "" || (row.description ?? "") !== "",
        );
        expect(back).toEqual(kept);
      }),
      { numRuns: 3000 },
    );
  });
});
