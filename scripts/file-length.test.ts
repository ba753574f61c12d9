import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { limit, longFiles } from "./file-length.mjs";

const tree = mkdtempSync(join(tmpdir(), "envoi-length-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

it("names files over the limit, longest first, and only those", () => {
  mkdirSync(join(tree, "shared/model"), { recursive: true });
  mkdirSync(join(tree, "other"));
  writeFileSync(join(tree, "shared/model/exact.ts"), "x\n".repeat(limit));
  writeFileSync(join(tree, "shared/model/over.test.ts"), "x\n".repeat(limit + 1));
  writeFileSync(join(tree, "shared/longer.css"), "x\n".repeat(limit + 2));
  writeFileSync(join(tree, "shared/data.json"), "x\n".repeat(limit + 2));
  writeFileSync(join(tree, "other/over.ts"), "x\n".repeat(limit + 2));
  expect(longFiles(tree)).toEqual([
    { file: join("shared", "longer.css"), lines: limit + 2 },
    { file: join("shared", "model", "over.test.ts"), lines: limit + 1 },
  ]);
});
