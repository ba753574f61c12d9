import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dictionaryText,
  readDictionary,
  readList,
  StructuredFieldError,
} from "./structured-field.ts";

describe("what RFC 9651 §3 shows, written as §4.1 has it", () => {
  test.each([
    ["sugar, tea,  rum", "sugar, tea, rum"],
    ['("foo" "bar"), ("baz"), ("bat" "one"), ()', '("foo" "bar"), ("baz"), ("bat" "one"), ()'],
    ['("foo"; a=1;b=2);lvl=5, ("bar" "baz");lvl=1', '("foo";a=1;b=2);lvl=5, ("bar" "baz");lvl=1'],
    ['abc;a=1;b=2; cde_456, (ghi;jk=4 l);q="9";r=w', 'abc;a=1;b=2;cde_456, (ghi;jk=4 l);q="9";r=w'],
    ["1; a; b=?0", "1;a;b=?0"],
    ["5; foo=bar", "5;foo=bar"],
    ["42", "42"],
    ["-042, 0, -0", "-42, 0, 0"],
    ["4.5, 4.50, 0004.0, -0.0", "4.5, 4.5, 4.0, 0.0"],
    ['"hello \\"world\\""', '"hello \\"world\\""'],
    ["foo123/456", "foo123/456"],
    [
      ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:",
      ":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:",
    ],
    [":aGk:", ":aGk=:"],
    ["?1, ?0", "?1, ?0"],
    ["@1659578233", "@1659578233"],
    [
      '%"This is intended for display to %c3%bcsers."',
      '%"This is intended for display to %c3%bcsers."',
    ],
    ["a;x=1;y;x=2", "a;x=2;y"],
    ["(  a   b   c  )", "(a b c)"],
    ["", ""],
  ])("%s", (text, written) => {
    expect(readList(text).join(", ")).toBe(written);
  });

  test.each([
    ['en="Applepie", da=:w4ZibGV0w6ZydGU=:', 'en="Applepie", da=:w4ZibGV0w6ZydGU=:'],
    ["a=?0, b, c; foo=bar", "a=?0, b, c;foo=bar"],
    ["rating=1.5, feelings=(joy   sadness)", "rating=1.5, feelings=(joy sadness)"],
    ["a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid", "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid"],
    ["a=1,b=2;x=1;y=2,\t c=(a   b   c)", "a=1, b=2;x=1;y=2, c=(a b c)"],
    ["a=?1;x, a=2", "a=2"],
  ])("%s", (text, written) => {
    expect(dictionaryText(readDictionary(text))).toBe(written);
  });
});

test.each([
  "a,",
  "a,,b",
  ",a",
  "a b",
  "(a",
  "(a,b)",
  '"open',
  '"\\x"',
  '"é"',
  "1.",
  "1.2345",
  "1234567890123456",
  "1234567890123.1",
  "--1",
  "?2",
  ":a b:",
  "@1.5",
  '%"%C3"',
  // Bytes that are no UTF-8 (§4.2.10).
  '%"%c3%28"',
  '%"%a0%a1"',
  '%"%c3"',
  "a;",
  "a;B=1",
  "a=1",
])("%j is no list", (text) => {
  expect(() => readList(text)).toThrow(StructuredFieldError);
});

test.each(["A=1", "a=", "a=1,", "a=1 b=2", "=1"])("%j is no dictionary", (text) => {
  expect(() => readDictionary(text)).toThrow(StructuredFieldError);
});

test("any text is read or refused, and what was written reads the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a1=;,() "?:@%*.-é') }), (text) => {
      for (const read of [
        (from: string) => readList(from).join(", "),
        (from: string) => dictionaryText(readDictionary(from)),
      ]) {
        let written: string;
        try {
          written = read(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(StructuredFieldError);
          continue;
        }
        expect(read(written)).toBe(written);
      }
    }),
  );
});
