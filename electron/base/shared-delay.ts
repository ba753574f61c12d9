/** Who waits. The object itself is the ticket: it waits once at a time. */
export interface Waiter {
  /** Called once, when its time is over and nobody cancelled. */
  due(): void;
}

/** One timer for any number of waits of the same length: starting and cancelling one costs no timer. */
export interface SharedDelay {
  /** Begins the wait of a waiter that does not wait. */
  start(waiter: Waiter): void;
  cancel(waiter: Waiter): void;
}

/** `ms` long, at least. Its timer keeps no process alive, and runs only while somebody waits or has just waited. */
export function sharedDelay(ms: number): SharedDelay {
  // In the order of their beginning, which is that of their end.
  const ends = new Map<Waiter, number>();
  let timer: NodeJS.Timeout | null = null;
  const arm = (wait: number): void => {
    timer = setTimeout(ring, wait);
    timer.unref();
  };
  const ring = (): void => {
    timer = null;
    const now = performance.now();
    for (const [waiter, end] of ends) {
      if (end > now) {
        if (timer === null) arm(Math.ceil(end - now));
        return;
      }
      ends.delete(waiter);
      waiter.due();
    }
  };
  return {
    start(waiter) {
      ends.set(waiter, performance.now() + ms);
      if (timer === null) arm(ms);
    },
    cancel(waiter) {
      ends.delete(waiter);
    },
  };
}
