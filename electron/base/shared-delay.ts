/** Who waits. */
export interface Waiter {
  /** Called once, when its time is over and nobody cancelled. */
  due(): void;
}

/** One wait under way, for `cancel`. */
export interface Wait {
  /** null: it is over. */
  waiter: Waiter | null;
  readonly end: number;
  before: Wait | null;
  after: Wait | null;
}

/** One timer for any number of waits of the same length: starting and cancelling one costs no timer. */
export interface SharedDelay {
  start(waiter: Waiter): Wait;
  /** One that is over is left alone. */
  cancel(wait: Wait): void;
}

/** `ms` long, at least. Its timer keeps no process alive, and runs only while somebody waits or has just waited. */
export function sharedDelay(ms: number): SharedDelay {
  // In the order of their beginning, which is that of their end. A list of links and no Map: a Map leaves its old tables behind with those
  // who waited in them, and what an old object points to lives until the whole heap is swept.
  let first: Wait | null = null;
  let last: Wait | null = null;
  let timer: NodeJS.Timeout | null = null;
  const arm = (wait: number): void => {
    timer = setTimeout(ring, wait);
    timer.unref();
  };
  const takeOut = (wait: Wait): void => {
    const { before, after } = wait;
    if (before === null) first = after;
    else before.after = after;
    if (after === null) last = before;
    else after.before = before;
    wait.waiter = null;
    wait.before = null;
    wait.after = null;
  };
  const ring = (): void => {
    timer = null;
    const now = performance.now();
    for (let wait = first; wait !== null; wait = first) {
      if (wait.end > now) {
        if (timer === null) arm(Math.ceil(wait.end - now));
        return;
      }
      const { waiter } = wait;
      takeOut(wait);
      waiter?.due();
    }
  };
  return {
    start(waiter) {
      const wait: Wait = { waiter, end: performance.now() + ms, before: last, after: null };
      if (last === null) first = wait;
      else last.after = wait;
      last = wait;
      if (timer === null) arm(ms);
      return wait;
    },
    cancel(wait) {
      if (wait.waiter !== null) takeOut(wait);
    },
  };
}
