import { FailureError, toFailure } from "../model/failure.ts";
import { type ClientFrame, maxCredits, readClientFrame, type ServerFrame } from "./frame.ts";
import type { Handlers, Kinds, OperationKind } from "./kinds.ts";
import type { Link } from "./link.ts";

/** Operations one link may have under way at a time. */
const maxOpen = 1024;

export interface Server {
  /** Operations under way: for tests of leaks. */
  open(): number;
  /** Resolves when the link has closed and everything under way has been cancelled. */
  readonly ended: Promise<void>;
}

export interface ServeOptions {
  /** Told of everything a handler threw that is not a FailureError: a fault of ours. Must not throw. */
  onUnexpected?(operation: string, thrown: unknown): void;
}

/** Either shape of handler, as the frames see it. */
type AnyHandler = (...parameters: readonly unknown[]) => Promise<unknown> | AsyncIterable<unknown>;

interface Running {
  readonly controller: AbortController;
  /** Items the reader has room for. */
  credits: number;
  /** True once the reader is gone: nothing more is sent. */
  gone: boolean;
  iterator: AsyncIterator<unknown> | null;
  /** Wakes a stream that waits for credit. */
  wake: (() => void) | null;
}

/**
 * Answers the frames of one link with handlers until the link closes; then everything it began is cancelled.
 * Nothing a peer sends can make this throw: what cannot be understood is answered with a Failure.
 */
export function serve<C>(
  link: Link,
  kinds: Kinds<C>,
  handlers: Handlers<C>,
  options: ServeOptions = {},
): Server {
  const kindOf = kinds as Readonly<Record<string, OperationKind>>;
  const handlerOf = handlers as Readonly<Record<string, AnyHandler>>;
  const running = new Map<number, Running>();

  link.onFrame((value) => {
    const frame = readClientFrame(value);
    if (frame === null) refuse(0, "bad-frame", "A message could not be understood.");
    else if (frame.kind === "open") begin(frame);
    else steer(frame);
  });
  const ended = new Promise<void>((resolve) => {
    link.onClose(() => {
      for (const id of [...running.keys()]) drop(id);
      resolve();
    });
  });
  return { open: () => running.size, ended };

  function begin(frame: ClientFrame & { kind: "open" }): void {
    const { id, operation, input } = frame;
    const kind = Object.hasOwn(kindOf, operation) ? kindOf[operation] : undefined;
    const handler = kind === undefined ? undefined : handlerOf[operation];
    if (running.has(id))
      return refuse(0, "bad-frame", "A message used an id that is still in use.");
    if (kind === undefined || handler === undefined) {
      return refuse(id, "unknown-operation", "The window asked for something Envoi does not know.");
    }
    if (running.size >= maxOpen) {
      return refuse(id, "too-many-operations", "Too many things are under way at the same time.");
    }
    const controller = new AbortController();
    const entry: Running = {
      controller,
      credits: frame.credits,
      gone: false,
      iterator: null,
      wake: null,
    };
    running.set(id, entry);
    const { signal } = controller;
    const work =
      kind === "call"
        ? answer(id, handler, [input, signal])
        : pump(id, entry, handler, kind === "topic" ? [signal] : [input, signal], kind === "topic");
    work.then(
      (last) => finish(entry, last),
      (thrown: unknown) => {
        // A handler that was told to stop may throw anything on its way out.
        if (!(thrown instanceof FailureError) && !signal.aborted)
          options.onUnexpected?.(operation, thrown);
        finish(entry, { kind: "failure", id, failure: toFailure(thrown) });
      },
    );
  }

  function steer(frame: Exclude<ClientFrame, { kind: "open" }>): void {
    const entry = running.get(frame.id);
    // Unknown ids are common and harmless: the frame crossed the end of its operation.
    if (entry === undefined) return;
    if (frame.kind === "cancel") drop(frame.id);
    else if (frame.kind === "abort") entry.controller.abort();
    else {
      entry.credits = Math.min(entry.credits + frame.count, maxCredits);
      entry.wake?.();
    }
  }

  function drop(id: number): void {
    const entry = running.get(id);
    if (entry === undefined) return;
    running.delete(id);
    entry.gone = true;
    entry.controller.abort();
    entry.wake?.();
    // A generator that is in the middle of `next` takes the return when it next yields; the abort makes that soon.
    entry.iterator?.return?.()?.then(undefined, () => undefined);
  }

  /** The id is free before the other end can know that it is. */
  function finish(entry: Running, last: ServerFrame): void {
    if (entry.gone) return;
    running.delete(last.id);
    send(last);
  }

  async function answer(
    id: number,
    handler: AnyHandler,
    input: readonly unknown[],
  ): Promise<ServerFrame> {
    const value = await handler(...input);
    return { kind: "result", id, value: value ?? null };
  }

  async function pump(
    id: number,
    entry: Running,
    handler: AnyHandler,
    input: readonly unknown[],
    revised: boolean,
  ): Promise<ServerFrame> {
    const end: ServerFrame = { kind: "end", id };
    const items = handler(...input) as AsyncIterable<unknown>;
    const iterator = items[Symbol.asyncIterator]();
    entry.iterator = iterator;
    let revision = 0;
    try {
      for (;;) {
        if (entry.credits === 0 && !entry.gone) {
          await new Promise<void>((resolve) => (entry.wake = resolve));
          entry.wake = null;
        }
        if (entry.gone) return end;
        const step = await iterator.next();
        if (entry.gone || step.done === true) return end;
        entry.credits -= 1;
        const value = step.value ?? null;
        link.send(revised ? { kind: "item", id, value, revision } : { kind: "item", id, value });
        revision += 1;
      }
    } catch (thrown) {
      iterator.return?.()?.then(undefined, () => undefined);
      throw thrown;
    }
  }

  function refuse(id: number, code: string, message: string): void {
    send({ kind: "failure", id, failure: { kind: "input", code, message } });
  }

  /** Sends, or sends why it could not. */
  function send(frame: ServerFrame): void {
    try {
      link.send(frame);
    } catch (thrown) {
      link.send({ kind: "failure", id: frame.id, failure: toFailure(thrown) });
    }
  }
}
