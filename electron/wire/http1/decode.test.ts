import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder } from "./decode.ts";
import { decodeAll, everySplit, text } from "./decoded.testing.ts";
import type { DecoderOptions } from "./decoder.ts";

const ok = "HTTP/1.1 200 OK\r\n";
const bytes = (value: string): Buffer => Buffer.from(value, "latin1");

interface Case {
  readonly name: string;
  readonly bytes: string;
  readonly options?: DecoderOptions;
  readonly body?: string;
  readonly surplus?: string;
  readonly reusable: boolean;
  readonly framing: string;
}

/** Replies that are right: no fault, the content, and whether the connection serves another request. */
const cases: readonly Case[] = [
  {
    name: "length",
    bytes: `${ok}Content-Length: 3\r\n\r\nabc`,
    body: "abc",
    reusable: true,
    framing: "length",
  },
  { name: "length 0", bytes: `${ok}Content-Length: 0\r\n\r\n`, reusable: true, framing: "length" },
  {
    name: "length in any case",
    bytes: `${ok}cOnTeNt-LeNgTh:\t3 \r\n\r\nabc`,
    body: "abc",
    reusable: true,
    framing: "length",
  },
  {
    name: "length with zeros",
    bytes: `${ok}Content-Length: 003\r\n\r\nabc`,
    body: "abc",
    reusable: true,
    framing: "length",
  },
  {
    name: "chunked",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n`,
    body: "abc0123456789",
    reusable: true,
    framing: "chunked",
  },
  {
    name: "chunked, many zeros",
    bytes: `${ok}Transfer-Encoding: Chunked\r\n\r\n0003\r\nabc\r\n000\r\n\r\n`,
    body: "abc",
    reusable: true,
    framing: "chunked",
  },
  {
    name: "chunk extensions",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n3;a;b="c;d"\r\nabc\r\n0;z\r\n\r\n`,
    body: "abc",
    reusable: true,
    framing: "chunked",
  },
  {
    name: "identity",
    bytes: `${ok}Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na`,
    body: "a",
    reusable: true,
    framing: "length",
  },
  { name: "until close", bytes: `${ok}\r\nabc`, body: "abc", reusable: false, framing: "close" },
  { name: "until close, empty", bytes: `${ok}\r\n`, reusable: false, framing: "close" },
  {
    name: "Connection: close",
    bytes: `${ok}Connection: x, Close\r\nContent-Length: 1\r\n\r\na`,
    body: "a",
    reusable: false,
    framing: "length",
  },
  {
    name: "HTTP/1.0",
    bytes: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
    body: "a",
    reusable: false,
    framing: "length",
  },
  {
    name: "HTTP/1.0 kept",
    bytes: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
    body: "a",
    reusable: true,
    framing: "length",
  },
  { name: "204", bytes: "HTTP/1.1 204 No Content\r\n\r\n", reusable: true, framing: "none" },
  {
    name: "304 with length",
    bytes: "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
    reusable: true,
    framing: "none",
  },
  {
    name: "HEAD",
    bytes: `${ok}Content-Length: 9\r\n\r\n`,
    options: { method: "HEAD" },
    reusable: true,
    framing: "none",
  },
  {
    name: "HEAD, chunked",
    bytes: `${ok}Transfer-Encoding: chunked\r\n\r\n`,
    options: { method: "HEAD" },
    reusable: true,
    framing: "none",
  },
  {
    name: "CONNECT",
    bytes: `${ok}Content-Length: 9\r\n\r\nTUNNEL`,
    options: { method: "CONNECT" },
    surplus: "TUNNEL",
    reusable: false,
    framing: "tunnel",
  },
  {
    name: "CONNECT refused",
    bytes: "HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\na",
    options: { method: "CONNECT" },
    body: "a",
    reusable: true,
    framing: "length",
  },
  {
    name: "101",
    bytes: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x00",
    surplus: "\x81\x00",
    reusable: false,
    framing: "tunnel",
  },
  {
    name: "empty reason",
    bytes: "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
    reusable: true,
    framing: "length",
  },
  {
    name: "Latin-1 reason and value",
    bytes: "HTTP/1.1 200 \xe9\r\nA: \xff\xa0\r\nContent-Length: 0\r\n\r\n",
    reusable: true,
    framing: "length",
  },
  {
    name: "HTTP/0.9 as asked",
    bytes: "plain\ntext",
    options: { method: "GET", simple: true },
    body: "plain\ntext",
    reusable: false,
    framing: "close",
  },
  {
    name: "HTTP/0.9 as asked, and not text",
    bytes: "GIF89a\0\x01\x02",
    options: { method: "GET", simple: true },
    body: "GIF89a\0\x01\x02",
    reusable: false,
    framing: "close",
  },
];

describe("a well-formed reply", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const options = one.options ?? { method: "GET" };
    const got = decodeAll([bytes(one.bytes)], options);
    expect(got.faults).toEqual([]);
    expect(text(got.body)).toBe(one.body ?? "");
    expect(text(got.surplus)).toBe(one.surplus ?? "");
    expect(got.end).toMatchObject({ reusable: one.reusable, fatal: null });
    const head = got.events.find((event) => event.kind === "head");
    expect(head?.kind === "head" && head.framing.kind).toBe(one.framing);
    everySplit(bytes(one.bytes), options);
  });

  it("keeps case, order and duplicates of headers, one code unit a byte", () => {
    const got = decodeAll([
      bytes(`${ok}b: 1\r\nA:2\r\nB:\t3 \r\nb: 1\r\nE:\r\nF: \xe9\xff\r\n\r\n`),
    ]);
    expect(got.head?.headers).toEqual([
      ["b", "1"],
      ["A", "2"],
      ["B", "3"],
      ["b", "1"],
      ["E", ""],
      ["F", "\xe9\xff"],
    ]);
  });

  it("gives any number of interim replies before the final one", () => {
    const got = decodeAll([
      bytes(
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nA: b\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`,
      ),
    ]);
    expect(got.informational).toEqual([
      { httpVersion: "1.1", status: 100, reason: "Continue", headers: [] },
      { httpVersion: "1.1", status: 102, reason: "Processing", headers: [["A", "b"]] },
    ]);
    expect(got.head?.status).toBe(200);
    expect(got.head?.headers).toEqual([["Content-Length", "1"]]);
  });

  it("gives trailers with case, order and duplicates", () => {
    const got = decodeAll([
      bytes(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nb: 1\r\nA: 2\r\nb: 3\r\n\r\n`),
    ]);
    expect(got.trailers).toEqual([
      ["b", "1"],
      ["A", "2"],
      ["b", "3"],
    ]);
  });

  it("joins folded lines with one space", () => {
    const got = decodeAll([bytes(`${ok}A: b\r\n  c\r\n\td \r\nE:\r\n f\r\n\r\n`)]);
    expect(got.head?.headers).toEqual([
      ["A", "b c d"],
      ["E", "f"],
    ]);
  });

  it("puts marks on every part", () => {
    const wire = `${ok}A: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\nrest`;
    const marks = decodeAll([bytes(wire)]).events.flatMap((event) =>
      event.kind === "mark" ? [[event.mark, wire.slice(event.start, event.end), event.label]] : [],
    );
    expect(marks).toEqual([
      ["status-line", ok, "HTTP/1.1 200 OK"],
      ["header", "A: b\r\n", "A"],
      ["header", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding"],
      ["head-end", "\r\n", ""],
      ["chunk-size", "3\r\n", "3"],
      ["chunk-data", "abc", ""],
      ["chunk-size", "0\r\n", "0"],
      ["trailer", "T: u\r\n", "T"],
      ["trailer", "\r\n", ""],
      ["fault", "r", "surplus-bytes"],
      ["surplus", "rest", ""],
    ]);
  });

  it("gives the body without copying it", () => {
    const whole = bytes(`${ok}Content-Length: 3\r\n\r\nabc`);
    const events = createDecoder({ method: "GET" }).push(whole);
    const body = events.find((event) => event.kind === "body");
    expect(body?.kind === "body" && body.bytes.buffer === whole.buffer).toBe(true);
  });
});

describe("stopping", () => {
  it("gives the marks and no verdict", () => {
    const got = decodeAll(
      [bytes(`${ok}Content-Length: 9\r\n\r\nabc`)],
      { method: "GET" },
      "stopped",
    );
    expect(got.faults).toEqual([]);
    expect(got.events.some((event) => event.kind === "mark" && event.mark === "body")).toBe(true);
    expect(got.end).toMatchObject({ reusable: false, fatal: null });
  });

  it("gives bytes that were held back", () => {
    const got = decodeAll([bytes("SSH-2.0")], { method: "GET" }, "stopped");
    expect(text(got.body)).toBe("SSH-2.0");
    expect(decodeAll([], { method: "GET" }, "stopped").events).toHaveLength(1);
  });
});

describe("any bytes at all", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ok,
      "HTTP/1.1 100 C\r\n\r\n",
      "\r\n",
      "\n",
      "\r",
      " ",
      ":",
      ";",
      "0",
      "5",
      "HTTP/1.",
      "Content-Length: 3\r\n",
      "Content-Length: 9\r\n",
      "Transfer-Encoding: chunked\r\n",
      "Connection: close\r\n",
      "\r\n\r\n",
      "3\r\nabc\r\n",
      "0\r\n\r\n",
      "A: b\r\n",
      "\0",
      "\xff",
    ),
    fc.string({ maxLength: 5 }),
  );
  const wire = fc.array(piece, { maxLength: 14 }).map((parts) => bytes(parts.join("")));
  const method = fc.constantFrom("GET", "HEAD", "CONNECT", "");

  it("never throw, and say the same however they are split", () => {
    fc.assert(
      fc.property(wire, method, fc.array(fc.nat(60), { maxLength: 6 }), (all, asked, cuts) => {
        const options = {
          method: asked,
          limits: { fields: 3, lineBytes: 40, headBytes: 90, informational: 2 },
        };
        const parts: Buffer[] = [];
        let at = 0;
        for (const cut of cuts) {
          parts.push(all.subarray(at, at + cut));
          at += cut;
        }
        parts.push(all.subarray(at));
        const whole = decodeAll([all], options);
        expect(decodeAll(parts, options).events).toEqual(whole.events);
        const [end, ...more] = whole.events.filter((event) => event.kind === "end");
        expect([end?.kind, more]).toEqual(["end", []]);
      }),
      { numRuns: 3000 },
    );
  });

  it("never throw when they are noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), method, (all, asked) => {
        const got = decodeAll([all], { method: asked });
        expect(got.end).not.toBeNull();
        if (got.head === null && all.length > 0) expect(got.body.equals(all)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a Content-Length that does not count", () => {
  it.each([
    ["Content-Length: 2\r\n", "hello", []],
    ["Content-Length: 50\r\n", "hello", []],
    ["Content-Length: x\r\nContent-Length: 2\r\n", "hello", []],
    ["Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "5\r\nhello\r\n0\r\n\r\n", []],
  ] as const)("%j", (fields, content, faults) => {
    const all = bytes(`HTTP/1.1 200 OK\r\n${fields}\r\n${content}`);
    const options = { method: "GET", ignoreLength: true };
    const whole = decodeAll([all], options);
    expect(whole.body.toString()).toBe("hello");
    expect(whole.faults).toEqual(faults);
    expect(whole.end?.reusable).toBe(content !== "hello");
    for (let at = 1; at < all.length; at += 1)
      expect(decodeAll([all.subarray(0, at), all.subarray(at)], options).events).toEqual(
        whole.events,
      );
  });
});

describe("the time it takes", () => {
  it("grows with the bytes, not with their square", () => {
    const line = bytes(`${ok}A: ${"x".repeat(200_000)}\r\n\r\n`);
    let events = 0;
    const decoder = createDecoder({ method: "GET" });
    for (let at = 0; at < line.length; at += 1)
      events += decoder.push(line.subarray(at, at + 1)).length;
    expect(events).toBeGreaterThan(3);
  });
});
