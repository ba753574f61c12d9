import { expect, test } from "vitest";
import { pieceAfter } from "./request-writer.ts";

test("a write grows to a sixteenth of what went out, from 64 KiB to 2 MiB", () => {
  const kib = 1 << 10;
  const mib = 1 << 20;
  expect([0, mib, 2 * mib - 1, 2 * mib, 4 * mib, 8 * mib, 1024 * mib].map(pieceAfter)).toEqual(
    [64, 64, 64, 128, 256, 512, 2048].map((size) => size * kib),
  );
});
