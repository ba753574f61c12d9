import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { interleave, race, RaceLost } from "./race.ts";
import type { Address } from "./address.ts";

const four = (n: number): Address => ({ address: `127.0.0.${n}`, family: 4 });
const six = (n: number): Address => ({ address: `::${n}`, family: 6 });

/** Attempts that end when the test says so. */
function stage(addresses: readonly Address[], signal = new AbortController().signal) {
  const open = new Map<string, { win(): void; lose(): void; signal: AbortSignal }>();
  const discarded: string[] = [];
  const result = race(
    addresses,
    ({ address }, stop) =>
      new Promise<string>((resolve, reject) => {
        open.set(address, {
          win: () => resolve(address),
          lose: () => reject(new Error(address)),
          signal: stop,
        });
      }),
    (late) => discarded.push(late),
    250,
    signal,
  );
  result.catch(() => undefined);
  return { result, open, discarded, started: () => [...open.keys()] };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the order of addresses", () => {
  it("lets the families take turns, beginning with the first one's", () => {
    expect(interleave([six(1), six(2), six(3), four(1)])).toEqual([
      six(1),
      four(1),
      six(2),
      six(3),
    ]);
    expect(interleave([four(1), six(1), four(2), six(2)])).toEqual([
      four(1),
      six(1),
      four(2),
      six(2),
    ]);
    expect(interleave([four(1)])).toEqual([four(1)]);
    expect(interleave([])).toEqual([]);
  });
});

describe("a race of attempts", () => {
  it("starts the next one 250 ms after the last", async () => {
    const { started } = stage([six(1), four(1), six(2)]);
    expect(started()).toEqual(["::1"]);
    await vi.advanceTimersByTimeAsync(249);
    expect(started()).toEqual(["::1"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(started()).toEqual(["::1", "127.0.0.1"]);
    await vi.advanceTimersByTimeAsync(250);
    expect(started()).toEqual(["::1", "127.0.0.1", "::2"]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("starts the next one at once when one fails, and 250 ms after that the one after", async () => {
    const { open, started } = stage([six(1), four(1), six(2)]);
    open.get("::1")?.lose();
    await vi.advanceTimersByTimeAsync(0);
    expect(started()).toEqual(["::1", "127.0.0.1"]);
    await vi.advanceTimersByTimeAsync(249);
    expect(started()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(started()).toHaveLength(3);
  });

  it("takes the first success, stops the others and hands late ones back", async () => {
    const { open, result, discarded } = stage([six(1), four(1), six(2)]);
    await vi.advanceTimersByTimeAsync(250);
    open.get("127.0.0.1")?.win();
    expect(await result).toBe("127.0.0.1");
    expect(open.get("::1")?.signal.aborted).toBe(true);
    open.get("::1")?.win();
    await vi.advanceTimersByTimeAsync(1000);
    expect(discarded).toEqual(["::1"]);
    expect(open.size).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("fails with every failure when none succeeds", async () => {
    const { open, result } = stage([six(1), four(1)]);
    open.get("::1")?.lose();
    await vi.advanceTimersByTimeAsync(0);
    open.get("127.0.0.1")?.lose();
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RaceLost);
    expect(error instanceof RaceLost && error.failures.map(String)).toEqual([
      "Error: ::1",
      "Error: 127.0.0.1",
    ]);
  });

  it("ends in the same turn when it is aborted", async () => {
    const controller = new AbortController();
    const { open, result } = stage([six(1), four(1)], controller.signal);
    controller.abort(new Error("stop"));
    await expect(result).rejects.toThrow("stop");
    expect(open.get("::1")?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    const before = stage([six(1)], AbortSignal.abort(new Error("before")));
    await expect(before.result).rejects.toThrow("before");
    expect(before.open.size).toBe(0);
  });
});
