import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StoredBody } from "../client/kept-body.ts";
import { runBytes } from "../client/range-list.ts";
import { availableBytes } from "./run-reader.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-runs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Runs of 1, 2, 3 … bytes, nine bytes of something else before each: as frames lie in a record.
const runs = Array.from({ length: 12 }, (_, at) => ({
  start: (at * (at + 1)) / 2,
  offset: 9 * (at + 1) + (at * (at + 1)) / 2,
}));
const size = (12 * 13) / 2;

/** Counts byte by byte. */
function slowly(recordSize: number): number {
  let count = 0;
  for (const [at, run] of runs.entries()) {
    for (let byte = 0; byte <= at; byte += 1) if (run.offset + byte < recordSize) count += 1;
  }
  return count;
}

it.each([0, 1, 5, 11, 12])("tells what of a body is there: %d runs on disk", async (spilled) => {
  const bytes = Buffer.alloc(spilled * runBytes);
  runs.slice(0, spilled).forEach(({ start, offset }, at) => {
    bytes.writeDoubleLE(start, at * runBytes);
    bytes.writeDoubleLE(offset, at * runBytes + 8);
  });
  await writeFile(join(folder, "runs"), bytes);
  const body: StoredBody = {
    ref: {
      id: "a.0",
      size,
      encodedSize: size,
      complete: false,
      mediaType: "",
      charset: "",
      contentEncoding: [],
      fileName: "",
    },
    runs: runs.slice(spilled),
    runsFile: spilled === 0 ? null : "runs",
    spilledRuns: spilled,
    decodedFile: null,
  };
  for (let recordSize = 0; recordSize < 250; recordSize += 1)
    expect(await availableBytes(folder, body, recordSize)).toBe(slowly(recordSize));
});
