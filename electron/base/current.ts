/** A value that changes, for any number of readers. */
export interface Current<T> {
  get(): T;
  set(value: T): void;
  /**
   * The value now, then the newest value after each change: a slow reader skips what it missed, so nothing piles up.
   * Ends when the signal aborts.
   */
  watch(signal: AbortSignal): AsyncIterable<T>;
}

/** Equal values (`Object.is`) are no change. */
export function createCurrent<T>(initial: T): Current<T> {
  let value = initial;
  let revision = 0;
  const wakers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      revision += 1;
      for (const wake of [...wakers]) wake();
    },
    watch: async function* (signal) {
      let seen = -1;
      while (!signal.aborted) {
        if (seen === revision) await change(signal);
        else {
          seen = revision;
          yield value;
        }
      }
    },
  };

  function change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        wakers.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      wakers.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
