import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf, ticksOf } from "./scale.ts";

describe("the time scale", () => {
  it.each([
    [84, [0, 20, 40, 60, 80]],
    [1000, [0, 200, 400, 600, 800, 1000]],
    [0.9, [0, 0.2, 0.4, 0.6, 0.8]],
    [0, [0]],
  ])("of %d ms has round marks", (total, ticks) => {
    expect(ticksOf(total).map((tick) => Number(tick.toFixed(6)))).toEqual(ticks);
  });

  it("has a handful of marks at any length", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e8, noNaN: true }), (total) => {
        const ticks = ticksOf(total);
        expect(ticks.length).toBeGreaterThan(2);
        expect(ticks.length).toBeLessThan(9);
        for (const tick of ticks) expect(placeOf(tick, total)).toBeLessThanOrEqual(100);
      }),
    );
  });
});
