import { expect, test } from "vitest";
import { parentIndex, type TreeRow, treeStep, typeAhead } from "./tree-keys.ts";

const row = (text: string, level: number, expanded: boolean | null = null): TreeRow => ({
  id: text,
  text,
  level,
  expanded,
  position: 1,
  siblings: 1,
});
const rows = [
  row("Harbour", 1, true),
  row("orders", 2, true),
  row("create", 3),
  row("Été", 3),
  row("vessels", 2, false),
  row("health", 2),
];

test.each([
  ["ArrowDown", 0, 1],
  ["ArrowDown", 5, 5],
  ["ArrowDown", -1, 0],
  ["ArrowUp", 0, 0],
  ["ArrowUp", 3, 2],
  ["Home", 4, 0],
  ["End", 0, 5],
  ["PageDown", 1, 4],
  ["PageUp", 4, 1],
  ["ArrowRight", 1, 2],
  ["ArrowLeft", 3, 1],
  ["ArrowLeft", 5, 0],
])("%s at %i goes to %i", (key, at, to) => {
  expect(treeStep(rows, at, key, 3)).toEqual({ kind: "cursor", index: to });
});

test("arrows open what is closed and close what is open", () => {
  expect(treeStep(rows, 4, "ArrowRight", 3)).toEqual({ kind: "toggle", expanded: true });
  expect(treeStep(rows, 1, "ArrowLeft", 3)).toEqual({ kind: "toggle", expanded: false });
});

test("keys that mean nothing at a row are left alone", () => {
  expect(treeStep(rows, 2, "ArrowRight", 3)).toBeNull();
  expect(treeStep(rows, 0, "x", 3)).toBeNull();
  expect(treeStep([], -1, "ArrowDown", 3)).toBeNull();
  expect(treeStep([row("alone", 1)], 0, "ArrowLeft", 3)).toBeNull();
});

test("an open folder with nothing in it is not entered", () => {
  expect(treeStep([row("a", 1, true), row("b", 1)], 0, "ArrowRight", 3)).toBeNull();
});

test("the parent is the nearest row of a lower level", () => {
  expect(parentIndex(rows, 3)).toBe(1);
  expect(parentIndex(rows, 4)).toBe(0);
  expect(parentIndex(rows, 0)).toBe(-1);
});

test("type-ahead goes round, and more letters refine the row one is at", () => {
  expect(typeAhead(rows, 0, "h")).toBe(5);
  expect(typeAhead(rows, 5, "h")).toBe(0);
  expect(typeAhead(rows, 5, "he")).toBe(5);
  expect(typeAhead(rows, 0, "é")).toBe(3);
  expect(typeAhead(rows, 0, "z")).toBe(-1);
});
