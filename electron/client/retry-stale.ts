import { isStale } from "../wire/connect/stale.ts";
import type { Attempt, AttemptContext, Layer, Reply } from "./attempt.ts";

/** More stale connections than this in a row say that the server closes every one: then the failure is shown. */
const most = 8;

/**
 * Sends again, once for each stale connection, when a kept connection died before the first byte of the reply and the body can be sent
 * twice (RFC 9112 §9.3.1). Nothing else is ever retried.
 */
export const retryStale: Layer = (next) => {
  const go = (attempt: Attempt, context: AttemptContext, tries: number): Promise<Reply> =>
    next(attempt, context).catch((thrown: unknown) => {
      const replayable = attempt.body === null || attempt.body.replayable;
      if (!isStale(thrown) || !replayable || tries > most || context.signal.aborted) throw thrown;
      context.emit({ kind: "retry", reason: thrown.failure.code });
      return go({ ...attempt, reason: "retry" }, context, tries + 1);
    });
  return (attempt, context) => go(attempt, context, 1);
};
