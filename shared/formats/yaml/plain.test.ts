import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameYaml, type YamlData, yamlNumber } from "./data.ts";
import { parseYaml } from "./parse.ts";
import { mutate, randomFrom } from "./patch-cases.ts";
import { readPlainYaml } from "./plain.ts";
import { printData } from "./scalar.ts";

/** What the parser makes of it; undefined: it refuses it. */
function parsed(text: string): YamlData | undefined {
  try {
    return parseYaml(text).data;
  } catch {
    return undefined;
  }
}

/** True when it was sure, and then it must be right. */
function isSure(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === null) return false;
  expect(sameYaml(plain, parsed(text)), JSON.stringify(text)).toBe(true);
  return true;
}

const sample = `# head
info:
  name: Get a thing
  type: http
  seq: 4
  tags:
    - smoke
    - "b\\n\\u00e9"
    - 'it''s'

http:
  method: get
  url: "{{base}}/things"
  headers:
    - name: Accept
      value: '*/*'
    - name: B
      value: x:y/z#f
      disabled: true
    # between
    - name: Zahl
      value: 2024-01-01
  body:
    type: json
    data: |-
      {
        "a": 1

          
      }
  params: []
  auth: inherit
  extra: {}

runtime:
  scripts:
    - type: tests
      code: |2
            info:
          # no comment
        \tname: not me

  tags:
  - x
  - y z
  - |+
    kept

settings:
  a:
  b: 7
docs: |
  # Title
  text: more
`;

describe("readPlainYaml", () => {
  test("reads the style that is written", () => {
    const text = sample;
    expect(isSure(text)).toBe(true);
    expect(isSure(text.replaceAll("\n", "\r\n"))).toBe(true);
    expect(isSure(`\ufeff${text}`)).toBe(true);
  });

  test.each([
    ["a: 1\n", true],
    ["a: 1", true],
    ["a: |\n  b", false],
    ["a: |\n  b\nc:", true],
    ["a:\n", true],
    ["a:\nb: 1\n", true],
    ["a:\n\nb: 1\n", true],
    ["a:\n\n  b: 1\n", false],
    ["a:\n\n- b\n", false],
    ["a:\n# c\n  b: 1\n", false],
    ["a:\n- b\n- c: 1\n  d: 2\ne: f\n", true],
    ["a:\n  - b\n - c\n", false],
    ["- a\n- b\n", false],
    ["a: b\n  c\n", false],
    ["a: b\n b: c\n", false],
    ["a: 1\na: 2\n", false],
    ["a: ~\n", false],
    ["a: True\nb: yes\nc: NULL\nd: nULL\n", true],
    ["a: 0x1F\n", false],
    ["a: 1e3\n", false],
    ["a: 1_000\n", false],
    ["a: 123456789012345678901\n", false],
    ["a: 1.2.3 x\n", true],
    ["a: .inf\n", false],
    ["a: b #c\n", false],
    ["a: b#c\n", true],
    ["a: b:#c\n", false],
    ["a: b: c\n", false],
    ["a: b:\n", false],
    ["a: *b\n", false],
    ["a: &b c\n", false],
    ["a: !t c\n", false],
    ["a: [b]\n", false],
    ['a: "b\\x41"\n', false],
    ['a: "\\ud800"\n', false],
    ['a: "b" c\n', false],
    ["a: 'b\n", false],
    ["a: >\n  folded\n", false],
    ["a: |\n  b\n c\n", false],
    ["a: |\n\n  b\n", true],
    ["a: |\n   \n  b\n", false],
    ["a: |-\n  b\n\n\nc: d\n", true],
    ["a: |+\n  b\n\n# c\n", false],
    ["a: |+\n  b\n\nc: d\n", true],
    ["a: |\n  b\n# c\nd: e\n", true],
    ["a: |1\n  b\n c\n", true],
    ["a: |\n", false],
    ["a: |\n  b\n \n   \n  c\n", true],
    ["a: |\n  b\n   \n", false],
    ["a: .git\nb: .x\nc: <d>\ne: \u{1f510} k\nf: ^x\n", true],
    ["a: .INF\n", false],
    ["a: .nan\n", false],
    ["a: .5\n", false],
    ["a: \u3000b\n", false],
    ["a: |\n\tb\n", false],
    ["a:\n  - b:\n    c: 1\n", true],
    ["a:\n  - b:\n      c: 1\n    d:\n    - e\n", true],
    ["a:\n  -  b: 1\n", false],
    ["a:\n  - - b\n", false],
    ["a: é\n", true],
    ["a: b\u2028c\n", false],
    ["a: b\u0085c\n", false],
    ["---\na: 1\n", false],
    ["a: 1\n...\n", false],
    ["a: 1\n---\nb: 2\n", false],
    ["", false],
    ["# nothing\n", false],
    ["  a: 1\n", false],
    ["a : 1\n", false],
    ["<<: 1\n", false],
    ["a: \n", true],
    ["a: b\tc\n", false],
    ["a:\tb\n", false],
  ])("%j: sure %s", (text, sure) => {
    expect(isSure(text)).toBe(sure);
  });

  const word = fc.oneof(
    fc.constantFrom(
      "a",
      ".git",
      "<b>",
      "\u{1f510} k",
      "b\n   \n  c",
      "name",
      "https://h/{{x}}?a=b#c",
      "null",
      "1",
      "é",
      "x: y",
      "- a",
      "# b",
    ),
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc
      .array(fc.constantFrom("a", " ", "\n", "#", ":", "-", "\t", '"', "'", "\\", "1"), {
        maxLength: 10,
      })
      .map((parts) => parts.join("")),
  );
  const key = fc.oneof(fc.constantFrom("a", "b", "info", "type", "x-y"), word);
  const { data } = fc.letrec<{ data: YamlData }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.constantFrom(null, true, false, [], new Map()),
      fc.oneof(fc.integer(), fc.double()).map((value) => yamlNumber(value)),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie("data")), { maxLength: 4 }).map((entries) => new Map(entries)),
    ),
  }));

  test("whatever is printed: when it is sure, the parser agrees", () => {
    fc.assert(
      fc.property(fc.dictionary(key, data), (entries) => {
        isSure(printData(new Map(Object.entries(entries))));
      }),
    );
  });

  test("data changed at random is nearly always read", () => {
    const random = randomFrom(5);
    const start = parseYaml(sample).data;
    let sure = 0;
    for (let run = 0; run < 1000; run += 1) if (isSure(printData(mutate(start, random)))) sure += 1;
    expect(sure).toBeGreaterThan(300);
  });

  test("texts broken at random: when it is sure, the parser agrees", () => {
    const pieces =
      "\n|\n\n|  | |    |:|: |#| #|- |\"|'|\t|||a|info:\n|{|}|[|&a |*a|!|%|\r|1|~|---\n|@|`|,|\n |\n  |\n    |-|+|.|\\|é"
        .split("|")
        .filter((piece) => piece !== "");
    pieces.push("|", "|-", "|+\n", "|2\n");
    const place = fc.nat(sample.length);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.nat(6), fc.constantFrom(...pieces)), {
          minLength: 1,
          maxLength: 3,
        }),
        (edits) => {
          let text = sample;
          for (const [at, cut, piece] of edits)
            text = text.slice(0, at) + piece + text.slice(at + (cut > 3 ? cut : 0));
          isSure(text);
        },
      ),
      { numRuns: Math.max(2000, fc.readConfigureGlobal().numRuns ?? 0) },
    );
  });
});
