import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPointedAt, textPointedAt, variableName } from "./selector-at.ts";

test("a place in JSON leads there again, named by its nearest key", () => {
  const text = '{\n  "data": {"access token": "a\\nb", "list": [{"id": 7}]}\n}';
  expect(jsonPointedAt(text, text.indexOf("a\\nb"))).toEqual({
    selector: { kind: "json", path: '$.data["access token"]' },
    name: "access_token",
    shown: "a\nb",
  });
  expect(jsonPointedAt(text, text.indexOf("7"))).toMatchObject({
    selector: { path: "$.data.list[0].id" },
    name: "id",
    shown: "7",
  });
  expect(jsonPointedAt("[1]", 1)?.name).toBe("value");
  expect(jsonPointedAt("nothing", 3)).toBeNull();
});

test("a pattern for a selection finds it again when its surroundings are the only ones", () => {
  const text = 'x = 1\nsession id: "ab.c*d"; (next)\nlast: end';
  for (const selected of ["ab.c*d", "next", "end"]) {
    const from = text.indexOf(selected);
    const found = textPointedAt(text, from, from + selected.length);
    const pattern = found?.selector.kind === "regex" ? found.selector.pattern : "";
    expect(new RegExp(pattern, "mu").exec(text)?.[1]).toBe(selected);
  }
  expect(textPointedAt(text, 3, 3)).toBeNull();
});

test("every pattern compiles, in the strict reading too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(50), fc.nat(50), (text, from, length) => {
      const found = textPointedAt(
        text,
        Math.min(from, text.length),
        Math.min(from + length, text.length),
      );
      if (found?.selector.kind === "regex")
        expect(
          () => new RegExp(found.selector.kind === "regex" ? found.selector.pattern : "", "mu"),
        ).not.toThrow();
    }),
  );
});

test("names can stand between braces", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(variableName(text)).toMatch(/^[^{}\s]+$/);
    }),
  );
});
