import type { Duplex } from "node:stream";
import { abortFailure } from "../abort.ts";
import { proxyClosed } from "./proxy-failure.ts";

/** Reads a counted number of bytes from a stream that nobody else reads meanwhile. One reader, one `read` at a time. */
export interface ByteReader {
  /** Rejects with FailureError when the stream ends before, or the signal is aborted. */
  read(count: number): Promise<Buffer>;
  /** Up to and with the first byte of this value, `most` bytes at most. */
  readTo(value: number, most: number): Promise<Buffer>;
  /** Gives the stream back, paused, with what was not read still in it. */
  release(): void;
}

export function byteReader(stream: Duplex, signal: AbortSignal): ByteReader {
  let held: Buffer = Buffer.alloc(0);
  let error: unknown = null;
  let over = false;
  let waiting: {
    readonly count: () => number;
    resolve(bytes: Buffer): void;
    reject(why: unknown): void;
  } | null = null;
  const look = (): void => {
    if (waiting === null) return;
    const count = waiting.count();
    const { resolve, reject } = waiting;
    if (signal.aborted) {
      waiting = null;
      reject(abortFailure(signal, "connect"));
    } else if (count >= 0 && held.length >= count) {
      waiting = null;
      const bytes = held.subarray(0, count);
      held = held.subarray(count);
      resolve(bytes);
    } else if (over) {
      waiting = null;
      reject(proxyClosed(error));
    }
  };
  const onData = (bytes: Buffer): void => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    look();
  };
  const onError = (thrown: Error): void => {
    error ??= thrown;
  };
  const onOver = (): void => {
    over = true;
    look();
  };
  signal.addEventListener("abort", look);
  stream.on("data", onData).on("error", onError).on("end", onOver).on("close", onOver);
  stream.resume();
  const wait = (count: () => number): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      waiting = { count, resolve, reject };
      look();
    });
  return {
    read: (count) => wait(() => count),
    readTo: (value, most) =>
      wait(() => {
        const at = held.indexOf(value);
        if (at >= 0) return at + 1;
        return held.length > most ? most : -1;
      }),
    release() {
      signal.removeEventListener("abort", look);
      stream.off("data", onData).off("error", onError).off("end", onOver).off("close", onOver);
      stream.pause();
      if (held.length > 0) stream.unshift(held);
    },
  };
}
