import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { condenseCodeText } from "../../../scripts/condense-code.mjs";
import {
  condensedSlowly,
  condenseKeyBytes,
  mostInPlace,
  openCondenser,
  type Condenser,
} from "./condense.ts";

const key = randomBytes(condenseKeyBytes);

function condenser(room = 0): Condenser {
  const opened = openCondenser(room);
  if (opened === null) throw new Error("no WebAssembly");
  return opened;
}

it("runs what its source says", async () => {
  const kept = await readFile(new URL("condense-code.ts", import.meta.url), "utf8");
  expect(kept).toBe(await condenseCodeText());
});

it("makes 16 bytes of each KiB, as RFC 4418 says in its own words", () => {
  const { condensed } = condenser();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      const sums = condensed(key, bytes);
      expect(sums.length).toBe(Math.ceil(bytes.length / 1024) * 16);
      expect(sums.equals(condensedSlowly(key, bytes))).toBe(true);
    }),
  );
});

it("adds up words of 32 bits: by hand, with a key of which two words are not 0", () => {
  const plain = new Uint8Array(condenseKeyBytes);
  const words = new DataView(plain.buffer);
  words.setUint32(0, 5, true);
  words.setUint32(16, 0xffff_ffff, true);
  const bytes = new Uint8Array(1024);
  new DataView(bytes.buffer).setUint32(0, 2, true);
  new DataView(bytes.buffer).setUint32(16, 3, true);
  // (2 + 5) · (3 + 2^32 - 1), and 16 bytes further on (2 + 2^32 - 1) · 3.
  expect(condensedSlowly(plain, bytes).readBigUInt64LE(0)).toBe(7n * 2n);
  expect(condensedSlowly(plain, bytes).readBigUInt64LE(8)).toBe(1n * 3n);
  expect(condenser().condensed(plain, bytes).equals(condensedSlowly(plain, bytes))).toBe(true);
});

it("says the same of bytes in its own memory, wherever they begin and end, and changes none", () => {
  const own = condenser(mostInPlace * 2);
  const room = Buffer.from(own.buffer, own.start, mostInPlace * 2);
  randomBytes(room.length).copy(room);
  const before = createHash("sha256").update(room).digest("hex");
  const other = randomBytes(condenseKeyBytes);
  for (const [at, length] of [
    [0, mostInPlace],
    [mostInPlace, mostInPlace],
    [1, 70_001],
    [mostInPlace - 3, 1023],
    [mostInPlace * 2 - 1025, 1025],
    [0, 0],
  ] as const) {
    const bytes = room.subarray(at, at + length);
    // With two keys in turns: the memory has room for one.
    for (const one of [key, other])
      expect(own.condensed(one, bytes).equals(condenser().condensed(one, Buffer.from(bytes)))).toBe(
        true,
      );
  }
  expect(createHash("sha256").update(room).digest("hex")).toBe(before);
});

it("makes other sums when one bit is another", () => {
  const { condensed } = condenser();
  const bytes = randomBytes(3000);
  const sums = condensed(key, bytes);
  for (let at = 0; at < bytes.length; at += 7) {
    const other = Buffer.from(bytes);
    other[at] = (other[at] ?? 0) ^ (1 << (at % 8));
    const differs = condensed(key, other);
    const block = Math.floor(at / 1024) * 16;
    for (const half of [block, block + 8])
      expect(differs.subarray(half, half + 8).equals(sums.subarray(half, half + 8))).toBe(false);
  }
});
