import { expect, test } from "vitest";
import { hexDump } from "./hex-dump.ts";

test("rows of sixteen, offsets that go on, dots for what cannot be printed", () => {
  const rows = [...hexDump(Buffer.from("GET / HTTP/1.1\r\nHost: é"), 0x40)];
  expect(rows).toEqual([
    "0040: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..",
    "0050: 48 6f 73 74 3a 20 c3 a9                         Host: ..",
  ]);
});

test("no bytes, no rows", () => {
  expect([...hexDump(new Uint8Array())]).toEqual([]);
});
