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
