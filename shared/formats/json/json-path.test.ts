import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bodyExpressionOf,
  jsonPathOf,
  type PathStep,
  singularSteps,
  stepsOfBodyExpression,
} from "./json-path.ts";
import { jsonPlaceAt, jsonSlice } from "./json-place.ts";

const steps = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.nat(99)), { maxLength: 5 });

describe("paths", () => {
  test("any steps written as JSONPath or for Bruno are read again", () => {
    fc.assert(
      fc.property(steps, (made) => {
        expect(singularSteps(jsonPathOf(made))).toEqual(made);
        expect(stepsOfBodyExpression(bodyExpressionOf(made))).toEqual(made);
      }),
    );
  });

  test.each([
    ["$", []],
    ["$.a.b_1[0]", ["a", "b_1", 0]],
    ["$['it\\'s']", ["it's"]],
    [`$['say "hi"']`, ['say "hi"']],
    ['$["\\u0061"]', ["a"]],
    ["$.a[*]", null],
    ["$..a", null],
    ["$.a[?@.b==1]", null],
    ["$[-1]", null],
    ["a.b", null],
    ["$.a-b", null],
  ] as const)("%s", (path, expected) => {
    expect(singularSteps(path)).toEqual(expected);
  });

  test.each([
    ["res.body.data.token", ["data", "token"]],
    ["res.body['x-y'][0]", ["x-y", 0]],
    ["res.getBody().id", ["id"]],
    ["res.body", []],
    ["res.body.items.map(x => x)", null],
    ["res.body.a + 1", null],
    ["res('a.b')", null],
    ["bru.sleep(5)", null],
  ] as const)("%s", (expression, expected) => {
    expect(stepsOfBodyExpression(expression)).toEqual(expected);
  });
});

describe("places in a text", () => {
  const at = (data: unknown, path: readonly PathStep[]): unknown =>
    path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], data);

  test("every place of any JSON is found by its steps, and by every offset inside it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (made, indent) => {
        const text = JSON.stringify(made, null, indent);
        // JSON has no -0.
        const data: unknown = JSON.parse(text);
        for (let offset = 0; offset < text.length; offset += 1) {
          const place = jsonPlaceAt(text, offset);
          if (place === null) continue;
          const value = at(data, place.steps);
          expect(JSON.parse(text.slice(place.from, place.to))).toEqual(value);
          const slice = jsonSlice(text, place.steps);
          expect(slice === null ? null : JSON.parse(slice)).toEqual(value);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['{"a": [1, {"b": "x"}]}', 17, ["a", 1, "b"]],
    ['{"a": [1, {"b": "x"}]}', 12, ["a", 1, "b"]],
    ['{"a": [1, {"b": "x"}]}', 7, ["a", 0]],
    ['{"a": [1, {"b": "x"}]}', 0, []],
    ['{"a": [1, {"b": "x"}]}', 2, ["a"]],
    ['{"k:{,": "]}"}', 10, ["k:{,"]],
  ])("%s at %d", (text, offset, expected) => {
    expect(jsonPlaceAt(text, offset)?.steps).toEqual(expected);
  });

  test("numbers keep their spelling, the last of equal keys counts, what is no place is none", () => {
    expect(jsonSlice('{"n": 12345678901234567890.10}', ["n"])).toBe("12345678901234567890.10");
    expect(jsonSlice('{"a":1,"a":2}', ["a"])).toBe("2");
    expect(jsonSlice('{"a":1}', ["b"])).toBeNull();
    expect(jsonSlice('{"0":1}', [0])).toBeNull();
    expect(jsonPlaceAt("", 0)).toBeNull();
  });
});
