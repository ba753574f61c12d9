import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Param } from "./request.ts";
import { applyPathParams, paramsOf, pathNames, queryOf, withQuery } from "./url-params.ts";

const query = (name: string, value: string, more: Partial<Param> = {}): Param => ({
  name,
  value,
  type: "query",
  ...more,
});
const path = (name: string, value: string): Param => ({ name, value, type: "path" });

describe("queryOf", () => {
  test.each([
    ["http://h", []],
    ["http://h?", []],
    [
      "http://h/?a=1&b=2",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["h?a", [["a", ""]]],
    ["h?a=", [["a", ""]]],
    ["h?=1", [["", "1"]]],
    [
      "h?a=1&a=2&a=1",
      [
        ["a", "1"],
        ["a", "2"],
        ["a", "1"],
      ],
    ],
    ["h?a=b=c", [["a", "b=c"]]],
    ["h?a=%20+%C3%A9", [["a", "%20+%C3%A9"]]],
    ["h?&&a=1&", [["a", "1"]]],
    ["h?a=1#b=2", [["a", "1"]]],
    [
      "{{base}}?q={{x&y=#z}}&b",
      [
        ["q", "{{x&y=#z}}"],
        ["b", ""],
      ],
    ],
    ["h?a=1?b=2", [["a", "1?b=2"]]],
  ])("%j", (url, rows) => {
    expect(queryOf(url).map((row) => [row.name, row.value])).toEqual(rows);
  });
});

describe("withQuery", () => {
  test.each([
    ["h/p", [query("a", "1")], "h/p?a=1"],
    ["h/p?a=1", [], "h/p"],
    ["h/p?a=1#f", [query("a", "2")], "h/p?a=2#f"],
    ["h/p#f", [query("a", "2")], "h/p?a=2#f"],
    ["h?a&b=&c=%2f", [query("a", ""), query("b", ""), query("c", "%2f")], "h?a&b=&c=%2f"],
    ["h?a&b=&c", [query("a", ""), query("c", "")], "h?a&c"],
    ["h?a&b", [query("b", ""), query("a", "")], "h?b&a"],
    ["h?a=1&&b=2", [query("a", "1"), query("b", "2")], "h?a=1&&b=2"],
    ["h?a=1&&b=2", [query("a", "1"), query("b", "3")], "h?a=1&b=3"],
    ["h", [query("q", "a b&c#d")], "h?q=a%20b%26c%23d"],
    ["h", [query("a=b", "c=d")], "h?a%3Db=c=d"],
    ["h", [query("q", "{{a b}} {{c&d}}")], "h?q={{a b}}%20{{c&d}}"],
    ["h", [query("q", "é%zz+")], "h?q=é%zz+"],
    ["h?q=a%20b", [query("q", "a b")], "h?q=a%20b"],
    ["h?a=1", [query("a", "1", { disabled: true })], "h"],
    ["h?a=1", [query("a", "1"), query("", "")], "h?a=1"],
    ["h/:id?a=1", [query("a", "1"), path("id", "7")], "h/:id?a=1"],
    ["{{u?x}}/p?a=1", [query("b", "1")], "{{u?x}}/p?b=1"],
    ["h?", [query("a", "1", { disabled: true })], "h"],
  ])("%j with %j", (url, params, expected) => {
    expect(withQuery(url, params)).toBe(expected);
  });

  test("a URL with its own rows is itself", () => {
    const piece = fc.constantFrom("a", "=", "&", "%20", "+", "é", "{{v}}", "b", "1", " ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (list) => {
        const url = `http://h/p?${list.join("")}#f`;
        expect(withQuery(url, queryOf(url))).toBe(url);
      }),
      { numRuns: 2000 },
    );
  });

  test("rows put into a URL come back as the same number of rows", () => {
    const row = fc
      .record({ name: fc.string(), value: fc.string() })
      .map((r) => query(r.name, r.value));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const kept = rows.filter((r) => r.name !== "" || r.value !== "");
        const url = withQuery("http://h/p", rows);
        expect(queryOf(url)).toHaveLength(kept.length);
        expect(withQuery(url, kept)).toBe(url);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("path parameters", () => {
  test.each([
    ["http://h/:a/b/:c-d?x=/:no#/:no", ["a", "c-d"]],
    ["http://h:80/:a", ["a"]],
    ["http://:a/", []],
    ["{{base}}/:id", ["id"]],
    ["h/x:a/:", []],
    ["h/{{v}}/:{{v}}", ["{{v}}"]],
  ])("names of %j", (url, names) => {
    expect(pathNames(url)).toEqual(names);
  });

  test.each([
    ["http://h/:id", [path("id", "7")], "http://h/7"],
    ["http://h/:id/:id?x=:id", [path("id", "7")], "http://h/7/7?x=:id"],
    ["http://h/:id", [path("id", "a/b c%é")], "http://h/a/b%20c%25%C3%A9"],
    ["http://h/:id", [path("id", "../..?x#y")], "http://h/../..%3Fx%23y"],
    ["http://h/:id", [path("id", "a%2Fb")], "http://h/a%2Fb"],
    ["http://h/:id/:idx", [path("id", "7")], "http://h/7/:idx"],
    ["http://h/:id", [{ ...path("id", "7"), disabled: true }], "http://h/:id"],
    ["http://h/:id", [query("id", "7")], "http://h/:id"],
    ["http://h/:id", [path("id", "$&$1")], "http://h/$&$1"],
    ["{{base}}/:id#:id", [path("id", "7")], "{{base}}/7#:id"],
  ])("%j with %j", (url, params, expected) => {
    expect(applyPathParams(url, params)).toBe(expected);
  });
});

describe("paramsOf", () => {
  test("follows the URL and keeps what only the table knows", () => {
    const rows = [
      query("a", "1", { description: "first" }),
      query("off", "x", { disabled: true }),
      query("b", "2"),
      path("id", "7"),
    ];
    expect(paramsOf("h/:id?a=9&b=2&c=3", rows)).toEqual([
      query("a", "9", { description: "first" }),
      query("off", "x", { disabled: true }),
      query("b", "2"),
      query("c", "3"),
      path("id", "7"),
    ]);
  });

  test("a row the URL spells otherwise stays as it was typed", () => {
    expect(paramsOf("h?q=a%20b", [query("q", "a b")])).toEqual([query("q", "a b")]);
  });

  test("a renamed segment keeps its value", () => {
    expect(paramsOf("h/:ids", [path("id", "7")])).toEqual([path("ids", "7")]);
    expect(paramsOf("h/:a/:b", [path("a", "1")])).toEqual([path("a", "1"), path("b", "")]);
    expect(paramsOf("h/", [path("a", "1")])).toEqual([]);
  });
});
