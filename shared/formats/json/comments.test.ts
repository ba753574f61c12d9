import fc from "fast-check";
import { expect, test } from "vitest";
import { losesComments, sentJson } from "./comments.ts";

test.each([
  ['{ // why\n"a": 1}', '{ \n"a": 1}'],
  ['{"a": 1 /* one\n*/}', '{"a": 1 }'],
  ['{"a": 1} // end', '{"a": 1} '],
  ['{"a": {{b}} /* c */}', '{"a": {{b}} }'],
  ['{"a": "{{b}}//c" // d\n}', '{"a": "{{b}}//c" \n}'],
  ["// a\n{{whole}}", "\n{{whole}}"],
])("comments in %j are not sent", (typed, sent) => {
  expect(sentJson(typed)).toBe(sent);
  expect(losesComments(typed)).toBe(true);
});

test.each([
  '{"a": "http://b/*"}',
  '{"a": "\\"//", "b": {{c}}}',
  '{"a": {{$x //y}}}',
  // No JSON without them either: meant as it is.
  '{"a": http://b}',
  '{"a": "open // x}',
  '{"a": 1,} // trailing',
  "// nothing else",
])("%j is sent as it is", (typed) => expect(sentJson(typed)).toBe(typed));

test("JSON is never changed, with comments between its parts it is the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, words) => {
      const text = JSON.stringify(value);
      expect(sentJson(text)).toBe(text);
      const line = words.replace(/[\n\r]/g, " ").replaceAll("{{", "");
      const sent = sentJson(`/* ${line.replaceAll("*/", "")} */${text} // ${line}\n`);
      expect(JSON.parse(sent)).toEqual(JSON.parse(text));
    }),
  );
});
