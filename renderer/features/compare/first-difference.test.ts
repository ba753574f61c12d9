import fc from "fast-check";
import { expect, test } from "vitest";
import { createPartSource } from "../../views/bytes/part-source.ts";
import { firstDifference } from "./first-difference.ts";

const { signal } = new AbortController();
const memorySource = (bytes: Uint8Array) =>
  createPartSource({ read: (start, end) => Promise.resolve(bytes.slice(start, end)) }, [
    { start: 0, end: bytes.length },
  ]);

test("the first byte that differs is found wherever the pieces are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 20 }),
      fc.uint8Array({ maxLength: 20 }),
      fc.integer({ min: 1, max: 25 }),
      async (one, other, piece) => {
        const same = Math.min(one.length, other.length);
        let wanted: number | null = 0;
        while (wanted < same && one[wanted] === other[wanted]) wanted += 1;
        if (wanted === one.length && wanted === other.length) wanted = null;
        const found = await firstDifference(memorySource(one), memorySource(other), signal, piece);
        expect(found).toBe(wanted);
      },
    ),
  );
});
