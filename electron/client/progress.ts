import type { Clock } from "../base/clock.ts";

/** Tells of growth at most once each `interval` ms, and soon after the last growth. */
export interface Progress {
  moved(): void;
  stop(): void;
}

/** The first word comes a little sooner than the others, so that a slow stream shows at once and a small body is not told twice. */
const firstAfter = 16;
const interval = 50;

export function createProgress(clock: Clock, tell: () => void): Progress {
  let timer: NodeJS.Timeout | null = null;
  let last = clock.now() - interval + firstAfter;
  return {
    moved() {
      if (timer !== null) return;
      timer = setTimeout(
        () => {
          timer = null;
          last = clock.now();
          tell();
        },
        Math.max(0, last + interval - clock.now()),
      );
      timer.unref();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
