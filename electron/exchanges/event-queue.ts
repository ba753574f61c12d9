import { outgrows, type TraceEvent } from "../../shared/model/trace.ts";

/** Trace events of one exchange on their way to a reader: all of them, in order, in batches. */
export interface EventQueue {
  push(event: TraceEvent): void;
  /** No more will come. */
  close(): void;
  /** The first batch at once, later ones at most once each `interval` ms, the last one at once. */
  batches(): AsyncGenerator<readonly TraceEvent[], void, undefined>;
}

/** One frame of a 60 Hz screen: more batches than that nobody sees. */
const interval = 16;

export function createEventQueue(): EventQueue {
  let waiting: TraceEvent[] = [];
  let closed = false;
  let wake = (): void => undefined;
  let hurry = (): void => undefined;
  const moved = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, interval);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    push(event) {
      const last = waiting.at(-1);
      // Growth that nobody has seen yet is replaced by the newer one.
      if (last !== undefined && outgrows(event, last)) waiting[waiting.length - 1] = event;
      else waiting.push(event);
      wake();
    },
    close() {
      closed = true;
      wake();
      hurry();
    },
    async *batches() {
      for (;;) {
        if (waiting.length > 0) {
          const batch = waiting;
          waiting = [];
          yield batch;
          if (!closed) await pause();
        } else if (closed) return;
        else await moved();
      }
    },
  };
}
