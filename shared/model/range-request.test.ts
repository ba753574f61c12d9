import { expect, test } from "vitest";
import type { HeaderField } from "./header.ts";
import { asksForRange, rangeAnswer, rangeText, withoutRange, withRange } from "./range-request.ts";

const row = (name: string, value: string) => ({ name, value });

test.each([
  [{ kind: "from", first: 0, last: 99 }, "bytes=0-99"],
  [{ kind: "from", first: 100, last: null }, "bytes=100-"],
  [{ kind: "last", count: 5 }, "bytes=-5"],
] as const)("%j", (span, text) => {
  expect(rangeText(span)).toBe(text);
});

test("the fields take the place of those that were there; others stay where they are", () => {
  const rows = [row("A", "1"), row("range", "bytes=0-1"), row("B", "2"), row("If-Range", "x")];
  const span = { kind: "from", first: 2, last: 3 } as const;
  const next = withRange(rows, span, '"v"');
  expect(next).toEqual([
    row("A", "1"),
    row("Range", "bytes=2-3"),
    row("If-Range", '"v"'),
    row("B", "2"),
  ]);
  expect(asksForRange(next)).toBe(true);
  expect(withoutRange(next)).toEqual([row("A", "1"), row("B", "2")]);
  expect(asksForRange(withoutRange(next))).toBe(false);
  expect(asksForRange([{ ...row("Range", "bytes=0-1"), disabled: true }])).toBe(false);
  expect(withRange([], span, null)).toEqual([row("Range", "bytes=2-3")]);
});

const hop = (status: number, headers: readonly HeaderField[], asked = true) => ({
  method: "GET",
  response: { httpVersion: "1.1", status, reason: "", headers },
  requestHeaders: asked ? [{ name: "Range", value: "bytes=0-9", origin: "request" as const }] : [],
});

test.each([
  [
    "a part in the middle: the next is as long",
    hop(206, [
      ["Content-Range", "bytes 0-9/100"],
      ["ETag", '"v"'],
    ]),
    {
      kind: "part",
      first: 0,
      last: 9,
      size: 100,
      next: { kind: "from", first: 10, last: 19 },
      validator: '"v"',
    },
  ],
  [
    "the next part ends where the whole ends",
    hop(206, [["Content-Range", "bytes 80-94/100"]]),
    {
      kind: "part",
      first: 80,
      last: 94,
      size: 100,
      next: { kind: "from", first: 95, last: 99 },
      validator: null,
    },
  ],
  [
    "the last part",
    hop(206, [["Content-Range", "bytes 90-99/100"]]),
    { kind: "part", first: 90, last: 99, size: 100, next: null, validator: null },
  ],
  [
    "a part of something of unknown size",
    hop(206, [["Content-Range", "bytes 0-9/*"]]),
    {
      kind: "part",
      first: 0,
      last: 9,
      size: null,
      next: { kind: "from", first: 10, last: 19 },
      validator: null,
    },
  ],
  [
    "several parts",
    hop(206, [["Content-Type", "multipart/byteranges; boundary=x"]]),
    { kind: "parts" },
  ],
  ["no Content-Range", hop(206, []), { kind: "unclear" }],
  [
    "a Content-Range that makes no sense",
    hop(206, [["Content-Range", "bytes 9-0/5"]]),
    { kind: "unclear" },
  ],
  ["the whole instead", hop(200, []), { kind: "whole" }],
  ["the whole, as asked", hop(200, [], false), null],
  ["nothing there", hop(416, [["Content-Range", "bytes */42"]]), { kind: "unsatisfied", size: 42 }],
  [
    "nothing there, and no word how much there is",
    hop(416, []),
    { kind: "unsatisfied", size: null },
  ],
  ["something else", hop(404, []), null],
])("%s", (_, given, wanted) => {
  expect(rangeAnswer(given)).toEqual(wanted);
});
