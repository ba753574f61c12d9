import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundaryOf } from "./boundary.ts";
import { type Multipart, type MultipartOptions, readMultipart } from "./read.ts";
import { decodeTransfer } from "./transfer-encoding.ts";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

function read(
  text: string,
  boundary: string,
  options?: MultipartOptions,
  cuts: readonly number[] = [],
): Multipart {
  const reader = readMultipart(boundary, options);
  const bytes = bytesOf(text);
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    reader.push(bytes.subarray(at, cut));
    at = cut;
  }
  return reader.end();
}

/** Headers, content and completeness of each part; each fault as its rule and offset. */
function told(text: string, boundary = "b", options?: MultipartOptions) {
  const whole = read(text, boundary, options);
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(read(text, boundary, options, [cut])).toEqual(whole);
  }
  const bytewise = Array.from({ length: text.length }, (_, at) => at);
  expect(read(text, boundary, options, bytewise)).toEqual(whole);
  return {
    parts: whole.parts.map(({ headers, start, end, complete }) => [
      headers.map((field) => field.join(": ")).join(" | "),
      text.slice(start, end),
      complete,
    ]),
    faults: whole.faults.map(({ rule, offset }) => `${rule} ${offset}`),
    complete: whole.complete,
  };
}

it("a header line that is too long is left at one and the same byte, however it is cut", () => {
  const text = `--b\r\nA: ${"x".repeat(70_000)}\r\n\r\ny\r\n--b--`;
  const whole = read(text, "b");
  expect(whole.faults.map(({ rule, offset }) => [rule, offset])).toEqual([
    ["part-header-length", 5],
  ]);
  for (const step of [1, 7, 1000, 65_000]) {
    const cuts = Array.from({ length: Math.floor(text.length / step) }, (_, at) => at * step);
    expect(read(text, "b", {}, cuts)).toEqual(whole);
  }
});

describe("a multipart text, also cut at every byte", () => {
  it.each([
    ["one part", "--b\r\nA: 1\r\n\r\nx\r\n--b--\r\n", [["A: 1", "x", true]]],
    [
      "two parts",
      "--b\r\nA: 1\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--",
      [
        ["A: 1", "x", true],
        ["", "y", true],
      ],
    ],
    ["empty content", "--b\r\nA: 1\r\n\r\n\r\n--b--", [["A: 1", "", true]]],
    ["content that ends in a line break", "--b\r\n\r\nx\r\n\r\n--b--", [["", "x\r\n", true]]],
    ["no part", "--b--\r\n", []],
    [
      "line breaks before, text behind",
      "\r\n\r\n--b\r\n\r\nx\r\n--b--\r\nepilogue --b\r\n",
      [["", "x", true]],
    ],
    [
      "blanks behind the delimiter",
      "--b \t\r\n\r\nx\r\n--b  \r\n\r\ny\r\n--b--",
      [
        ["", "x", true],
        ["", "y", true],
      ],
    ],
    [
      "what only looks like a delimiter",
      "--b\r\n\r\n--b\r--bb\n--b\r\n--bx\r\n -b\r\n--b--",
      [["", "--b\r--bb\n--b\r\n--bx\r\n -b", true]],
    ],
    ["a folded field", "--b\r\nA: 1\r\n  2\r\n\r\nx\r\n--b--", [["A: 1 2", "x", true]]],
    [
      "bare line feeds throughout",
      "--b\nA: 1\n\nx\n--b\n\ny\n--b--\n",
      [
        ["A: 1", "x", true],
        ["", "y", true],
      ],
    ],
    ["fields of one name", "--b\r\nA: 1\r\na: 2\r\n\r\nx\r\n--b--", [["A: 1 | a: 2", "x", true]]],
  ])("%s", (_name, text, parts) => {
    const got = told(text);
    expect(got.parts).toEqual(parts);
    expect(got.complete).toBe(true);
    expect(got.faults.filter((fault) => !fault.startsWith("part-bare-lf"))).toEqual([]);
  });

  it.each([
    ["begins with something else", "-x\r\n--b\r\n\r\nx\r\n--b--", ["multipart-begin 1"], 1],
    [
      "something follows the first delimiter",
      "--b-x\r\n",
      ["multipart-delimiter 4", "multipart-truncated 7"],
      0,
    ],
    ["ends in a content", "--b\r\n\r\nxyz", ["multipart-truncated 10"], 1],
    ["ends in the fields", "--b\r\nA: 1\r\n", ["multipart-truncated 11"], 1],
    ["ends in a delimiter", "--b\r\n\r\nx\r\n--", ["multipart-truncated 12"], 1],
    ["has a field without a name", "--b\r\n: v\r\n\r\nx\r\n--b--", ["part-header-name-empty 5"], 1],
    ["has a bad name", "--b\r\nA<b: v\r\n\r\nx\r\n--b--", ["part-header-name 6"], 1],
    ["has a line without a colon", "--b\r\nabc\r\n\r\nx\r\n--b--", ["part-header-name 8"], 1],
    ["has a lone CR in a value", "--b\r\nA: v\rw\r\n\r\nx\r\n--b--", ["part-bare-cr 10"], 1],
    ["has a broken empty line", "--b\r\nA: v\r\n\rQ\r\n\r\nx\r\n--b--", ["part-headers-end 12"], 1],
    ["is empty", "", ["multipart-truncated 0"], 0],
  ])("that %s is read as far as it goes", (_name, text, faults, count) => {
    const got = told(text);
    expect(got.faults).toEqual(faults);
    expect(got.parts).toHaveLength(count);
  });

  it("may begin with text where that is allowed", () => {
    const text = "This is a message.\r\n--b not\r\n--b\r\n\r\nx\r\n--b--";
    expect(told(text, "b", { preamble: true })).toEqual({
      parts: [["", "x", true]],
      faults: [],
      complete: true,
    });
    expect(told(text).faults).toEqual(["multipart-begin 0"]);
  });

  it("may have the dashes of its boundary once", () => {
    const text = "--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--";
    expect(told(text, "--b")).toEqual({
      parts: [
        ["", "x", true],
        ["", "y", true],
      ],
      faults: ["multipart-dashes 0"],
      complete: true,
    });
    expect(told("--b", "--b").faults).toEqual(["multipart-dashes 0", "multipart-truncated 3"]);
  });

  it("gives back what was put in, wherever it is cut", () => {
    const part = fc.uint8Array({ maxLength: 60 });
    const cuts = fc.array(fc.nat(400), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), cuts, (contents, places) => {
        const text = contents
          .map((content) => `--bOuNd\r\nX: y\r\n\r\n${String.fromCharCode(...content)}\r\n`)
          .join("");
        const whole = `${text}--bOuNd--\r\n`;
        const sorted = places.filter((at) => at < whole.length).toSorted((a, b) => a - b);
        const got = read(whole, "bOuNd", {}, sorted);
        expect(got.parts.map(({ start, end }) => whole.slice(start, end))).toEqual(
          contents.map((content) => String.fromCharCode(...content)),
        );
        expect(got.faults).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never fails, whatever the bytes are", () => {
    const piece = fc.constantFrom(
      "--b",
      "\r\n",
      "--",
      "\r",
      "\n",
      "A: b",
      ":",
      " ",
      "x",
      "--b--",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(60), (pieces, cut) => {
        const text = pieces.join("");
        const got = read(text, "b", {}, [Math.min(cut, text.length)]);
        expect(got).toEqual(read(text, "b"));
        for (const { start, end } of got.parts) expect(start).toBeLessThanOrEqual(end);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ["multipart/form-data; boundary=abc", "abc"],
  ['Multipart/Mixed; charset=utf-8; boundary="a b?c"', "a b?c"],
  ["multipart/form-data", null],
  ["multipart/form-data; boundary=", null],
  ['multipart/form-data; boundary="ends in a blank "', null],
  ["text/plain; boundary=abc", null],
  [`multipart/mixed; boundary=${"x".repeat(201)}`, null],
])("the boundary of %s is %s", (type, boundary) => {
  expect(boundaryOf(type)).toBe(boundary);
});

it.each([
  ["base64", "VGVzdCAxMjM=\r\n", "Test 123"],
  ["BASE64 ", "VGV\r\nzdA==", "Test"],
  ["base64", "***", "***"],
  ["quoted-printable", "a=3Db=\r\nc=zz=", "a=bc=zz="],
  ["quoted-printable", "a=\nb", "ab"],
  ["8bit", "a=3D", "a=3D"],
  ["", "a", "a"],
])("%s of %j is %j", (encoding, text, decoded) => {
  expect(String.fromCharCode(...decodeTransfer(bytesOf(text), encoding))).toBe(decoded);
});
