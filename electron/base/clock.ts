/** Where times come from. `now` never jumps; `epoch` is for people. */
export interface Clock {
  /** ms from an arbitrary beginning, monotonic, fractions kept. */
  now(): number;
  /** ms since 1970. */
  epoch(): number;
}

export const systemClock: Clock = { now: () => performance.now(), epoch: () => Date.now() };
