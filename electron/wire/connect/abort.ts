import { FailureError, type Phase } from "../../../shared/model/failure.ts";

/** The failure an aborted signal stands for, with the phase that was under way. */
export function abortFailure(signal: AbortSignal, phase: Phase): FailureError {
  const reason: unknown = signal.reason;
  if (reason instanceof FailureError) {
    return new FailureError({ ...reason.failure, phase }, { cause: reason });
  }
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "The request was cancelled.",
    phase,
  });
}

/** Settles like `work`, or rejects in the turn the signal is aborted; `work` goes on unobserved then. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal, phase: Phase): Promise<T> {
  if (signal.aborted) throw abortFailure(signal, phase);
  return await new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(abortFailure(signal, phase));
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** One listener for each signal, however many calls: a signal that many exchanges share would else grow a long list. */
const callsOf = new WeakMap<AbortSignal, (() => void)[]>();

/** `call` is called in the turn the signal is aborted, after those that were given before. It must not throw. */
export function onAbort(signal: AbortSignal, call: () => void): void {
  let calls = callsOf.get(signal);
  if (calls === undefined) {
    const mine: (() => void)[] = [];
    callsOf.set(signal, mine);
    const all = (): void => {
      // One may take others back, or itself.
      for (const one of [...mine]) if (mine.includes(one)) one();
    };
    signal.addEventListener("abort", all, { once: true });
    calls = mine;
  }
  calls.push(call);
}

/** Takes it back. */
export function offAbort(signal: AbortSignal, call: () => void): void {
  const calls = callsOf.get(signal) ?? [];
  const at = calls.lastIndexOf(call);
  if (at >= 0) calls.splice(at, 1);
}
