import { expect, test } from "vitest";
import { createCurrent } from "./current.ts";

test("a reader gets the value now and each later one", async () => {
  const current = createCurrent("a");
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const value of current.watch(stop.signal)) {
    seen.push(value);
    if (value === "a") queueMicrotask(() => current.set("b"));
    if (value === "b") queueMicrotask(() => current.set("c"));
    if (value === "c") stop.abort();
  }
  expect(seen).toEqual(["a", "b", "c"]);
});

test("a slow reader skips to the newest", async () => {
  const current = createCurrent(0);
  const reader = current.watch(new AbortController().signal)[Symbol.asyncIterator]();
  expect((await reader.next()).value).toBe(0);
  for (let value = 1; value <= 1000; value += 1) current.set(value);
  expect((await reader.next()).value).toBe(1000);
  const next = reader.next();
  current.set(1000);
  current.set(1001);
  expect((await next).value).toBe(1001);
});

test("the signal ends a reader that waits, and every reader is on its own", async () => {
  const current = createCurrent(0);
  const stop = new AbortController();
  const one = current.watch(stop.signal)[Symbol.asyncIterator]();
  const two = current.watch(new AbortController().signal)[Symbol.asyncIterator]();
  await one.next();
  await two.next();
  const waiting = one.next();
  stop.abort();
  expect((await waiting).done).toBe(true);
  current.set(1);
  expect((await two.next()).value).toBe(1);
});
