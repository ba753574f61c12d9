import { expect, test } from "vitest";
import { readProxyHeader } from "./proxy-header.ts";

test.each([
  ["X-A: b c", { name: "X-A", value: "b c" }],
  ["X-A:b:c", { name: "X-A", value: "b:c" }],
  ["X-A;", { name: "X-A", value: "" }],
  ["User-Agent:", { name: "User-Agent", value: null }],
  ["X-A", null],
  ["X A: b", null],
  [": b", null],
  ["X-A: b\r\nX-B: c", null],
])("%j", (line, field) => {
  expect(readProxyHeader(line)).toEqual(field);
});
