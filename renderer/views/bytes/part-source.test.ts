import fc from "fast-check";
import { expect, test } from "vitest";
import { createPartSource } from "./part-source.ts";

const bytes = Uint8Array.from({ length: 64 }, (_, at) => at);
const whole = { read: (start: number, end: number) => Promise.resolve(bytes.slice(start, end)) };
const part = fc
  .tuple(fc.nat(64), fc.nat(64))
  .map(([one, other]) => ({ start: Math.min(one, other), end: Math.max(one, other) }));

test("reading and streaming give the parts joined, wherever they are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 5 }),
      fc.nat(200),
      fc.nat(200),
      async (parts, one, other) => {
        const all = parts.flatMap(({ start, end }) => [...bytes.slice(start, end)]);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const source = createPartSource(whole, parts);
        expect(source.size()).toBe(all.length);
        expect([...(await source.read(from, to))]).toEqual(all.slice(from, to));
        const seen: number[] = [];
        const count = await source.stream(
          from,
          to,
          (piece) => seen.push(...piece) > 0,
          new AbortController().signal,
        );
        expect(seen).toEqual(all.slice(from, to));
        expect(count).toBe(seen.length);
      },
    ),
  );
});

test("a visitor ends it early", async () => {
  const source = createPartSource(whole, [{ start: 0, end: 64 }]);
  const { signal } = new AbortController();
  expect(await source.stream(0, 64, () => false, signal)).toBe(0);
});
