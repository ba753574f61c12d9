import type { Clock } from "../base/clock.ts";
import { sharedDelay, type Waiter } from "../base/shared-delay.ts";

/** Tells of growth at most once each `interval` ms, and soon after the last growth. */
export interface Progress {
  moved(): void;
  stop(): void;
}

/** ms between two words. */
const interval = 50;
/** ms from growth to the word about it: a slow stream shows at once, and a small body is over before. */
const soon = sharedDelay(16);

/** Owner calls `stop`. */
export function createProgress(clock: Clock, tell: () => void): Progress {
  return new SpacedProgress(clock, tell);
}

class SpacedProgress implements Progress, Waiter {
  readonly #clock: Clock;
  readonly #tell: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #waiting = false;

  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  moved(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    soon.start(this);
  }

  due(): void {
    const now = this.#clock.now();
    if (now - this.#last < interval) return soon.start(this);
    this.#waiting = false;
    this.#last = now;
    this.#tell();
  }

  stop(): void {
    if (this.#waiting) soon.cancel(this);
    this.#waiting = false;
  }
}
