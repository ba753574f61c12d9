import { describe, expect, test } from "vitest";
import { layOutJson } from "./json-layout.ts";

describe("layOutJson", () => {
  test.each([
    ['{"a":1.50,"b":[1e3,-0]}', '{\n  "a": 1.50,\n  "b": [\n    1e3,\n    -0\n  ]\n}'],
    ['{"a":{{n}},"b":"{{s}}"}', '{\n  "a": {{n}},\n  "b": "{{s}}"\n}'],
    ['{{"a":1}', null],
    ["{{whole}}", "{{whole}}"],
    ['{"q\\"{{x}}":{{ y }}}', '{\n  "q\\"{{x}}": {{ y }}\n}'],
    ['{"a":12345678901234567890123}', '{\n  "a": 12345678901234567890123\n}'],
  ])("indents %j", (text, expected) => {
    const laid = layOutJson(text, "indent");
    expect(laid.kind === "done" ? laid.text : null).toBe(expected);
  });

  test.each([
    ['{ "a" : 1.50 ,\n "b": [ {{n}} , "x y" ] }', '{"a":1.50,"b":[{{n}},"x y"]}'],
    ["[ ]", "[]"],
  ])("minifies %j", (text, expected) => {
    expect(layOutJson(text, "minify")).toEqual({ kind: "done", text: expected });
  });

  test.each([
    ['{"a":}', 5],
    ['{"a":{{n}} x}', 11],
    ["[{{a}},{{b}},{{long-name}} !]", 27],
    ['{"é":}', 5],
  ])("says where %j stops being JSON", (text, errorAt) => {
    expect(layOutJson(text, "indent")).toEqual({ kind: "invalid", errorAt });
  });
});
