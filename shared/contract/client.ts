import { type Failure, FailureError } from "../model/failure.ts";
import { type ClientFrame, readServerFrame, type ServerFrame } from "./frame.ts";
import type { Kinds, OperationKind, Remote } from "./kinds.ts";
import type { Link } from "./link.ts";

/** Items a stream or topic may have on the way; granted again as they are read. */
const room = 64;

export const linkClosed: Failure = {
  kind: "internal",
  code: "link-closed",
  message: "The connection between the window and the main part of Envoi was lost.",
};

const cancelled: Failure = { kind: "cancelled", code: "cancelled", message: "Cancelled." };

/** Gets the frames of one operation; called with null once when the link closes. */
type Receiver = (frame: ServerFrame | null) => void;

/**
 * The operations of the other end of a link.
 *
 * - A call rejects with FailureError; its signal rejects it at once with `cancelled` and aborts the handler.
 * - A stream opens on the first `next`. Ending the iteration cancels it at once. Its signal asks the handler to stop:
 *   the items it still yields (the exchange with state `cancelled`) arrive, and then the iteration ends.
 * - A topic opens on the first `next`. Ending the iteration or its signal cancels it at once and ends it quietly.
 * - When the link closes, calls reject and iterations throw `internal/link-closed` after what had arrived.
 */
export function createClient<C>(link: Link, kinds: Kinds<C>): Remote<C> {
  const receivers = new Map<number, Receiver>();
  let nextId = 1;
  let closed = false;

  link.onFrame((value) => {
    const frame = readServerFrame(value);
    if (frame !== null) receivers.get(frame.id)?.(frame);
  });
  link.onClose(() => {
    closed = true;
    const all = [...receivers.values()];
    receivers.clear();
    for (const receive of all) receive(null);
  });

  const remote: Record<string, unknown> = {};
  for (const [operation, kind] of Object.entries(
    kinds as Readonly<Record<string, OperationKind>>,
  )) {
    if (kind === "call") {
      remote[operation] = (input: unknown, signal?: AbortSignal) => call(operation, input, signal);
    } else if (kind === "stream") {
      remote[operation] = (input: unknown, signal?: AbortSignal) =>
        items(operation, input, signal, false);
    } else {
      remote[operation] = (signal?: AbortSignal) => items(operation, null, signal, true);
    }
  }
  // The loop above gives each name the function its kind asks for; the compiler cannot follow a loop over names.
  return remote as Remote<C>;

  /** Sends `open` and gives the id. Throws FailureError, leaving nothing behind. */
  function begin(operation: string, input: unknown, credits: number, receive: Receiver): number {
    if (closed) throw new FailureError(linkClosed);
    const id = nextId;
    nextId += 1;
    receivers.set(id, receive);
    try {
      link.send({ kind: "open", id, operation, input, credits });
    } catch (thrown) {
      receivers.delete(id);
      throw thrown;
    }
    return id;
  }

  function tell(frame: ClientFrame): void {
    if (!closed) link.send(frame);
  }

  function call(
    operation: string,
    input: unknown,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(new FailureError(cancelled));
      const id = begin(operation, input, 0, (frame) => {
        finish();
        if (frame === null) reject(new FailureError(linkClosed));
        else if (frame.kind === "result") resolve(frame.value);
        else
          reject(
            new FailureError(frame.kind === "failure" ? frame.failure : unexpected(frame.kind)),
          );
      });
      const abort = () => {
        finish();
        tell({ kind: "cancel", id });
        reject(new FailureError(cancelled));
      };
      const finish = () => {
        receivers.delete(id);
        signal?.removeEventListener("abort", abort);
      };
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  function items(
    operation: string,
    input: unknown,
    signal: AbortSignal | undefined,
    topic: boolean,
  ): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => iterate(operation, input, signal, topic) };
  }

  function iterate(
    operation: string,
    input: unknown,
    signal: AbortSignal | undefined,
    topic: boolean,
  ): AsyncIterator<unknown> {
    const arrived: unknown[] = [];
    const waiting: { resolve(step: IteratorResult<unknown>): void; reject(why: unknown): void }[] =
      [];
    let id = 0;
    let read = 0;
    let revision = 0;
    /** null: more may come. `failure: null`: a normal end. */
    let end: { failure: Failure | null } | null = null;

    return {
      next: () => {
        if (id === 0 && end === null) start();
        if (arrived.length > 0) return Promise.resolve({ done: false, value: take() });
        if (end !== null) return ended();
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return: () => {
        leave();
        return Promise.resolve({ done: true, value: undefined });
      },
    };

    function start(): void {
      if (signal?.aborted === true) return finish(topic ? null : cancelled);
      try {
        id = begin(operation, input, room, receive);
      } catch (thrown) {
        return finish(thrown instanceof FailureError ? thrown.failure : unexpected("open"));
      }
      signal?.addEventListener("abort", abort, { once: true });
    }

    function receive(frame: ServerFrame | null): void {
      if (frame === null) return finish(linkClosed);
      if (frame.kind === "end") return finish(null);
      if (frame.kind === "failure") return finish(frame.failure);
      if (frame.kind !== "item" || (topic && frame.revision !== revision)) {
        tell({ kind: "cancel", id });
        return finish(unexpected(frame.kind));
      }
      revision += 1;
      arrived.push(frame.value);
      const reader = waiting.shift();
      if (reader !== undefined) reader.resolve({ done: false, value: take() });
    }

    function take(): unknown {
      const value = arrived.shift();
      read += 1;
      if (read >= room / 2 && end === null) {
        tell({ kind: "credit", id, count: read });
        read = 0;
      }
      return value;
    }

    function abort(): void {
      if (topic) leave();
      else tell({ kind: "abort", id });
    }

    /** The reader is gone: nothing that arrived is given out any more. */
    function leave(): void {
      arrived.length = 0;
      if (end === null && id !== 0) tell({ kind: "cancel", id });
      finish(null);
    }

    function finish(failure: Failure | null): void {
      if (end !== null) return;
      end = { failure };
      receivers.delete(id);
      signal?.removeEventListener("abort", abort);
      const [first, ...rest] = waiting.splice(0);
      // One failure is told once; readers after the first see a plain end, as with a generator.
      if (first !== undefined) ended().then(first.resolve, first.reject);
      for (const reader of rest) reader.resolve({ done: true, value: undefined });
    }

    function ended(): Promise<IteratorResult<unknown>> {
      const failure = end?.failure ?? null;
      end = { failure: null };
      if (failure !== null) return Promise.reject(new FailureError(failure));
      return Promise.resolve({ done: true, value: undefined });
    }
  }
}

function unexpected(kind: string): Failure {
  return {
    kind: "internal",
    code: "unexpected-frame",
    message: "The main part of Envoi answered in a way the window did not expect.",
    place: kind,
  };
}
