import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readWindowState, visibleBounds, writeWindowState } from "./window-state.ts";

const folder = mkdtempSync(join(tmpdir(), "envoi-window-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the stored state", () => {
  test("comes back as it was, and leaves no temporary file", () => {
    const file = join(folder, "deep", "window.json");
    const state = { bounds: { x: -10, y: 20, width: 800, height: 600 }, maximized: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    expect(readdirSync(join(folder, "deep"))).toEqual(["window.json"]);
  });

  test.each([
    ["missing", null],
    ["empty", ""],
    ["not JSON", "{"],
    ["another shape", "[]"],
    ["no size", `{"bounds":{"x":0,"y":0},"maximized":false}`],
    ["nothing to see", `{"bounds":{"x":0,"y":0,"width":0,"height":5},"maximized":false}`],
    ["too large", `{"bounds":{"x":0,"y":0,"width":1e9,"height":5},"maximized":false}`],
    ["fractions", `{"bounds":{"x":0.5,"y":0,"width":10,"height":5},"maximized":false}`],
  ])("%s: the usual one", (name, text) => {
    const file = join(folder, `${name}.json`);
    if (text !== null) writeFileSync(file, text);
    expect(readWindowState(file)).toEqual({
      bounds: { width: 1360, height: 860 },
      maximized: false,
    });
  });

  test("a place that cannot be written to is not an error", () => {
    writeFileSync(join(folder, "file"), "");
    const state = { bounds: { x: 0, y: 0, width: 1, height: 1 }, maximized: false };
    expect(() => writeWindowState(join(folder, "file", "window.json"), state)).not.toThrow();
  });
});

describe("bounds that can be seen", () => {
  const primary = { x: 0, y: 0, width: 1920, height: 1040 };
  const left = { x: -1280, y: 0, width: 1280, height: 1024 };
  const size = { width: 1000, height: 700 };

  test.each([
    ["inside", { x: 10, y: 10, ...size }, { x: 10, y: 10, ...size }],
    ["on the other screen", { x: -1200, y: 10, ...size }, { x: -1200, y: 10, ...size }],
    ["half off the right", { x: 1500, y: 10, ...size }, { x: 1500, y: 10, ...size }],
    ["off the right", { x: 1900, y: 10, ...size }, size],
    ["above the screen", { x: 10, y: -40, ...size }, size],
    ["below the screen", { x: 10, y: 1030, ...size }, size],
    ["far away", { x: 9000, y: 9000, ...size }, size],
    ["without a place", size, size],
    [
      "too large",
      { x: 0, y: 0, width: 5000, height: 5000 },
      { x: 0, y: 0, width: 1920, height: 1040 },
    ],
  ])("%s", (_name, bounds, seen) => {
    expect(visibleBounds(bounds, [primary, left])).toEqual(seen);
  });

  test("no screen at all", () => {
    expect(visibleBounds({ x: 1, y: 1, ...size }, [])).toEqual(size);
  });
});
