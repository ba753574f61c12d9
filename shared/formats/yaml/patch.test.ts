import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameYaml, type YamlData, yamlMap, yamlNumber } from "./data.ts";
import { parseYaml } from "./parse.ts";
import { canonicalYaml, patchYaml } from "./patch.ts";
import { changedLines, mutate, randomFrom, withKey } from "./patch-cases.ts";

const sample = `# a comment at the top
info:
    name: Sign in   # what it is called
    seq: 007
    x-own: [ "a", 'b' ]

http:
    method: 'POST'
    headers:
    # about the first
    - name: A
      value: "1"
    - name: B   # second
      value: 2e3
      odd: &anchor { k: v }
    body:
        type: json
        data: |-
            {
              "a": 1
            }
    other: *anchor
    nothing:
docs: >
  folded
  text
# the end
`;

const set = (data: YamlData, path: readonly (string | number)[], value: YamlData | undefined) =>
  withKey(data, path, value);

describe("patchYaml", () => {
  test.each([
    ["a plain scalar", ["info", "name"], "Sign out", 2],
    ["a quoted scalar", ["http", "method"], "PUT", 2],
    ["a value in a list", ["http", "headers", 1, "value"], yamlNumber(5), 2],
    ["a block", ["http", "body", "data"], '{\n  "a": 2\n}', 2],
    ["an empty value", ["http", "nothing"], "now", 2],
    ["a new key", ["http", "url"], "http://x", 1],
    ["a new top-level key", ["settings"], yamlMap([["timeout", yamlNumber(5)]]), 3],
    ["a flow list", ["info", "x-own"], ["a", "b", "c"], 2],
    ["a removed key", ["info", "seq"], undefined, 1],
    ["a removed row", ["http", "headers", 0], undefined, 2],
    ["a scalar that becomes a block", ["http", "headers", 0, "value"], "1\n2", 4],
    ["a block that becomes a scalar", ["http", "body", "data"], "x", 5],
  ] as const)("changes only the lines of %s", (_, path, value, lines) => {
    for (const text of [
      sample,
      sample.replaceAll("\n", "\r\n"),
      `\ufeff${sample}`,
      sample.trimEnd(),
    ]) {
      const next = set(parseYaml(text).data, path, value);
      const patched = patchYaml(text, next);
      expect(sameYaml(parseYaml(patched.text).data, next)).toBe(true);
      expect(patched.how).toBe("spliced");
      expect(changedLines(text, patched.text)).toBeLessThanOrEqual(
        lines + (text === sample.trimEnd() ? 2 : 0),
      );
      expect(patched.text.startsWith("\ufeff")).toBe(text.startsWith("\ufeff"));
      expect(/[^\r]\n/.test(patched.text)).toBe(!text.includes("\r\n"));
    }
  });

  test("keeps each line end of a file that mixes them", () => {
    const text = "a: 1\r\nb: 2\nc: 3\r\nd: 4\n";
    const next = set(parseYaml(text).data, ["c"], "x");
    expect(patchYaml(text, next).text).toBe("a: 1\r\nb: 2\nc: x\r\nd: 4\n");
  });

  test("moves rows with the comments above them", () => {
    const text = "rows:\n  # one\n  - a # 1\n  # two\n  - b\n  - c\nend: 1\n";
    const next = set(parseYaml(text).data, ["rows"], ["c", "a", "b"]);
    expect(patchYaml(text, next)).toEqual({
      text: "rows:\n  - c\n  # one\n  - a # 1\n  # two\n  - b\nend: 1\n",
      how: "spliced",
    });
  });

  test("a change to what an alias points to does not reach the alias", () => {
    const next = set(parseYaml(sample).data, ["http", "headers", 1, "odd", "k"], "changed");
    const patched = patchYaml(sample, next);
    expect(patched.how).toBe("printed");
    expect(sameYaml(parseYaml(patched.text).data, next)).toBe(true);
    expect(patched.text).toContain("# about the first");
  });

  test("returns the very same text when nothing changed", () => {
    expect(patchYaml(sample, parseYaml(sample).data)).toEqual({ text: sample, how: "unchanged" });
  });

  test("any string survives, in place and in canonical text", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.constantFrom(
          " ",
          "\n",
          "\t",
          "#",
          ":",
          "-",
          "'",
          '"',
          "a",
          "|",
          "\r",
          "{",
          "%",
          "0",
        ),
      }),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom(0, 1, 2, 3), (value, where) => {
        const path = [
          ["info", "name"],
          ["http", "body", "data"],
          ["http", "headers", 0, "value"],
          ["docs"],
        ][where] as (string | number)[];
        const next = set(parseYaml(sample).data, path, value);
        const text = patchYaml(sample, next).text;
        expect(sameYaml(parseYaml(text).data, next)).toBe(true);
        const canonical = canonicalYaml(next);
        expect(sameYaml(parseYaml(canonical).data, next)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("random edits of a random kind read back and never touch more than they must", () => {
    const random = randomFrom(7);
    let spliced = 0;
    const runs = 400;
    for (let run = 0; run < runs; run += 1) {
      const next = mutate(parseYaml(sample).data, random);
      const patched = patchYaml(sample, next);
      expect(sameYaml(parseYaml(patched.text).data, next)).toBe(true);
      if (patched.how === "spliced" || patched.how === "unchanged") spliced += 1;
    }
    expect(spliced / runs).toBeGreaterThan(0.8);
  });
});

describe("parseYaml", () => {
  test.each([
    ["a key twice", "a: 1\na: 2\n", "line 2, column 1"],
    ["a list without end", "a: [1\n", undefined],
    ["an anchor that is not there", "a: *nowhere\n", undefined],
    ["two documents", "a: 1\n---\nb: 2\n", "line 2, column 1"],
    ["deep nesting", `a: ${"[".repeat(20000)}`, undefined],
    [
      "aliases that multiply",
      `a: &a [x,x]\nb: &b [${"*a,".repeat(2000)}x]\nc: [${"*b,".repeat(2000)}x]\n`,
      undefined,
    ],
  ])("refuses %s", (_, text, place) => {
    let failure: unknown;
    try {
      parseYaml(text);
    } catch (error) {
      failure = (error as { failure?: unknown }).failure;
    }
    expect(failure).toMatchObject({ kind: "input", code: expect.stringMatching(/^yaml-/) });
    if (place !== undefined) expect(failure).toMatchObject({ place });
  });

  test.each([
    ["at once", "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n", "line 1"],
    ["in a text", "a: |-\n  x\n<<<<<<< HEAD\n  y\n||||||| base\n=======\n>>>>>>> o\n", "line 3"],
    ["with CRLF", "b: 1\r\n<<<<<<< HEAD\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> o\r\n", "line 2"],
  ])("what git leaves of a merge is named as that, %s", (_, text, place) => {
    expect(() => parseYaml(text)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: "merge-conflict", place }) as unknown,
      }),
    );
  });

  test("a key may be called __proto__", () => {
    const data = parseYaml("__proto__:\n  polluted: true\n").data;
    expect(data).toBeInstanceOf(Map);
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  test("prints what Bruno prints", () => {
    const data = yamlMap([
      [
        "info",
        yamlMap([
          ["name", "A"],
          ["seq", yamlNumber(1)],
          ["tags", ["x"]],
        ]),
      ],
      [
        "http",
        yamlMap([
          ["url", "{{base}}/a"],
          ["body", yamlMap([["data", "{\n  1\n}"]])],
          ["timeout", "5"],
        ]),
      ],
    ]);
    expect(canonicalYaml(data)).toBe(
      'info:\n  name: A\n  seq: 1\n  tags:\n    - x\n\nhttp:\n  url: "{{base}}/a"\n  body:\n    data: |-\n      {\n        1\n      }\n  timeout: "5"\n',
    );
  });
});

test("a block that keeps its last line breaks is not given one more", () => {
  const data = new Map<string, YamlData>([
    ["info", new Map([["name", "x"]])],
    ["examples", [new Map([["data", "a\n\n"]])]],
    ["docs", "b\n\n\n"],
    ["items", []],
  ]);
  expect(parseYaml(canonicalYaml(data)).data).toEqual(data);
});
