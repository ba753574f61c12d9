import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64ToBytes, bytesToBase64, bytesToText, rawBytes, textBytes } from "./raw-bytes.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("textBytes", () => {
  test.each([
    [
      "line feeds become CR LF",
      "GET / HTTP/1.1\nA: b\n\n",
      "crlf",
      "GET / HTTP/1.1\r\nA: b\r\n\r\n",
    ],
    ["CR LF stays CR LF", "a\r\nb", "crlf", "a\r\nb"],
    ["CR LF becomes LF", "a\r\nb\n", "lf", "a\nb\n"],
    ["a lone CR stays", "a\rb\n", "crlf", "a\rb\r\n"],
    ["the head alone", "A\nB\n\nc\n\nd\r\n", "crlf-head", "A\r\nB\r\n\r\nc\n\nd\n"],
    ["a head without an end", "A\nB", "crlf-head", "A\r\nB"],
    ["UTF-8", "é", "lf", "\u00c3\u00a9"],
    ["empty", "", "crlf", ""],
  ] as const)("%s", (_, text, newline, bytes) => {
    expect(textBytes(text, newline)).toEqual(latin1(bytes));
  });
});

describe("bytesToText", () => {
  test.each([
    ["a\r\nb\r\n", { text: "a\nb\n", newline: "crlf" }],
    ["a\nb", { text: "a\nb", newline: "lf" }],
    ["a", { text: "a", newline: "crlf" }],
    ["", { text: "", newline: "crlf" }],
    ["a\r\nb\n", null],
    ["A\r\n\r\nb\nc\n", { text: "A\n\nb\nc\n", newline: "crlf-head" }],
    ["A\r\n\r\nb\n\r\n", null],
    ["A\nB\r\n\r\nc\n", null],
    ["a\rb", null],
    ["\u00ff", null],
    ["a\0b", { text: "a\0b", newline: "crlf" }],
  ])("%j", (bytes, expected) => {
    expect(bytesToText(latin1(bytes))).toEqual(expected);
  });

  test("what text can hold comes back to the byte", () => {
    const bytes = fc
      .uint8Array({ maxLength: 24 })
      .map((all) => Uint8Array.from(all, (byte) => (byte > 250 ? 13 : byte > 230 ? 10 : byte)));
    fc.assert(
      fc.property(bytes, (given) => {
        const read = bytesToText(given);
        if (read !== null) expect(textBytes(read.text, read.newline)).toEqual(given);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("base64", () => {
  test("round trip", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(base64ToBytes(bytesToBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  test("large input", () => {
    const bytes = new Uint8Array(200_000).fill(7);
    const back = base64ToBytes(bytesToBase64(bytes)) ?? new Uint8Array(0);
    expect(Buffer.compare(back, bytes)).toBe(0);
  });

  test("what is no base64 is null", () => {
    const raw = { target: "", tls: false, encoding: "base64", data: "@@", newline: "lf" } as const;
    expect(rawBytes(raw)).toBeNull();
    expect(rawBytes({ ...raw, data: "AP8=\n" })).toEqual(latin1("\u0000\u00ff"));
  });
});
