import { describe, expect, test } from "vitest";
import { parseYaml } from "../yaml/parse.ts";
import { canonicalYaml } from "../yaml/patch.ts";
import { mutate, randomFrom } from "../yaml/patch-cases.ts";
import { glanceAtText, glanceOf } from "./glance.ts";

const sample = `# head
info:
  name: Get a thing
  type: http
  seq: 4
  tags:
    - smoke
    - "b"

http:
  method: get
  url: "{{base}}/things"
  headers:
    - name: Accept
      value: '*/*'
    - name: B
      value: x:y/z
  body:
    type: json
    data: |-
      {
        "a": 1

      }
  auth: inherit

runtime:
  scripts:
    - type: tests
      code: |-
        info:
          name: not me
  tags:
  - x
  - y z
docs: >
  folded
`;

describe("glanceAtText", () => {
  test("reads a file in plain style without parsing", () => {
    const glance = { name: "Get a thing", kind: "http", method: "GET", seq: 4, raw: false };
    expect(glanceAtText(sample)).toEqual(glance);
    expect(glanceAtText(sample.replaceAll("\n", "\r\n"))).toEqual(glance);
    expect(glanceAtText(`\ufeff${sample}`)).toEqual(glance);
  });

  test("whenever it is sure, the parser agrees: texts broken at random", () => {
    const random = randomFrom(11);
    const pieces = [
      "\n",
      " ",
      "  ",
      ":",
      ": ",
      "#",
      " #",
      "- ",
      '"',
      "'",
      "\t",
      "|",
      "a",
      "info:\n",
      "{",
      "}",
      "[",
      "&a ",
      "*a",
      "!",
      "%",
      "\r",
      "1",
      "~",
      "---\n",
      "name: x\n",
      "@",
      "`",
      ",",
    ];
    let sure = 0;
    for (let run = 0; run < 6000; run += 1) {
      let text = sample;
      for (let edits = 1 + random(3); edits > 0; edits -= 1) {
        const at = random(text.length);
        const cut = random(3) === 0 ? random(12) : 0;
        text = text.slice(0, at) + (pieces[random(pieces.length)] ?? "") + text.slice(at + cut);
      }
      const glance = glanceAtText(text);
      if (glance === null) continue;
      sure += 1;
      expect(glance, JSON.stringify(text)).toEqual(glanceOf(parseYaml(text).data));
    }
    expect(sure).toBeGreaterThan(500);
  });

  test("whenever it is sure, the parser agrees: data changed at random", () => {
    const random = randomFrom(5);
    let sure = 0;
    for (let run = 0; run < 1500; run += 1) {
      const text = canonicalYaml(mutate(parseYaml(sample).data, random));
      const glance = glanceAtText(text);
      if (glance === null) continue;
      sure += 1;
      expect(glance, text).toEqual(glanceOf(parseYaml(text).data));
    }
    expect(sure).toBeGreaterThan(300);
  });
});
