import { isStale } from "../wire/connect/stale.ts";
import type { Layer } from "./attempt.ts";

/** More stale connections than this in a row say that the server closes every one: then the failure is shown. */
const most = 8;

/**
 * Sends again, once for each stale connection, when a kept connection died before the first byte of the reply and the body can be sent
 * twice (RFC 9112 §9.3.1). Nothing else is ever retried.
 */
export const retryStale: Layer = (next) => async (attempt, context) => {
  let current = attempt;
  for (let tries = 1; ; tries += 1) {
    try {
      return await next(current, context);
    } catch (thrown) {
      const replayable = current.body === null || current.body.replayable;
      if (!isStale(thrown) || !replayable || tries > most || context.signal.aborted) throw thrown;
      context.emit({ kind: "retry", reason: thrown.failure.code });
      current = { ...current, reason: "retry" };
    }
  }
};
