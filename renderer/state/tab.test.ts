import { expect, test } from "vitest";
import { keysOfFile, movedPath } from "./tab.ts";

test.each([
  ["a/b.yml", "a", "c", "c/b.yml"],
  ["a", "a", "c/a", "c/a"],
  ["ab.yml", "a", "c", null],
  ["x/a/b.yml", "a", "c", null],
  ["anything", "", "c", null],
])("%s after %s became %s", (path, from, to, expected) => {
  expect(movedPath(path, from, to)).toBe(expected);
});

test.each([
  ["a/b.yml", "request:1:a/b.yml"],
  ["a/folder.yml", "defaults:1:a"],
  ["folder.yml", "defaults:1:"],
  ["opencollection.yml", "defaults:1:"],
  ["environments/dev.yml", "environment:1:dev"],
  ["environments/deep/dev.yml", "request:1:environments/deep/dev.yml"],
])("%s may be open as itself and as %s", (path, key) => {
  expect(keysOfFile({ collectionId: "1", path })).toEqual([`text:1:${path}`, key]);
});
