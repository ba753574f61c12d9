/** Runs at most `limit` pieces of work at a time, in the order they came. Work must not wait for work of the same gate. */
export function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so `running` never passes the limit.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
