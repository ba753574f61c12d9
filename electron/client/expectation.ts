import type { Attempt, AttemptContext, Layer, Reply, SendAttempt } from "./attempt.ts";

/**
 * Sends once more without the expectation when a server answers 417 to an `Expect` field of ours (RFC 9110 §15.5.18). `receive` reads the
 * reply that said so. A field the person typed is the person's: the 417 is then the answer.
 */
export function expectation(
  receive: (reply: Reply, context: AttemptContext) => Promise<void>,
): Layer {
  return (next) => (attempt, context) => {
    const { body, bodyFields } = attempt;
    const without = bodyFields.filter(({ name }) => name !== "Expect");
    const replayable = body !== null && body.replayable;
    return without.length === bodyFields.length || !replayable
      ? next(attempt, context)
      : asking(next, attempt, without, context);
  };

  async function asking(
    next: SendAttempt,
    attempt: Attempt,
    without: Attempt["bodyFields"],
    context: AttemptContext,
  ): Promise<Reply> {
    const reply = await next(attempt, context);
    if (reply.head?.status !== 417) return reply;
    context.emit({
      kind: "note",
      code: "expect-failed",
      message: "The server does not take an expectation; the request is sent again without it.",
    });
    await receive(reply, context);
    return await next({ ...attempt, reason: "retry", bodyFields: without }, context);
  }
}
