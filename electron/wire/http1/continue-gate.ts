/** Between the head and the body of a request that expects 100 Continue. One for each request; the owner calls `close`. */
export interface ContinueGate {
  /** Called once, when the head has been written: begins the wait and resolves whether the body goes. */
  pass(): Promise<boolean>;
  /** The server said so, or nothing in time; later calls change nothing. */
  open(): void;
  /** A final reply came first, or the exchange is over: the body stays. True when that kept it back. */
  close(): boolean;
}

/** `wait` in ms. `onTimeout` is told when nothing came in that time: then the body goes (RFC 9110 §10.1.1). */
export function createContinueGate(wait: number, onTimeout: () => void): ContinueGate {
  if (wait === 0) return noGate;
  let answer: boolean | null = null;
  let timer: NodeJS.Timeout | null = null;
  let settle: (goes: boolean) => void = () => undefined;
  const decide = (goes: boolean): void => {
    if (answer !== null) return;
    answer = goes;
    if (timer !== null) clearTimeout(timer);
    settle(goes);
  };
  return {
    pass() {
      if (answer !== null) return Promise.resolve(answer);
      return new Promise((resolve) => {
        settle = resolve;
        timer = setTimeout(() => {
          onTimeout();
          decide(true);
        }, wait);
      });
    },
    open: () => decide(true),
    close() {
      const keeps = answer === null && wait > 0;
      decide(false);
      return keeps;
    },
  };
}

/** Nothing is waited for: nobody passes. */
const noGate: ContinueGate = {
  pass: () => Promise.resolve(true),
  open: () => undefined,
  close: () => false,
};
