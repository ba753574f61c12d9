import { describe, expect, test } from "vitest";
import { erase, type HexState, hexState, moveTo, put, typeDigit } from "./hex-edit.ts";
import { fromHex, toHex } from "../../../shared/model/hex-text.ts";
import { hexKey } from "./hex-keys.ts";

const at = (hex: string, caret: number, more: Partial<HexState> = {}): HexState => ({
  ...hexState(fromHex(hex) ?? new Uint8Array(0)),
  caret,
  anchor: caret,
  ...more,
});
const seen = (state: HexState | null) =>
  state && [toHex(state.bytes), state.caret, state.half ? "half" : "whole"];

describe("typing digits", () => {
  test.each([
    ["writes over the high half", at("00 11", 0), [4], ["40 11", 0, "half"]],
    ["then the low half", at("00 11", 0), [4, 7], ["47 11", 1, "whole"]],
    ["appends at the end", at("00", 1), [4, 7], ["00 47", 2, "whole"]],
    ["appends to nothing", at("", 0), [0, 10], ["0a", 1, "whole"]],
    ["pushes along", at("00 11", 1, { inserting: true }), [15, 15], ["00 ff 11", 2, "whole"]],
    ["replaces a selection", at("00 11 22", 2, { anchor: 0 }), [9, 9], ["99 22", 1, "whole"]],
  ])("%s", (_, state, digits, expected) => {
    expect(seen(digits.reduce(typeDigit, state))).toEqual(expected);
  });
});

describe("erasing", () => {
  test.each([
    ["before", at("00 11 22", 1), -1, ["11 22", 0, "whole"]],
    ["after", at("00 11 22", 1), 1, ["00 22", 1, "whole"]],
    ["nothing before", at("00", 0), -1, ["00", 0, "whole"]],
    ["nothing after", at("00", 1), 1, ["00", 1, "whole"]],
    ["the selection", at("00 11 22", 0, { anchor: 2 }), -1, ["22", 0, "whole"]],
    ["a byte half typed", at("40 11", 0, { half: true }), -1, ["11", 0, "whole"]],
  ] as const)("%s", (_, state, side, expected) => {
    expect(seen(erase(state, side))).toEqual(expected);
  });
});

describe("putting bytes", () => {
  test.each([
    ["over", at("00 11 22", 1), "aa", ["00 aa 22", 2, "whole"]],
    ["over the end", at("00", 0), "aa bb", ["aa bb", 2, "whole"]],
    ["between", at("00 11", 1, { inserting: true }), "aa", ["00 aa 11", 2, "whole"]],
    ["for the selection", at("00 11 22", 3, { anchor: 1 }), "aa", ["00 aa", 2, "whole"]],
  ])("%s", (_, state, hex, expected) => {
    expect(seen(put(state, fromHex(hex) ?? new Uint8Array(0)))).toEqual(expected);
  });
});

describe("hex text", () => {
  test.each([
    ["47 45 54", "47 45 54"],
    ["474554", "47 45 54"],
    ["0x47, 0x45", "47 45"],
    ["\\x47\\x0A", "47 0a"],
    ["4", null],
    ["GET", null],
    ["", null],
  ])("%j", (text, expected) => {
    const bytes = fromHex(text);
    expect(bytes && toHex(bytes)).toBe(expected);
  });
});

describe("keys", () => {
  const plain = { shift: false, mod: false };
  const state = at("00 ".repeat(40), 20);
  test.each([
    ["ArrowUp", "hex", 4],
    ["ArrowDown", "hex", 36],
    ["Home", "hex", 16],
    ["End", "hex", 31],
    ["PageUp", "hex", 0],
    ["PageDown", "hex", 40],
  ] as const)("%s", (key, side, caret) => {
    expect(hexKey(state, side, { key, ...plain })?.caret).toBe(caret);
  });

  test("text goes in as UTF-8, hex only as digits", () => {
    expect(seen(hexKey(at("", 0), "text", { key: "é", ...plain }))).toEqual(["c3 a9", 2, "whole"]);
    expect(hexKey(at("", 0), "hex", { key: "g", ...plain })).toBeNull();
    expect(hexKey(at("", 0), "hex", { key: "Tab", ...plain })).toBeNull();
  });

  test("select all, then type", () => {
    const all = hexKey(at("00 11", 1), "hex", { key: "a", shift: false, mod: true });
    expect(all && seen(typeDigit(all, 1))).toEqual(["10", 0, "half"]);
  });

  test("shift extends from the anchor", () => {
    const moved = moveTo(at("00 11 22", 0), 2, true);
    expect([moved.anchor, moved.caret]).toEqual([0, 2]);
  });
});
