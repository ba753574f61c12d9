import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../bytes/byte-source.ts";
import { createFinder, firstHitFrom, type Hits, needleOf, noHits, searchSource } from "./search.ts";

const encoder = new TextEncoder();

function memory(bytes: Uint8Array, piece = 1 << 18): ByteSource {
  return {
    size: () => bytes.length,
    complete: () => true,
    grow: () => undefined,
    subscribe: () => () => undefined,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
    stream: async (start, end, visit) => {
      for (let at = start; at < Math.min(end, bytes.length); at += piece) {
        await visit(bytes.slice(at, Math.min(at + piece, end, bytes.length)));
      }
      return bytes.length - start;
    },
  };
}

describe("finding bytes", () => {
  it("finds what indexOf finds", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", "B"), maxLength: 60 });
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom("a", "b", "A"), minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (hay, needle, exact) => {
          const found: number[] = [];
          createFinder(encoder.encode(needle), exact)(
            encoder.encode(hay),
            (at) => void found.push(at),
          );
          const expected: number[] = [];
          const where = exact ? hay : hay.toLowerCase();
          const what = exact ? needle : needle.toLowerCase();
          for (
            let at = where.indexOf(what);
            at !== -1;
            at = where.indexOf(what, at + what.length)
          ) {
            expected.push(at);
          }
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  it("finds across the pieces it reads, each hit once", async () => {
    const bytes = new Uint8Array((1 << 20) * 2 + 100).fill(0x2e);
    const places = [0, (1 << 20) - 3, (1 << 20) + 5, (1 << 21) - 1, bytes.length - 6];
    for (const at of places) bytes.set(encoder.encode("needle"), at);
    let hits: Hits = noHits;
    await searchSource(
      memory(bytes),
      encoder.encode("needle"),
      true,
      (next) => void (hits = next),
      new AbortController().signal,
    );
    expect(hits).toEqual({ offsets: places, count: 5, length: 6, progress: 1 });
    expect(firstHitFrom(hits.offsets, 4)).toBe(1);
  });

  it("finds the same however the bytes come", async () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(
        letters,
        letters,
        fc.integer({ min: 1, max: 9 }),
        async (hay, some, piece) => {
          const needle = some.slice(0, 4) || "a";
          let hits: Hits = noHits;
          const tell = (next: Hits) => void (hits = next);
          const { signal } = new AbortController();
          const source = memory(encoder.encode(hay), piece);
          await searchSource(source, encoder.encode(needle), true, tell, signal);
          const expected: number[] = [];
          for (
            let at = hay.indexOf(needle);
            at !== -1;
            at = hay.indexOf(needle, at + needle.length)
          ) {
            expected.push(at);
          }
          expect([...hits.offsets]).toEqual(expected);
        },
      ),
    );
  });

  it("writes the needle in the charset of the text", () => {
    expect(needleOf("é", "windows-1252")).toEqual(new Uint8Array([0xe9]));
    expect(needleOf("あ", "shift_jis")).toEqual(new Uint8Array([0x82, 0xa0]));
    expect(needleOf("é", "utf-16be")).toEqual(new Uint8Array([0, 0xe9]));
    expect(needleOf("あ", "windows-1252")).toBe(null);
  });
});
