import { describe, expect, test } from "vitest";
import { readPastedRows } from "./paste-rows.ts";

const row = (name: string, value: string, more = {}) => ({ name, value, ...more });

describe("several lines", () => {
  test.each([
    ["A: 1\nB: 2", [row("A", "1"), row("B", "2")]],
    ["a=1\r\nb=2\r\n", [row("a", "1"), row("b", "2")]],
    ["a\t1\nb\t2\tsaid", [row("a", "1"), row("b", "2", { description: "said" })]],
    ["# A: 1\n// B: 2", [row("A", "1", { disabled: true }), row("B", "2", { disabled: true })]],
    ["Date: Mon, 1 Jan 10:00\nalone", [row("Date", "Mon, 1 Jan 10:00"), row("alone", "")]],
    [":path: /\nA: b", [row(":path", "/"), row("A", "b")]],
    ["one\ntwo", null],
    ["", null],
    ["\n\n", null],
  ])("%j", (text, rows) => {
    expect(readPastedRows(text, { lineIsBlank: false })).toEqual(rows);
  });
});

describe("one line", () => {
  test.each([
    ["A: 1", true, false, [row("A", "1")]],
    ["A: 1", false, false, null],
    ["plain", true, false, null],
    ["http://x/?a=1", true, false, null],
    ["a=1&b=2&c", true, true, [row("a", "1"), row("b", "2"), row("c", "")]],
    ["?a=1&b=x=y", true, true, [row("a", "1"), row("b", "x=y")]],
    ["a=1&b=2", true, false, [row("a", "1&b=2")]],
  ])("%j, empty line %j, query %j", (text, lineIsBlank, query, rows) => {
    expect(readPastedRows(text, { lineIsBlank, query })).toEqual(rows);
  });
});
