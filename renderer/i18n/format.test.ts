import { expect, test } from "vitest";
import { formatElapsed } from "./format.ts";

test.each([
  [0, "0.000\u00a0s", "0,000\u00a0s"],
  [42.4, "0.042\u00a0s", "0,042\u00a0s"],
  [59_999.4, "59.999\u00a0s", "59,999\u00a0s"],
  [59_999.6, "1:00.000", "1:00,000"],
  [125_300, "2:05.300", "2:05,300"],
  [3_599_999, "59:59.999", "59:59,999"],
  [3_605_300, "1:00:05.300", "1:00:05,300"],
])("%f ms after the beginning", (ms, english, french) => {
  expect(formatElapsed(ms, "en")).toBe(english);
  expect(formatElapsed(ms, "fr")).toBe(french);
});
