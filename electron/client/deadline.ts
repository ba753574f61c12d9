import { FailureError, type Phase } from "../../shared/model/failure.ts";

/** One budget and one abort for a whole exchange. Owned by whoever made it; disposing it frees the timer and the listener. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why it was aborted: the caller, the clock, or not at all. */
  readonly cause: () => "cancelled" | "timeout" | null;
  /** The budget counts no more; who called can still abort. */
  release(): void;
  dispose(): void;
}

/** `timeout` in ms, 0 = none: then the signal is the caller's own, with whatever reason it is aborted. */
export function openDeadline(outer: AbortSignal, timeout: number): Deadline {
  if (timeout <= 0) {
    return {
      signal: outer,
      cause: () => (outer.aborted ? "cancelled" : null),
      release() {},
      dispose() {},
    };
  }
  const controller = new AbortController();
  let cause: "cancelled" | "timeout" | null = null;
  const stop = (why: "cancelled" | "timeout"): void => {
    if (cause !== null) return;
    cause = why;
    controller.abort(why === "timeout" ? timedOut() : cancelled());
  };
  const onAbort = (): void => stop("cancelled");
  if (outer.aborted) onAbort();
  else outer.addEventListener("abort", onAbort, { once: true });
  // Above this a timer would fire at once; nobody waits 24 days.
  const wait = Math.min(timeout, 2 ** 31 - 1);
  const timer = setTimeout(() => stop("timeout"), wait);
  return {
    signal: controller.signal,
    cause: () => cause,
    release: () => clearTimeout(timer),
    dispose() {
      clearTimeout(timer);
      outer.removeEventListener("abort", onAbort);
    },
  };
}

/** The failure of an exchange its owner stopped. */
export function cancelled(phase?: Phase): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "The request was cancelled.",
    ...(phase === undefined ? {} : { phase }),
  });
}

/** The failure of an exchange whose budget ran out; `phase` is what it was waiting for. */
export function timedOut(phase?: Phase): FailureError {
  return new FailureError({
    kind: "timeout",
    code: "timeout",
    message: "The time allowed for the whole exchange ran out.",
    remedy:
      "Raise the timeout in the request's settings, or see in the timeline what took so long.",
    ...(phase === undefined ? {} : { phase }),
  });
}
