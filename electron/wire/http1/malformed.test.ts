import { describe, expect, it } from "vitest";
import { decodeAll, everySplit, text } from "./decoded.testing.ts";
import { rules } from "./rules.ts";

const ok = "HTTP/1.1 200 OK\r\n";
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

interface Case {
  readonly rule: string;
  readonly bytes: string;
  readonly severity: "fatal" | "tolerated";
  /** Content still shown. */
  readonly body?: string;
  readonly status?: number | null;
  readonly offset?: number;
  readonly method?: string;
}

const t = "tolerated";
const f = "fatal";

/** Replies that are wrong, the rule they break, and what must still be seen of them. */
const cases: readonly Case[] = [
  { rule: "http-name", bytes: "http/1.1 200 OK\r\n\r\nx", severity: t, body: "x" },
  { rule: "http-version", bytes: "HTTP/2 200 OK\r\n\r\nx", severity: t, body: "x" },
  { rule: "http-version", bytes: "HTTP/1.10 200 OK\r\n\r\nx", severity: t, body: "x" },
  { rule: "http-version", bytes: "HTTP/ 200 OK\r\n\r\nx", severity: t, body: "x" },
  { rule: "status-line-space", bytes: "HTTP/1.1  \t200 OK\r\n\r\nx", severity: t, body: "x" },
  { rule: "status-code", bytes: "HTTP/1.1 abc OK\r\n\r\nx", severity: t, status: 0, body: "x" },
  { rule: "status-code", bytes: "HTTP/1.1\r\n\r\nx", severity: t, status: 0, body: "x" },
  { rule: "status-code-range", bytes: "HTTP/1.1 99999 No\r\n\r\nx", severity: t, status: 99999 },
  { rule: "status-code-range", bytes: "HTTP/1.1 20 No\r\n\r\nx", severity: t, status: 20 },
  { rule: "status-code-range", bytes: "HTTP/1.1 600 No\r\n\r\nx", severity: t, status: 600 },
  { rule: "reason-space", bytes: "HTTP/1.1 200\r\n\r\nx", severity: t, status: 200, body: "x" },
  { rule: "reason-control", bytes: "HTTP/1.1 200 O\0K\r\n\r\nx", severity: t, body: "x" },
  {
    rule: "blank-before-status-line",
    bytes: `\r\n\n${ok}\r\nx`,
    severity: t,
    body: "x",
    offset: 0,
  },
  { rule: "garbage-before-status-line", bytes: `junk\r\nmore${ok}\r\nx`, severity: t, body: "x" },
  { rule: "garbage-before-status-line", bytes: `junk\n${ok}\r\nx`, severity: t, status: 200 },
  { rule: "no-status-line", bytes: "hello\nworld", severity: t, status: 0, body: "hello\nworld" },
  {
    rule: "no-status-line",
    bytes: "x".repeat(9000),
    severity: t,
    status: 0,
    body: "x".repeat(9000),
  },
  { rule: "not-http", bytes: "\x15\x03\x01\0\x02\x02\x28", severity: f, status: null },
  {
    rule: "http2-reply",
    bytes: "\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64",
    severity: f,
    status: null,
  },
  { rule: "not-http", bytes: "\0\0\x06\x04\0\0\0\0\x01", severity: f, status: null },
  { rule: "not-http", bytes: "\0\0\x06\x04", severity: f, status: null },
  {
    rule: "not-http",
    bytes: "\0".repeat(5000),
    severity: f,
    status: null,
    body: "\0".repeat(5000),
  },
  {
    rule: "status-line-length",
    bytes: `HTTP/1.1 200 ${"x".repeat(70_000)}`,
    severity: f,
    status: null,
  },
  {
    rule: "status-line-truncated",
    bytes: "HTTP/1.1 20",
    severity: f,
    status: null,
    body: "HTTP/1.1 20",
  },
  { rule: "bare-lf", bytes: "HTTP/1.1 200 OK\nA: b\n\nx", severity: t, body: "x", offset: 15 },
  { rule: "bare-cr", bytes: `${ok}A: b\rc\r\n\r\nx`, severity: t, body: "x", offset: 17 },
  { rule: "nul", bytes: `${ok}A: b\0c\r\n\r\nx`, severity: t, body: "x" },
  { rule: "nul", bytes: `${ok}A\0: b\r\n\r\nx`, severity: t, body: "x" },
  { rule: "header-control", bytes: `${ok}A: \x07\r\n\r\nx`, severity: t, body: "x" },
  { rule: "header-name", bytes: `${ok}A(b): c\r\n\r\nx`, severity: t, body: "x" },
  { rule: "header-name-empty", bytes: `${ok}: c\r\n\r\nx`, severity: t, body: "x" },
  { rule: "header-without-colon", bytes: `${ok}no colon\r\n\r\nx`, severity: t, body: "x" },
  { rule: "space-before-colon", bytes: `${ok}Content-Length : 1\r\n\r\nx`, severity: t, body: "x" },
  { rule: "leading-space", bytes: `${ok} A: b\r\n\r\nx`, severity: t, body: "x" },
  { rule: "obs-fold", bytes: `${ok}A: b\r\n\tc\r\n\r\nx`, severity: t, body: "x" },
  { rule: "head-truncated", bytes: `${ok}A: b\r\nC`, severity: f, status: 200, body: "" },
  { rule: "head-truncated", bytes: ok, severity: f, status: 200 },
  {
    rule: "content-length-invalid",
    bytes: `${ok}Content-Length: abc\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-invalid",
    bytes: `${ok}Content-Length: -1\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-invalid",
    bytes: `${ok}Content-Length: +1\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-invalid",
    bytes: `${ok}Content-Length: \r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-invalid",
    bytes: `${ok}Content-Length: 1,\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-huge",
    bytes: `${ok}Content-Length: 99999999999999999999\r\n\r\nx`,
    severity: f,
  },
  {
    rule: "content-length-conflict",
    bytes: `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-conflict",
    bytes: `${ok}Content-Length: 1, 2\r\n\r\nx`,
    severity: f,
    body: "x",
  },
  {
    rule: "content-length-repeated",
    bytes: `${ok}Content-Length: 1\r\nContent-Length: 01\r\n\r\nx`,
    severity: t,
    body: "x",
  },
  {
    rule: "content-length-and-transfer-encoding",
    bytes: `${ok}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    severity: t,
    body: "x",
  },
  {
    rule: "transfer-encoding-in-1.0",
    bytes: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    severity: t,
  },
  {
    rule: "transfer-coding-identity",
    bytes: `${ok}Transfer-Encoding: chunked, identity\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    severity: t,
    body: "x",
  },
  {
    rule: "chunked-twice",
    bytes: `${ok}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
    severity: t,
  },
  {
    rule: "chunked-not-last",
    bytes: `${ok}Transfer-Encoding: chunked, gzip\r\n\r\nx`,
    severity: t,
    body: "x",
  },
  {
    rule: "transfer-coding-kept",
    bytes: `${ok}Transfer-Encoding: compress\r\n\r\nx`,
    severity: t,
    body: "x",
  },
  {
    rule: "body-truncated",
    bytes: `${ok}Content-Length: 9\r\n\r\nabc`,
    severity: f,
    body: "abc",
    offset: 41,
  },
  { rule: "chunk-size", bytes: `${chunked}zz\r\nabc`, severity: f, body: "zz\r\nabc" },
  { rule: "chunk-size", bytes: `${chunked}-1\r\nabc`, severity: f, body: "-1\r\nabc" },
  { rule: "chunk-size", bytes: `${chunked}0x1\r\nabc`, severity: f, body: "0x1\r\nabc" },
  { rule: "chunk-size", bytes: `${chunked}\r\nabc`, severity: f, body: "\r\nabc" },
  { rule: "chunk-size-huge", bytes: `${chunked}fffffffffffffffff\r\nabc`, severity: f },
  { rule: "chunk-size-space", bytes: `${chunked} 1 \r\nx\r\n0\r\n\r\n`, severity: t, body: "x" },
  { rule: "chunk-extension", bytes: `${chunked}1;\r\nx\r\n0\r\n\r\n`, severity: t, body: "x" },
  { rule: "chunk-extension", bytes: `${chunked}1;a="\r\nx\r\n0\r\n\r\n`, severity: t, body: "x" },
  {
    rule: "chunk-extension-length",
    bytes: `${chunked}1;a=${"b".repeat(70_000)}\r\nx\r\n0\r\n\r\n`,
    severity: t,
    body: "x",
  },
  { rule: "chunk-line-length", bytes: `${chunked}1;a=${"b".repeat(1 << 20)}`, severity: f },
  { rule: "chunk-size-truncated", bytes: `${chunked}1\r\nx\r\n1`, severity: f, body: "x" },
  { rule: "last-chunk-missing", bytes: `${chunked}1\r\nx\r\n`, severity: f, body: "x" },
  { rule: "chunk-truncated", bytes: `${chunked}5\r\nabc`, severity: f, body: "abc" },
  { rule: "chunk-truncated", bytes: `${chunked}1\r\nx\r`, severity: f, body: "x" },
  {
    rule: "chunk-data-end",
    bytes: `${chunked}1\r\nxyz\r\n0\r\n\r\n`,
    severity: f,
    body: "xyz\r\n0\r\n\r\n",
  },
  { rule: "chunk-data-end", bytes: `${chunked}1\r\nx\ryz`, severity: f, body: "x\ryz" },
  { rule: "bare-lf", bytes: `${chunked}1\nx\n0\n\n`, severity: t, body: "x" },
  { rule: "trailers-truncated", bytes: `${chunked}0\r\nA: b\r\n`, severity: f, body: "" },
  { rule: "header-without-colon", bytes: `${chunked}0\r\njunk\r\n\r\n`, severity: t },
  {
    rule: "final-reply-missing",
    bytes: "HTTP/1.1 103 Early Hints\r\n\r\n",
    severity: f,
    status: null,
  },
  {
    rule: "surplus-bytes",
    bytes: `${ok}Content-Length: 1\r\n\r\nxyz`,
    severity: t,
    body: "x",
    offset: 39,
  },
  { rule: "surplus-bytes", bytes: "HTTP/1.1 204 No\r\n\r\nx", severity: t, body: "" },
  {
    rule: "surplus-bytes",
    bytes: `${ok}Content-Length: 1\r\n\r\nx`,
    method: "HEAD",
    severity: t,
    body: "",
  },
  {
    rule: "header-count",
    bytes: `${ok}${"A: b\r\n".repeat(20_001)}\r\nx`,
    severity: f,
    status: 200,
  },
  {
    rule: "header-line-length",
    bytes: `${ok}A: ${"b".repeat(1 << 20)}\r\n\r\nx`,
    severity: f,
    status: 200,
  },
  {
    rule: "head-size",
    bytes: `${ok}${`A: ${"b".repeat(999_999)}\r\n`.repeat(5)}\r\nx`,
    severity: f,
    status: 200,
  },
  {
    rule: "informational-count",
    bytes: "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_001),
    severity: f,
    status: null,
  },
];

describe("a malformed reply", () => {
  it.each(cases.map((one) => [one.rule, one] as const))("%s", (_rule, one) => {
    const options = { method: one.method ?? "GET" };
    const got = decodeAll([Buffer.from(one.bytes, "latin1")], options);
    const fault = got.faults.find((found) => found.rule === one.rule);
    expect(fault).toMatchObject({ rule: one.rule, severity: one.severity });
    expect(fault?.message).toMatch(/^[A-Z].*\.$/);
    if (one.offset !== undefined) expect(fault?.offset).toBe(one.offset);
    if (one.body !== undefined) expect(text(got.body)).toBe(one.body);
    if (one.status !== undefined) expect(got.head?.status ?? null).toBe(one.status);
    expect(got.end?.fatal ?? null).toBe(one.severity === "fatal" ? one.rule : null);
    if (one.severity === "fatal") expect(got.end?.reusable).toBe(false);
  });

  it.each(
    cases
      .filter((one) => one.bytes.length < 2000)
      .map((one, at) => [`${one.rule} ${at}`, one] as const),
  )("%s, split at every byte", (_rule, one) => {
    everySplit(Buffer.from(one.bytes, "latin1"), { method: one.method ?? "GET" });
  });

  it.each(
    cases
      .filter((one) => one.bytes.length >= 2000)
      .map((one, at) => [`${one.rule} ${at}`, one] as const),
  )("%s, in small pieces", (_rule, one) => {
    const bytes = Buffer.from(one.bytes, "latin1");
    const options = { method: one.method ?? "GET" };
    const whole = decodeAll([bytes], options).events;
    for (const size of [997, 65_536]) {
      const parts: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
      const split = decodeAll(parts, options).events;
      expect(JSON.stringify(split) === JSON.stringify(whole)).toBe(true);
    }
  });

  it("has a case for every rule there is", () => {
    const tried = new Set(cases.map((one) => one.rule));
    expect(Object.keys(rules).filter((rule) => !tried.has(rule))).toEqual([]);
    expect(tried.size).toBeGreaterThanOrEqual(40);
  });

  it("keeps every byte of every reply in some event", () => {
    for (const one of cases) {
      const got = decodeAll([Buffer.from(one.bytes, "latin1")], { method: one.method ?? "GET" });
      const seen = Buffer.alloc(one.bytes.length);
      for (const event of got.events) {
        if (event.kind === "mark") seen.fill(1, event.start, event.end);
        if (event.kind === "body") seen.fill(1, event.offset, event.offset + event.bytes.length);
      }
      const lost: number[] = [];
      for (const [at, byte] of seen.entries()) {
        if (byte === 0 && !/[\r\n]/.test(one.bytes[at] ?? "")) lost.push(at);
      }
      // A line cut by the end of the connection has no mark but its fault; its bytes are in the record.
      if (!one.rule.endsWith("-truncated")) expect([one.rule, lost]).toEqual([one.rule, []]);
    }
  });
});
