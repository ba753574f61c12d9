import { expect, test } from "vitest";
import { createStepQueue } from "./step-queue.ts";

test("steps of one row go on from where the one before ended; another row's begin at the row", async () => {
  const queue = createStepQueue();
  const seen: string[] = [];
  const step = (to: string | null) => async (from: string) => {
    await Promise.resolve();
    seen.push(`${from}>${to}`);
    return to;
  };
  queue.add("a", step("in/a"));
  queue.add("a", step(null));
  queue.add("a", step("a"));
  queue.add("b", step("in/b"));
  await new Promise<void>((done) => {
    queue.add("b", async (from) => {
      seen.push(from);
      done();
      return null;
    });
  });
  expect(seen).toEqual(["a>in/a", "in/a>null", "in/a>a", "b>in/b", "in/b"]);
});

test("a step that fails leaves the row where it was and the queue going", async () => {
  const queue = createStepQueue();
  queue.add("a", () => Promise.reject(new Error("lost")));
  const from = await new Promise((done) => {
    queue.add("a", async (place) => {
      done(place);
      return null;
    });
  });
  expect(from).toBe("a");
});
