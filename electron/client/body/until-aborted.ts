import { orAbort } from "../../wire/connect/abort.ts";
import type { BodySource } from "../send.ts";

/**
 * The same body for one who reads all of it before anything is sent: its iteration rejects in the turn the signal is aborted, whatever the
 * source waits for then, and is closed when the source comes back.
 */
export function untilAborted(body: BodySource, signal: AbortSignal): BodySource {
  return { ...body, open: () => read(body.open(), signal) };
}

async function* read(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAbort(iterator.next(), signal, "prepare");
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it may be stuck in a read.
    iterator.return?.().then(undefined, () => undefined);
  }
}
