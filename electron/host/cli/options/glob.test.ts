import fc from "fast-check";
import { expect, test } from "vitest";
import { fillPlaces, globbed } from "./glob.ts";

const texts = (pattern: string): readonly string[] => [...globbed(pattern)].map(({ text }) => text);

test.each([
  ["http://h/", ["http://h/"]],
  ["http://h/{a,b}", ["http://h/a", "http://h/b"]],
  ["http://h/{a,}", ["http://h/a", "http://h/"]],
  ["http://h/{,a}", ["http://h/", "http://h/a"]],
  ["http://h/[1-3]", ["http://h/1", "http://h/2", "http://h/3"]],
  ["[08-10]", ["08", "09", "10"]],
  ["[001-2]", ["001", "002"]],
  ["[0-10:5]", ["0", "5", "10"]],
  ["[a-c]", ["a", "b", "c"]],
  ["[a-e:2]", ["a", "c", "e"]],
  ["[5-5]", ["5"]],
  ["{a,b}[1-2]", ["a1", "a2", "b1", "b2"]],
  ["http://[::1]:80/[1-2]", ["http://[::1]:80/1", "http://[::1]:80/2"]],
  ["/?a[]=1", ["/?a[]=1"]],
  ["/\\{a\\}\\[1\\]", ["/{a}[1]"]],
  ["{a\\,b,c}", ["a,b", "c"]],
  ["", [""]],
])("%s stands for %j", (pattern, expected) => {
  expect(texts(pattern)).toEqual(expected);
});

test.each([
  "{",
  "{}",
  "{a}",
  "{a",
  "{a{b,c",
  "a}",
  "a]",
  "[1]",
  "[1-",
  "[3-1]",
  "[z-a]",
  "[1-2:0]",
  "[1-2:5]",
  "[A-z]",
  "[a-b-c]",
  "[name]",
  "filter[a]={b}",
  "http://[fe80::1%25eth0]/",
  "{{id}}",
])("%s is no pattern and stays as it is", (text) => {
  expect(texts(text)).toEqual([text]);
});

test("too many URLs are refused before the first", () => {
  expect(() => globbed("[1-99999][1-99999]")).toThrow(/more URLs than can be sent/);
});

test("#1 is what stood at the first place", () => {
  const [, second] = [...globbed("http://h/{a,b}/[07-08]")];
  expect(fillPlaces("f_#1_#2#3.txt", second?.parts ?? [])).toBe("f_a_08#3.txt");
});

test("a text whose brackets are escaped stands for itself", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = text.replaceAll("\\", "/");
      expect(texts(plain.replace(/[{}[\]]/g, "\\$&"))).toEqual([plain]);
    }),
  );
});
