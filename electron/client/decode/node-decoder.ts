import type { Transform } from "node:stream";
import { codingFailure, type Decoder, type Sink } from "./decoder.ts";

/** Decoded bytes waiting for the sink before the decoder is paused. */
const pauseAt = 256 << 10;
/** Encoded bytes remembered to get back what the failing step of a small body had already decoded. */
const rememberAt = 64 << 10;

/** A decoder over one of Node's transforms. `make` must give a fresh one. */
export function nodeDecoder(coding: string, make: () => Transform): Decoder {
  let step = openStep(make());
  let early: Uint8Array[] | null = [];
  let seen = 0;
  let produced = 0;

  const counting =
    (sink: Sink): Sink =>
    (bytes) => {
      produced += bytes.length;
      return sink(bytes);
    };

  /** Node throws away what the failing step had decoded; small slices get back all but the last few bytes. */
  async function salvage(sink: Sink): Promise<void> {
    if (early === null || early.length === 0) return;
    const all = Buffer.concat(early);
    early = null;
    let skip = produced;
    const rest: Sink = async (bytes) => {
      const used = Math.min(skip, bytes.length);
      skip -= used;
      if (used < bytes.length) await sink(bytes.subarray(used));
    };
    step.dispose();
    step = openStep(make());
    try {
      for (let at = 0; at < all.length;) {
        const size = all.length - at > 16 ? Math.min(64, all.length - at - 16) : 1;
        await step.push(all.subarray(at, at + size), rest);
        at += size;
      }
    } catch {
      // The same failure again, this time after everything before it came out.
    }
  }

  async function guarded(work: () => Promise<void>, sink: Sink, ending: boolean): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const code = (thrown as { code?: unknown } | null)?.code;
      if (typeof code !== "string") throw thrown;
      await salvage(sink);
      throw codingFailure(coding, ending && code === "Z_BUF_ERROR", thrown);
    }
  }

  return {
    async push(bytes, sink) {
      seen += bytes.length;
      if (seen > rememberAt) early = null;
      early?.push(bytes);
      await guarded(() => step.push(bytes, counting(sink)), sink, false);
    },
    end: (sink) => guarded(() => step.end(counting(sink)), sink, true),
    dispose: () => step.dispose(),
  };
}

/** Drives a transform one input at a time, so that an error loses nothing that came out before it. */
function openStep(stream: Transform): Decoder {
  let pending: Uint8Array[] = [];
  let waiting = 0;
  let failure: Error | null = null;
  let wake = (): void => undefined;
  stream.on("data", (bytes: Uint8Array) => {
    pending.push(bytes);
    waiting += bytes.length;
    if (waiting >= pauseAt) stream.pause();
    wake();
  });
  stream.on("error", (error: Error) => {
    failure = error;
    wake();
  });

  async function run(begin: (done: () => void) => void, sink: Sink): Promise<void> {
    let done = false;
    begin(() => {
      done = true;
      wake();
    });
    for (;;) {
      if (pending.length > 0) {
        const batch = pending;
        pending = [];
        waiting = 0;
        for (const bytes of batch) await sink(bytes);
        stream.resume();
      } else if (failure !== null) {
        throw failure;
      } else if (done && stream.readableLength === 0) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    push: (bytes, sink) => run((done) => stream.write(bytes, done), sink),
    end: (sink) =>
      run((done) => {
        stream.once("end", done);
        stream.end();
      }, sink),
    dispose: () => void stream.destroy(),
  };
}
