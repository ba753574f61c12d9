import { describe, expect, test } from "vitest";
import { decodeFrame, encodeFrame, maxFrameLength } from "./frame.ts";
import { memoryLinks } from "./link.ts";
import { linkCases } from "./link-cases.ts";

describe("the link in memory", () => {
  for (const { name, run } of linkCases) {
    test(name, () =>
      run(async () => {
        const { left, right } = memoryLinks();
        return { client: left, server: right, capped: true, end: () => undefined };
      }),
    );
  }

  test("the listener for the end runs once, also when it comes late", async () => {
    const { left, right } = memoryLinks();
    const ends: string[] = [];
    left.onClose(() => ends.push("left"));
    left.close();
    left.close();
    await Promise.resolve();
    right.onClose(() => ends.push("right"));
    right.send({ kind: "end", id: 1 });
    expect(ends).toEqual(["left", "right"]);
  });
});

describe("frames as text", () => {
  test("what is not JSON, or too long, is undefined", () => {
    for (const text of ["", "{", "undefined", "NaN", '"'.padEnd(maxFrameLength, "x") + '"']) {
      expect(decodeFrame(text)).toBeUndefined();
    }
  });

  test("what is not data cannot be sent", () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => encodeFrame({ kind: "result", id: 1, value: circle })).toThrow("not data");
    expect(() => encodeFrame({ kind: "result", id: 1, value: 1n })).toThrow("not data");
  });

  test("a __proto__ key of a message changes nothing", () => {
    decodeFrame('{"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
