import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../../shared/model/failure.ts";
import { decodeAll, text } from "./decoded.testing.ts";
import { chunkedEnd, chunkStart, encodeRequestHead, type RequestHead } from "./encode.ts";
import { readRawRequest } from "./read-raw.ts";

const head = (part: Partial<RequestHead>): RequestHead => ({
  method: "GET",
  target: "/",
  httpVersion: "1.1",
  headers: [],
  ...part,
});

function failureOf(work: () => unknown): FailureError["failure"] | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof FailureError ? error.failure : null;
  }
}

describe("the head of a request", () => {
  it.each([
    [{}, "GET / HTTP/1.1\r\n\r\n"],
    [{ method: "M-SEARCH", target: "*" }, "M-SEARCH * HTTP/1.1\r\n\r\n"],
    [{ httpVersion: "1.0" }, "GET / HTTP/1.0\r\n\r\n"],
    [{ target: "/a b?ü" }, "GET /a b?ü HTTP/1.1\r\n\r\n"],
    [
      {
        headers: [
          { name: "b", value: "1" },
          { name: "A", value: "" },
          { name: "A", value: " " },
          { name: "A", value: "\t b" },
          { name: "b", value: "é☃" },
        ],
      },
      "GET / HTTP/1.1\r\nb: 1\r\nA:\r\nA: \r\nA: \t b\r\nb: é☃\r\n\r\n",
    ],
  ] as const)("%j", (part, wanted) => {
    expect(Buffer.from(encodeRequestHead(head(part)).bytes).toString("utf8")).toBe(wanted);
  });

  it("marks each line by its bytes", () => {
    const encoded = encodeRequestHead(
      head({
        target: "/é",
        headers: [
          { name: "Ü", value: "☃" },
          { name: "B", value: "c" },
        ],
      }),
    );
    const lines = encoded.marks.map((mark) => [
      mark.kind,
      Buffer.from(encoded.bytes.subarray(mark.start, mark.end)).toString("utf8"),
      mark.label,
    ]);
    expect(lines).toEqual([
      ["request-line", "GET /é HTTP/1.1\r\n", "GET"],
      ["request-header", "Ü: ☃\r\n", "Ü"],
      ["request-header", "B: c\r\n", "B"],
    ]);
  });

  it.each([
    ["method", { method: "GET /x" }],
    ["method", { method: "" }],
    ["method", { method: "G\nT" }],
    ["target", { target: "/\r\nX: y" }],
    ["target", { target: "/\n" }],
    ["target", { target: "/\0" }],
    ["headers[0].name", { headers: [{ name: "a\r", value: "" }] }],
    [
      "headers[1].value",
      {
        headers: [
          { name: "a", value: "b" },
          { name: "a", value: "b\nc: d" },
        ],
      },
    ],
    ["headers[0].value", { headers: [{ name: "a", value: "\0" }] }],
  ] as const)("refuses a line break in %s", (place, part) => {
    expect(failureOf(() => encodeRequestHead(head(part)))).toMatchObject({
      kind: "input",
      place,
      code: "line-break-in-head",
    });
  });

  it("never says in an error what was refused", () => {
    const failure = failureOf(() =>
      encodeRequestHead(head({ headers: [{ name: "Authorization", value: "secret\n" }] })),
    );
    expect(JSON.stringify(failure)).not.toContain("secret");
  });
});

describe("the chunked framing", () => {
  it("can be decoded again, with its trailers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 8 }),
        (chunks) => {
          const parts: Uint8Array[] = [
            Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
          ];
          chunks.forEach((chunk, at) => parts.push(chunkStart(chunk.length, at === 0), chunk));
          parts.push(chunkedEnd(chunks.length === 0, [{ name: "T", value: "u" }]));
          const got = decodeAll(parts);
          expect(got.faults).toEqual([]);
          expect(got.body.equals(Buffer.concat(chunks))).toBe(true);
          expect(got.trailers).toEqual([["T", "u"]]);
          expect(got.end?.reusable).toBe(true);
        },
      ),
    );
  });

  it("refuses a line break in a trailer", () => {
    expect(failureOf(() => chunkedEnd(true, [{ name: "a", value: "\n" }]))?.place).toBe(
      "trailers[0].value",
    );
    expect(failureOf(() => chunkedEnd(true, [{ name: "a\0", value: "" }]))?.place).toBe(
      "trailers[0].name",
    );
  });
});

describe("reading a raw request", () => {
  const read = (typed: string): ReturnType<typeof readRawRequest> =>
    readRawRequest(Buffer.from(typed, "latin1"));

  it.each([
    ["GET /x HTTP/1.1\r\nA: b\r\n\r\nbody", "GET", "/x", "1.1", 25, 1],
    ["HEAD /x HTTP/1.0\nA: b\n\n", "HEAD", "/x", "1.0", 23, 1],
    ["\r\n\r\nGET / HTTP/1.1\r\n\r\n", "GET", "/", "1.1", 22, 0],
    ["GET /simple\r\n", "GET", "/simple", "0.9", 13, 0],
    ["GET /a b c HTTP/1.1\r\n\r\n", "GET", "/a b c", "1.1", 23, 0],
    ["POST\t/\tHTTP/1.1", "POST", "/\tHTTP/1.1", "1.1", 15, 0],
    ["", "", "", "", 0, 0],
    ["\0\x01\x02", "\0\x01\x02", "", "1.1", 3, 0],
    ["GET / HTTP/1.1\r\nA: b", "GET", "/", "1.1", 20, 1],
  ] as const)("%j", (typed, method, target, httpVersion, headBytes, count) => {
    const got = read(typed);
    expect(got).toMatchObject({ method, target, httpVersion, headBytes });
    expect(got.headers).toHaveLength(count);
  });

  it("marks lines, folds belonging to the line above", () => {
    const typed = "GET / HTTP/1.1\r\nA: b\r\n c\r\njunk\r\nD:e\r\n\r\n";
    const got = read(typed);
    expect(got.marks.map((mark) => [typed.slice(mark.start, mark.end), mark.label])).toEqual([
      ["GET / HTTP/1.1\r\n", "GET"],
      ["A: b\r\n c\r\n", "A"],
      ["junk\r\n", "junk"],
      ["D:e\r\n", "D"],
    ]);
    expect(got.headers).toEqual([
      ["A", "b c"],
      ["D", "e"],
    ]);
  });

  it.each([
    ["GET / HTTP/1.1\r\n\r\n", false],
    ["GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", true],
    ["POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", false],
    ["POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd", true],
    ["POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", true],
    ["POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false],
  ])("knows whether more follows: %j", (typed, more) => {
    expect(read(typed).more).toBe(more);
  });

  it("reads back what the encoder writes", () => {
    const word = fc.stringMatching(/^[!-9;-~]{1,8}$/);
    fc.assert(
      fc.property(
        word,
        word,
        fc.array(fc.tuple(word, word), { maxLength: 5 }),
        (method, target, pairs) => {
          const headers = pairs.map(([name, value]) => ({ name, value }));
          const encoded = encodeRequestHead(head({ method, target, headers }));
          const got = readRawRequest(encoded.bytes);
          expect(got).toMatchObject({
            method,
            target,
            httpVersion: "1.1",
            headBytes: encoded.bytes.length,
            more: got.more,
          });
          expect(got.headers).toEqual(pairs);
          expect(got.marks).toEqual(encoded.marks);
        },
      ),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (all) => {
        const got = readRawRequest(all);
        expect(got.headBytes).toBeLessThanOrEqual(all.length);
        expect(text(all).includes(got.method)).toBe(true);
      }),
    );
  });
});
