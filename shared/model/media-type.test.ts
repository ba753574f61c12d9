import { expect, test } from "vitest";
import { safeFileName, suggestFileName } from "./file-name.ts";
import { isJsonType, isRasterImage, isTextType, parseMediaType } from "./media-type.ts";

test.each([
  ["text/html; charset=UTF-8", "text/html", { charset: "UTF-8" }],
  ["TEXT/HTML", "text/html", {}],
  [' a/b ; x="1;2" ; y=3;x=4', "a/b", { x: "1;2", y: "3" }],
  ['a/b;x="q\\"r"', "a/b", { x: 'q"r' }],
  ['a/b;x="unclosed', "a/b", { x: "unclosed" }],
  ["text", "", {}],
  ["/x", "", {}],
  ["a b/c", "", {}],
  ["", "", {}],
  ["a/b;__proto__=1;charset=x", "a/b", { ["__proto__"]: "1", charset: "x" }],
])("%j", (text, essence, parameters) => {
  const parsed = parseMediaType(text);
  expect(parsed.essence).toBe(essence);
  expect(Object.entries(parsed.parameters)).toEqual(Object.entries(parameters));
});

test("families", () => {
  expect(["application/json", "application/problem+json", "text/json"].every(isJsonType)).toBe(
    true,
  );
  expect(["application/jsonp", "image/svg+xml"].some(isJsonType)).toBe(false);
  expect(["text/x", "application/xml", "image/svg+xml"].every(isTextType)).toBe(true);
  expect(isTextType("application/octet-stream")).toBe(false);
  expect(isRasterImage("image/png")).toBe(true);
  expect(isRasterImage("image/svg+xml")).toBe(false);
});

test.each([
  ['attachment; filename="a.txt"', "http://h/x", "a.txt"],
  ["attachment; filename=a.txt; filename*=UTF-8''%e2%82%ac.txt", "", "€.txt"],
  ["attachment; filename*=iso-8859-1'en'a.txt", "", "a.txt"],
  ['attachment; filename="../../etc/passwd"', "", "passwd"],
  ['attachment; filename="..\\\\..\\\\x.exe"', "", "x.exe"],
  ["attachment; filename*=UTF-8''..%2f..%2fx", "", "x"],
  ['attachment; filename=".."', "http://h/p/q.json?x=/y#z", "q.json"],
  [undefined, "http://h/a%20b.txt", "a b.txt"],
  [undefined, "http://h/", "response"],
  [undefined, "http://h", "response"],
  ['inline; filename="CON.txt"', "", "_CON.txt"],
  ['inline; filename=".bashrc"', "", "bashrc"],
  ['inline; filename="gpj.\u202eexe"', "", "gpj._exe"],
])("the name of %j %j", (disposition, url, name) => {
  expect(suggestFileName(disposition, url)).toBe(name);
});

test("any name is harmless", () => {
  expect(safeFileName('a/b\\c:d*e?f"g<h>i|j\u0000k')).toBe("a_b_c_d_e_f_g_h_i_j_k");
  expect(safeFileName("x".repeat(500))).toHaveLength(120);
});
