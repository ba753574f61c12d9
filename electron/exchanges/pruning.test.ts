import { expect, test } from "vitest";
import { createPruning } from "./pruning.ts";

function counted(): { readonly walks: (() => void)[]; prune(): Promise<void> } {
  const walks: (() => void)[] = [];
  return { walks, prune: () => new Promise((resolve) => walks.push(resolve)) };
}

test("many exchanges without a pause begin one walk, and never a second beside it", async () => {
  const { walks, prune } = counted();
  const pruning = createPruning(prune);
  for (let count = 0; count < 63; count += 1) pruning.soon();
  expect(walks).toHaveLength(0);
  for (let count = 0; count < 200; count += 1) pruning.soon();
  expect(walks).toHaveLength(1);
  const finished = pruning.finish();
  walks[0]?.();
  while (walks.length < 2) await Promise.resolve();
  walks[1]?.();
  await finished;
  expect(walks).toHaveLength(2);
});

test("the end does what is due, and nothing when nothing is", async () => {
  let walks = 0;
  const prune = () => {
    walks += 1;
    return Promise.reject(new Error("the folder is in use"));
  };
  await createPruning(prune).finish();
  expect(walks).toBe(0);
  const pruning = createPruning(prune);
  pruning.soon();
  await pruning.finish();
  expect(walks).toBe(1);
});
