import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { headerValue } from "../../shared/model/header.ts";
import type { Clock } from "../base/clock.ts";
import type { AttemptContext, Reply } from "./attempt.ts";
import type { DecodeLimit } from "./decode/content-coding.ts";
import type { BodyKeeper } from "./kept-body.ts";
import { type Kept, openKept } from "./open-kept.ts";
import { createProgress } from "./progress.ts";
import { isPart } from "../../shared/model/content-range.ts";
import { resumeAnswer } from "./resume.ts";
import type { Resume } from "./send.ts";

export interface ReceiveOptions {
  readonly exchangeId: ExchangeId;
  /** The exchange's own folder; there already or not. */
  readonly folder: string;
  readonly keeper: BodyKeeper;
  readonly clock: Clock;
  /** False: content codings are left as they are. */
  readonly decode: boolean;
  readonly limit: DecodeLimit;
  /** What reading ends with when there is more than that many encoded bytes. */
  readonly most: Most;
  /** A body that may go on in this reply; null on the way there, and when there is none. */
  readonly resume: Resume | null;
}

/**
 * `on-the-way`: a reply that is followed by another: the rest is left and the connection closed, and a decoding failure is a note. `last`:
 * the reply of the exchange, whose failures are the exchange's; `bytes` 0: no limit.
 */
export interface Most {
  readonly kind: "on-the-way" | "last";
  readonly bytes: number;
}

/**
 * Reads a reply's body to its end: its place in the record is noted, its content coding undone into a file, and its growth told.
 * Whatever fails, what arrived and what was decoded stay. Rejects with the network's FailureError, with `body-too-large`, or else with the
 * decoder's.
 */
export async function receiveBody(
  reply: Reply,
  context: AttemptContext,
  options: ReceiveOptions,
): Promise<void> {
  const { most, resume } = options;
  const answer = resume === null || reply.head === null ? null : resumeAnswer(resume, reply.head);
  if (answer !== null) context.emit(answer.note);
  const appends = resume !== null && answer?.append === true;
  // A part cannot be decoded on its own: nobody can tell what goes before it.
  const decode = options.decode && (appends || !isPart(reply.head));
  const { exchangeId, folder, limit } = options;
  const kept = openKept(reply, { exchangeId, folder, decode, limit, signal: context.signal });
  const progress = createProgress(options.clock, () =>
    context.emit({ kind: "body", body: kept.ref() }),
  );
  let told = false;
  const tell = (): void => {
    if (!told) options.keeper.keep({ id: kept.id, exchangeId, stored: kept.stored });
    told = true;
  };
  let end: "whole" | "cut" | "hopeless" | "silent" = "whole";
  try {
    if (appends) {
      tell();
      await kept.before(stopping(resume.open(), context.signal));
    }
    end = await takeAll(reply, kept, options, tell, () => progress.moved());
  } catch (thrown) {
    end = "cut";
    // Who answers before it has read all often breaks the connection behind its answer; it is the answer that counts.
    if (most.kind === "last" || !isBroken(thrown) || context.signal.aborted) throw thrown;
  } finally {
    progress.stop();
    // Also where it broke off before its first byte: what is named has to be found.
    tell();
    await kept.finish(end === "whole");
    context.emit({ kind: "body", body: kept.ref() });
  }
  if (end === "cut" && most.kind === "last") throw tooLarge();
  if (end === "cut" || (end === "silent" && most.kind === "on-the-way"))
    context.emit({
      kind: "note",
      code: "body-cut",
      message: "The rest of this reply was not read, because the redirect was followed.",
    });
  const failure = kept.failure();
  if (failure === null) return;
  if (most.kind === "last") throw failure;
  context.emit({
    kind: "note",
    code: failure.failure.code,
    message: "The body of this redirect could not be decoded.",
  });
}

async function takeAll(
  reply: Reply,
  kept: Kept,
  { most }: ReceiveOptions,
  tell: () => void,
  moved: () => void,
): Promise<"whole" | "cut" | "hopeless" | "silent"> {
  const limit = most.bytes === 0 ? Number.POSITIVE_INFINITY : most.bytes;
  const reader = reply.body[Symbol.asyncIterator]();
  const passing = most.kind === "on-the-way" && endsWithConnection(reply);
  let left = true;
  try {
    for (;;) {
      // Nobody waits long for the rest of what is of no more use.
      const spent = passing || kept.failure() !== null;
      const step = await (spent ? withinPatience(reader.next()) : reader.next());
      if (step === null) return "silent";
      if (step.done === true) break;
      const { bytes, offset } = step.value;
      tell();
      const room = limit - kept.taken;
      const taken = kept.take(bytes.length > room ? bytes.subarray(0, room) : bytes, offset);
      if (taken !== undefined) await taken;
      moved();
      if (bytes.length > room) return "cut";
      if (kept.hopeless()) return "hopeless";
    }
    left = false;
  } finally {
    // Not waited for: what is silent may not hear it.
    if (left) reader.return?.().catch(() => undefined);
  }
  tell();
  return "whole";
}

function isBroken(thrown: unknown): boolean {
  return (
    thrown instanceof FailureError &&
    (thrown.failure.kind === "connect" || thrown.failure.kind === "protocol")
  );
}

/** How long the rest of a reply that is of no more use may be silent before it is left. ms. */
const patience = 1000;

/** null: nothing came in that time. */
function withinPatience<T>(step: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), patience);
    step.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Nothing but the end of the connection says where the body ends (RFC 9112 §6.3), or the server says that it will close it. */
function endsWithConnection({ head, method }: Reply): boolean {
  if (head === null || !head.httpVersion.startsWith("1.") || method === "HEAD") return false;
  const closes = (headerValue(head.headers, "connection") ?? "").toLowerCase().includes("close");
  const framed =
    headerValue(head.headers, "content-length") !== undefined ||
    headerValue(head.headers, "transfer-encoding") !== undefined;
  return closes || !framed;
}

async function* stopping(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of source) {
    signal.throwIfAborted();
    yield bytes;
  }
}

function tooLarge(): FailureError {
  return new FailureError({
    kind: "body",
    code: "body-too-large",
    message: "The body is larger than the limit set for it; Envoi stopped reading.",
    remedy: "What arrived is kept. Raise the limit in the settings to get more.",
    phase: "receive",
    place: "maxBodySize",
  });
}
