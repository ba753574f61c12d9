import type { Clock } from "../base/clock.ts";
import { sharedDelay, type Wait, type Waiter } from "../base/shared-delay.ts";

/** Tells of growth at most once each `interval` ms, and soon after the last growth; at once after a silence. */
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
  #wait: Wait | null = null;
  #prompt: NodeJS.Immediate | null = null;

  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  moved(): void {
    if (this.#wait !== null || this.#prompt !== null) return;
    // Of a body that was told of already it is known that it takes its time.
    if (this.#last === Number.NEGATIVE_INFINITY || this.#clock.now() - this.#last < interval) {
      this.#wait = soon.start(this);
      return;
    }
    this.#prompt = setImmediate(() => {
      this.#prompt = null;
      this.#last = this.#clock.now();
      this.#tell();
    });
  }

  due(): void {
    const now = this.#clock.now();
    this.#wait = now - this.#last < interval ? soon.start(this) : null;
    if (this.#wait !== null) return;
    this.#last = now;
    this.#tell();
  }

  stop(): void {
    if (this.#wait !== null) soon.cancel(this.#wait);
    this.#wait = null;
    if (this.#prompt !== null) clearImmediate(this.#prompt);
    this.#prompt = null;
  }
}
