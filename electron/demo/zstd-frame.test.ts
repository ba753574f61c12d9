import { decompress } from "fzstd";
import { expect, test } from "vitest";
import { zstdFrame } from "./zstd-frame.ts";

test.each([0, 1, 5, 128 * 1024, 128 * 1024 + 1, 400_000])("%i bytes come back", (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => index % 251);
  expect(Buffer.from(decompress(zstdFrame(bytes))).equals(Buffer.from(bytes))).toBe(true);
});
