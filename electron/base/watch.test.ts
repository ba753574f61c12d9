import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FolderWatch, watchFolder } from "./watch.ts";

let folder = "";
let watch: FolderWatch | null = null;
beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-watch-")));
});
afterEach(async () => {
  await watch?.close();
  watch = null;
  await fs.rm(folder, { recursive: true, force: true });
});

test.each([
  ["the system's events", false],
  ["polling", true],
])("hints at a file written into a new folder and at one removed, by %s", async (_, polling) => {
  const seen = new Set<string>();
  let wake = () => {};
  const until = async (file: string) => {
    while (!seen.has(file)) await new Promise<void>((resolve) => (wake = resolve));
  };
  await fs.writeFile(path.join(folder, "old.yml"), "x");
  watch = await watchFolder(
    folder,
    (paths) => {
      for (const file of paths ?? []) seen.add(file);
      wake();
    },
    { ignore: ["node_modules"], polling, pollEvery: 20 },
  );
  if (polling) expect(watch.kind).toBe("polling");
  await fs.mkdir(path.join(folder, "node_modules"));
  await fs.writeFile(path.join(folder, "node_modules", "a.yml"), "x");
  await fs.mkdir(path.join(folder, "sub"));
  await fs.writeFile(path.join(folder, "new.yml"), "x");
  await until(path.join(folder, "new.yml"));
  await fs.writeFile(path.join(folder, "sub", "deep.yml"), "x");
  await until(path.join(folder, "sub", "deep.yml"));
  await fs.unlink(path.join(folder, "old.yml"));
  await until(path.join(folder, "old.yml"));
  expect([...seen].some((file) => file.includes("a.yml"))).toBe(false);
});
