import type { ResponseHead } from "../../shared/model/exchange.ts";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import { headerValue } from "../../shared/model/header.ts";
import type { PolicySettings, RetryCause } from "../../shared/model/network/policy.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import { abortFailure } from "../wire/connect/abort.ts";
import type { Attempt, AttemptContext, Reply } from "./attempt.ts";

/** ms between two attempts at most, unless the server asks for more (curl: ten minutes). */
const longestDelay = 600_000;

/** Whether and when to send once more. One for each exchange; counts its attempts. */
export interface Retries {
  /** After a reply: what to tell and how long to wait; null: it stands. `replayable`: the body can be sent again. */
  afterReply(head: ResponseHead | null, replayable: boolean): Retry | null;
  /** After a failure that was not the person's doing. */
  afterFailure(failure: Failure, replayable: boolean): Retry | null;
}

type Retry = Extract<TraceDetail, { kind: "retry" }> & { readonly wait: number };

/**
 * By the settings: at most `retries` times, for the causes in `retryOn`, `retryDelay` ms and then twice as long each time, or as long as
 * Retry-After says (RFC 9110 §10.2.3), and not beyond `retryMaxTime` ms from now.
 */
export function openRetries(
  settings: Pick<PolicySettings, "retries" | "retryDelay" | "retryMaxTime" | "retryOn">,
  clock: Clock,
): Retries {
  const { retries, retryDelay, retryMaxTime, retryOn } = settings;
  if (retries === 0) return noRetries;
  const startedAt = clock.now();
  let made = 0;
  const next = (reason: string, asked: number | null): Retry | null => {
    if (made >= retries) return null;
    const wait = asked ?? Math.min(retryDelay * 2 ** made, longestDelay);
    if (retryMaxTime > 0 && clock.now() - startedAt + wait > retryMaxTime) return null;
    made += 1;
    return { kind: "retry", reason, wait, number: made, of: retries };
  };
  return {
    afterReply(head, replayable) {
      const status = String(head?.status ?? "") as RetryCause;
      if (head === null || !replayable || !retryOn.includes(status)) return null;
      return next(status, retryAfter(head, clock));
    },
    afterFailure(failure, replayable) {
      const cause = causeOf(failure);
      if (cause === null || !retryOn.includes(cause)) return null;
      // Before anything is sent, the body has not been opened.
      const untouched = cause === "resolve" || cause === "connect" || cause === "tls";
      return replayable || untouched ? next(failure.code, null) : null;
    },
  };
}

const noRetries: Retries = { afterReply: () => null, afterFailure: () => null };

/** What kind of failure it is for `retryOn`; null: trying again would not help, or was not asked for. */
function causeOf({ kind, phase, code }: Failure): RetryCause | null {
  switch (kind) {
    case "resolve":
    case "tls":
    case "protocol":
      return kind;
    case "timeout":
      // The time for the whole exchange is over for its retries too.
      return code === "timeout" ? null : kind;
    case "connect":
    case "proxy":
      // A connection that broke later is about the conversation on it.
      return phase === "connect" || phase === "resolve" ? "connect" : "protocol";
    default:
      return null;
  }
}

/** ms, from seconds or a date; null: the field is not there or cannot be read. */
function retryAfter({ headers }: ResponseHead, clock: Clock): number | null {
  const text = headerValue(headers, "retry-after")?.trim();
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.epoch());
}

/**
 * Does the whole exchange, redirects and all, again as long as `retries` says so. The reply that stands is received; one that does not is
 * read and passed over. Rejects with the failure that stands.
 */
export async function untilItStands(
  first: Attempt,
  retries: Retries,
  context: AttemptContext,
  steps: {
    send(attempt: Attempt): Promise<Reply>;
    receive(reply: Reply): Promise<void>;
  },
): Promise<void> {
  const replayable = first.body === null || first.body.replayable;
  for (let attempt = first; ; attempt = { ...first, reason: "retry" }) {
    let again: Retry | null;
    try {
      const reply = await steps.send(attempt);
      again = retries.afterReply(reply.head, replayable);
      await (again === null ? steps.receive(reply) : context.receive(reply));
    } catch (thrown) {
      again = context.signal.aborted ? null : retries.afterFailure(toFailure(thrown), replayable);
      if (again === null) throw thrown;
    }
    if (again === null) return;
    context.emit(again);
    await pause(again.wait, context.signal);
  }
}

/** Waits; rejects with the abort's failure in the turn it comes. */
function pause(wait: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortFailure(signal, "wait"));
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortFailure(signal, "wait"));
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(wait, 2 ** 31 - 1),
    );
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
