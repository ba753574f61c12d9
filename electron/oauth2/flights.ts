/** Work that several wait for at the same time is done once. */
export interface Flights<T> {
  /**
   * Joins the work of this key, or begins it. It is ended when nobody waits for it any more. Rejects with the signal's reason, or as the work
   * does.
   */
  join(key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const result = work(controller.signal);
    const flight: Flight<T> = { result, controller, waiting: 0 };
    flights.set(key, flight);
    const over = (): void => drop(key, flight);
    // Whoever waits hears of a failure; when nobody does, nobody need to.
    result.then(over, over);
    return flight;
  }

  function drop(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    async join(key, signal, work) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? begin(key, work);
      flight.waiting += 1;
      let onAbort = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        onAbort = () => reject(signal.reason as Error);
        signal.addEventListener("abort", onAbort, { once: true });
      });
      try {
        return await Promise.race([flight.result, left]);
      } finally {
        signal.removeEventListener("abort", onAbort);
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          drop(key, flight);
          flight.controller.abort(signal.reason);
        }
      }
    },
  };
}
