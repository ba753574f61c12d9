import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indentJson, jsonErrorAt } from "./json-indent.ts";
import { type JsonState, scanJson } from "./json-scan.ts";

const encoder = new TextEncoder();
const pretty = (text: string) => {
  const { bytes, errorAt } = indentJson(encoder.encode(text));
  return { text: new TextDecoder().decode(bytes), errorAt };
};

/** Tokens without the white space between them: what must survive. */
function tokens(input: Uint8Array, split: number): string | null {
  const out: number[] = [];
  const scan = scanJson({
    piece: (bytes, start, end) => void out.push(...bytes.subarray(start, end)),
    gap: () => undefined,
    line: () => undefined,
  });
  for (let at = 0; at < input.length; at += split) scan.push(input.subarray(at, at + split));
  scan.end();
  return scan.errorAt() === null ? new TextDecoder().decode(new Uint8Array(out)) : null;
}

describe("laying JSON out again", () => {
  it("keeps number text, duplicate keys, order, escapes and empty containers", () => {
    const text = `{"b":1.0E+2,"a":-0,"a":12345678901234567890,"é":"\\u00e9\\/","e":{},"l":[ ],"n":[null,[true]]}`;
    expect(pretty(text)).toEqual({
      errorAt: null,
      text: [
        "{",
        '  "b": 1.0E+2,',
        '  "a": -0,',
        '  "a": 12345678901234567890,',
        '  "é": "\\u00e9\\/",',
        '  "e": {},',
        '  "l": [],',
        '  "n": [',
        "    null,",
        "    [",
        "      true",
        "    ]",
        "  ]",
        "}",
      ].join("\n"),
    });
  });

  it.each([
    ["", 0],
    ["[1,]", 3],
    ['{"a" 1}', 5],
    ["[01]", 2],
    ["tru", 3],
    ["[1 2]", 3],
    ['{"a":1]', 6],
    ['["\\x"]', 3],
    ["[1.]", 3],
    ["1 2", 2],
    ['"é', 2],
  ])("says where %j stops being JSON", (text, at) => {
    expect(jsonErrorAt(text)).toBe(at);
  });

  it("takes values one after another when asked", () => {
    const lines = encoder.encode('{"a":1}\n2\n[]\n');
    expect(new TextDecoder().decode(indentJson(lines, { many: true }).bytes)).toBe(
      '{\n  "a": 1\n}\n2\n[]',
    );
    expect(indentJson(lines).errorAt).toBe(8);
  });

  it("stops after the limit", () => {
    const big = encoder.encode(`[${"1,".repeat(500_000)}1]`);
    const { bytes, cut } = indentJson(big, { limit: 10_000 });
    expect(cut).toBe(true);
    expect(bytes.length).toBeLessThan(400_000);
  });

  it("can be taken up again at every row and token", () => {
    const input = encoder.encode(
      `{"a":[1,{"b":[]},"${"x\\n\\u0041é".repeat(90)}"],"c":{"d":-1.5e3},"e":[[],{}]}`,
    );
    const whole = layout(input, undefined);
    for (const { state, written } of whole.marks) {
      const rest = layout(input.subarray(state.offset), state);
      expect(whole.text.slice(0, written) + rest.text).toBe(whole.text);
    }
    expect(whole.marks.length).toBeGreaterThan(20);
  });
});

it("gives the same pieces however the bytes come", () => {
  const input = encoder.encode(
    `{"long":"${"é\\u0041x".repeat(120)}","n":${"1".repeat(450)},"t":[true]}`,
  );
  const pieces = (split: number) => {
    const out: string[] = [];
    const scan = scanJson({
      piece: (bytes, start, end, state) =>
        void out.push(`${state().offset}+${end - start} ${String(bytes[start])}`),
      gap: () => undefined,
      line: (depth, state) => void out.push(`line ${depth} ${state().offset}`),
    });
    for (let at = 0; at < input.length; at += split) scan.push(input.subarray(at, at + split));
    scan.end();
    return out;
  };
  const whole = pieces(input.length);
  for (const split of [1, 2, 3, 7, 100, 201, 202]) expect(pieces(split)).toEqual(whole);
});

function layout(input: Uint8Array, from: JsonState | undefined) {
  let text = "";
  const marks: { state: JsonState; written: number }[] = [];
  const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes);
  const scan = scanJson(
    {
      piece: (bytes, start, end, state) => {
        marks.push({ state: state(), written: text.length });
        text += latin(bytes.subarray(start, end));
      },
      gap: () => void (text += " "),
      line: (depth, state) => {
        text += `\n${"  ".repeat(depth)}`;
        marks.push({ state: state(), written: text.length });
      },
    },
    from === undefined ? {} : { from },
  );
  scan.push(input);
  scan.end();
  return { text, marks, errorAt: scan.errorAt() };
}

const suite = new URL("../../../shared/suites/json-parsing/test_parsing/", import.meta.url);

describe("the JSON parsing suite", () => {
  if (!existsSync(suite)) {
    console.log("skipped: the JSON parsing suite is not here");
    it.skip("is not here", () => undefined);
    return;
  }
  for (const name of readdirSync(suite).filter((file) => file.endsWith(".json"))) {
    it(name, () => {
      const input = new Uint8Array(readFileSync(new URL(encodeURIComponent(name), suite)));
      const { bytes, errorAt } = indentJson(input);
      if (name.startsWith("y_")) expect(errorAt).toBe(null);
      if (name.startsWith("n_")) expect(errorAt).not.toBe(null);
      if (errorAt !== null) return;
      const before = tokens(input, input.length);
      expect(before).not.toBe(null);
      expect(tokens(input, 1)).toBe(before);
      expect(tokens(bytes, bytes.length)).toBe(before);
      if (name.startsWith("y_")) {
        const parse = (some: Uint8Array) => JSON.parse(new TextDecoder().decode(some)) as unknown;
        expect(parse(bytes)).toEqual(parse(input));
      }
    });
  }
});
