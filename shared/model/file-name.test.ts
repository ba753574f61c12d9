import { expect, test } from "vitest";
import { suggestFileName } from "./file-name.ts";

// After the cases of RFC 6266 and RFC 8187, and what servers send instead.
test.each([
  ["inline", "of-the-url.bin"],
  ['attachment; filename="a;b.html"', "a;b.html"],
  ['attachment; filename="a\\\"b.html"', "a_b.html"],
  ["attachment; FileName=a.html ;", "a.html"],
  ["attachment; filename='a.html'", "'a.html'"],
  ['attachment; filename="100%25.html"', "100%25.html"],
  ['attachment; name="a.html"', "of-the-url.bin"],
  ["attachment; filename*=UTF-8''%e2%82%ac%20rates.txt", "€ rates.txt"],
  ["attachment; filename*=iso-8859-1'en'%A3%20rates.txt", "£ rates.txt"],
  ["attachment; filename*=koi8-r''%C1.txt", "а.txt"],
  ["attachment; filename*=UTF-8''%2e%2e%2fa.txt", "a.txt"],
  [`attachment; filename="plain.txt"; filename*=UTF-8''%c3%a4.txt`, "ä.txt"],
  [`attachment; filename*=UTF-8''%E4.txt; filename="plain.txt"`, "plain.txt"],
  [`attachment; filename*=no-such-charset''a; filename=plain.txt`, "plain.txt"],
  ["attachment; filename*=UTF-8'a.txt", "of-the-url.bin"],
  ['attachment; filename="\u00c3\u00a4.txt"', "ä.txt"],
  ['attachment; filename="\u00e4.txt"', "ä.txt"],
])("%s names %s", (disposition, name) => {
  expect(suggestFileName(disposition, "http://h/of-the-url.bin?x")).toBe(name);
});
