import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isScaled,
  lastTop,
  longestScroll,
  revealTop,
  scrollHeight,
  scrollOf,
  topOf,
  visibleRows,
} from "./window-maths.ts";

describe("the maths of a window on rows", () => {
  it("is plain pixels while they fit", () => {
    const extent = { rows: 1000, rowHeight: 20, viewport: 400 };
    expect(isScaled(extent)).toBe(false);
    expect(topOf(extent, 50)).toBe(2.5);
    expect(visibleRows(extent, 2.5)).toEqual({ from: 2, to: 23 });
    expect(lastTop(extent)).toBe(980);
  });

  it("maps shares above the longest scroll, and reaches both ends", () => {
    const extent = { rows: 43_600_000, rowHeight: 20, viewport: 400 };
    expect(isScaled(extent)).toBe(true);
    expect(scrollHeight(extent)).toBe(longestScroll);
    expect(topOf(extent, 0)).toBe(0);
    expect(visibleRows(extent, topOf(extent, longestScroll - 400)).to).toBe(extent.rows);
  });

  it("goes there and back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.integer({ min: 40, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, viewport, share) => {
          const extent = { rows, rowHeight: 20, viewport };
          const top = share * lastTop(extent);
          expect(topOf(extent, scrollOf(extent, top))).toBeCloseTo(top, 3);
          const { from, to } = visibleRows(extent, top);
          expect(to - from).toBeLessThanOrEqual(Math.ceil(viewport / 20) + 1);
          expect(to).toBeGreaterThan(from);
        },
      ),
    );
  });

  it("reveals with as little movement as possible", () => {
    const extent = { rows: 1000, rowHeight: 20, viewport: 200 };
    expect(revealTop(extent, 100, 105)).toBe(100);
    expect(revealTop(extent, 100, 99)).toBe(99);
    expect(revealTop(extent, 100, 110)).toBe(101);
    expect(revealTop(extent, 100, 500, true)).toBe(495);
  });
});
