/** What was not used of the rate for so long may be made up for: timers are late by a little. ms. */
const credit = 100;

/** Keeps one direction of one exchange to so many bytes a second. */
export interface Pace {
  /** Bytes that pass at a time. At least 1. */
  readonly slice: number;
  /** ms until more may pass; 0: now. */
  wait(): number;
  /** So many bytes passed. */
  passed(bytes: number): void;
}

/** `rate`: bytes a second, above 0. The first slice passes at once; from then on the average stays below the rate. */
export function openPace(rate: number): Pace {
  let free = performance.now();
  return {
    slice: Math.max(1, Math.floor(Math.min(Math.max(rate / 20, 1024), rate))),
    wait() {
      const wait = free - performance.now();
      // A timer cannot wait for less.
      return wait < 1 ? 0 : wait;
    },
    passed(bytes) {
      free = Math.max(free, performance.now() - credit) + (bytes * 1000) / rate;
    },
  };
}
