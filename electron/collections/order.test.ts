import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareItems, nextSeq, type Ordered, seqsFor } from "./order.ts";

const item = (name: string, seq: number | null): Ordered => ({ path: `${name}.yml`, name, seq });
const changes = (map: ReadonlyMap<string, number>) => Object.fromEntries(map);

describe("the order of items", () => {
  test("seq first, then name without case, then path; a missing seq is 1 for requests and last for folders", () => {
    const items = [item("b", 2), item("A", 2), item("none", null), item("c", 1)];
    expect([...items].sort(compareItems("request")).map((one) => one.name)).toEqual([
      "c",
      "none",
      "A",
      "b",
    ]);
    expect([...items].sort(compareItems("folder")).map((one) => one.name)).toEqual([
      "c",
      "A",
      "b",
      "none",
    ]);
    expect(nextSeq(items)).toBe(3);
    expect(nextSeq([])).toBe(1);
  });

  test.each([
    ["into a gap", [1, 5, 9], 9, 1, { "x.yml": 2 }],
    ["to the end", [1, 2], 1, 2, { "x.yml": 3 }],
    ["to the beginning, with room", [3, 4], 9, 0, { "x.yml": 2 }],
    ["to the beginning, without room", [1, 2, 9], 9, 0, { "x.yml": 1, "i0.yml": 2, "i1.yml": 3 }],
    [
      "between neighbours: the shorter side moves",
      [2, 3, 4, 5, 6],
      9,
      1,
      { "x.yml": 2, "i0.yml": 1 },
    ],
    ["where it is already", [1, 3], 2, 1, {}],
  ])("a drag %s renumbers as little as possible", (_, seqs, own, index, expected) => {
    const siblings = seqs.map((seq, at) => item(`i${at}`, seq));
    expect(changes(seqsFor(siblings, item("x", own), index, "request"))).toEqual(expected);
  });

  test("after any drag the items stand as dropped, and all numbers are positive integers", () => {
    const seq = fc.option(fc.integer({ min: 1, max: 6 }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(seq, { maxLength: 7 }),
        seq,
        fc.nat(7),
        fc.constantFrom("folder" as const, "request" as const),
        (seqs, own, at, kind) => {
          const compare = compareItems(kind);
          const siblings = seqs.map((value, index) => item(`i${index}`, value)).sort(compare);
          const moved = item("m", own);
          const index = Math.min(at, siblings.length);
          const changed = seqsFor(siblings, moved, index, kind);
          const wanted = [...siblings.slice(0, index), moved, ...siblings.slice(index)];
          const after = wanted.map((one) => ({ ...one, seq: changed.get(one.path) ?? one.seq }));
          expect([...after].sort(compare).map((one) => one.path)).toEqual(
            wanted.map((one) => one.path),
          );
          for (const value of changed.values())
            expect(Number.isInteger(value) && value >= 1).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
