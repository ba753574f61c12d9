import { expect, test } from "vitest";
import { sharedDelay, type Wait, type Waiter } from "./shared-delay.ts";

interface Watched extends Waiter {
  readonly rang: Promise<number>;
}

function watched(): Watched {
  let due = (): void => undefined;
  const rang = new Promise<number>((resolve) => {
    due = () => resolve(performance.now());
  });
  return { rang, due: () => due() };
}

/** The timer of a shared delay keeps no process alive. */
async function awake<T>(work: Promise<T>): Promise<T> {
  const awakeUntil = setInterval(() => undefined, 1_000);
  return await work.finally(() => clearInterval(awakeUntil));
}

test("each waiter is called after its own time, in order, and a cancelled one never", async () => {
  const delay = sharedDelay(20);
  const order: string[] = [];
  const began = performance.now();
  const [first, second] = [watched(), watched()];
  const never: Waiter = { due: () => order.push("never") };
  delay.start(first);
  delay.cancel(delay.start(never));
  void first.rang.then(() => order.push("first"));
  expect((await awake(first.rang)) - began).toBeGreaterThanOrEqual(19);
  const later = performance.now();
  delay.start(second);
  void second.rang.then(() => order.push("second"));
  expect((await awake(second.rang)) - later).toBeGreaterThanOrEqual(19);
  await Promise.resolve();
  expect(order).toEqual(["first", "second"]);
});

test("a waiter may wait again from within, and may cancel another one that is due too", async () => {
  const delay = sharedDelay(5);
  let rounds = 0;
  const done = new Promise<void>((resolve) => {
    const cancelled: Waiter = { due: () => expect.unreachable("it was cancelled") };
    let other: Wait | null = null;
    const again: Waiter = {
      due() {
        rounds += 1;
        if (other !== null) delay.cancel(other);
        if (rounds < 3) delay.start(again);
        else resolve();
      },
    };
    delay.start(again);
    other = delay.start(cancelled);
  });
  await awake(done);
  expect(rounds).toBe(3);
});

test("one that waits while others come and go has its time", async () => {
  const delay = sharedDelay(15);
  const others: Waiter[] = Array.from({ length: 50 }, () => ({ due: () => undefined }));
  for (const wait of others.map((one) => delay.start(one))) delay.cancel(wait);
  const last = watched();
  delay.start(last);
  await awake(last.rang);
});
