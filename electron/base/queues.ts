/** Work of one name, one after the other. */
export interface Queues {
  /** Takes its place in the queue at once, before anything is awaited. Ends as `work` does; a failure stops nobody behind it. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Waits until all that is in a queue now has ended, well or not. */
  settled(): Promise<void>;
}

export function createQueues(): Queues {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(name, work) {
      const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      last.set(name, settled);
      void settled.then(() => {
        if (last.get(name) === settled) last.delete(name);
      });
      return mine;
    },
    async settled() {
      await Promise.allSettled(last.values());
    },
  };
}
