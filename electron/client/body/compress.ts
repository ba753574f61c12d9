import { pipeline, Readable, type Transform } from "node:stream";
import zlib from "node:zlib";
import { FailureError } from "../../../shared/model/failure.ts";
import type { MessageSettings } from "../../../shared/model/network/message.ts";
import type { BodySource } from "../send.ts";
import { bytesBody } from "./text.ts";

export type BodyCoding = Exclude<MessageSettings["compressBody"], "none">;

/** Bodies up to this size are encoded in memory, so that their length is known before they go. */
const inMemory = 1 << 20;

/**
 * A body with a content coding applied (RFC 9110 §8.4.1), streamed: memory does not grow with its size. Its length is known when the
 * source is at most 1 MiB, else null. The same source gives the same bytes each time. Rejects with FailureError `input`
 * (`zstd-unavailable`) where the runtime cannot make zstd.
 */
export async function compressedBody(source: BodySource, coding: BodyCoding): Promise<BodySource> {
  const make = encoderOf(coding);
  const streamed: BodySource = {
    length: null,
    replayable: source.replayable,
    open: () => encoded(source, make),
  };
  if (source.length === null || source.length > inMemory) return streamed;
  const parts: Uint8Array[] = [];
  for await (const part of streamed.open()) parts.push(part);
  return { ...bytesBody(Buffer.concat(parts)), replayable: true };
}

/** Whether this runtime can make zstd (Node from 22.15). */
export function makesZstd(): boolean {
  return zstdEncoder() !== undefined;
}

function zstdEncoder(): (() => Transform) | undefined {
  return (zlib as { createZstdCompress?: () => Transform }).createZstdCompress;
}

function encoderOf(coding: BodyCoding): () => Transform {
  switch (coding) {
    case "gzip":
      return () => zlib.createGzip();
    case "deflate":
      return () => zlib.createDeflate();
    case "br":
      // The default quality of 11 takes seconds for a megabyte; 5 is what servers use on the fly.
      return () =>
        zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } });
    case "zstd": {
      const make = zstdEncoder();
      if (make === undefined) throw noZstd();
      return make;
    }
  }
}

async function* encoded(
  source: BodySource,
  make: () => Transform,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = make();
  // An error of the source becomes the encoder's; leaving the encoder leaves the source.
  pipeline(Readable.from(source.open(), { objectMode: true }), encoder, () => undefined);
  try {
    for await (const chunk of encoder) {
      const bytes: unknown = chunk;
      if (bytes instanceof Uint8Array) yield bytes;
    }
  } finally {
    encoder.destroy();
  }
}

function noZstd(): FailureError {
  return new FailureError({
    kind: "input",
    code: "zstd-unavailable",
    message: "This runtime cannot compress with zstd.",
    remedy: "Choose gzip, deflate or br, or run Envoi on Node 22.15 or later.",
    phase: "prepare",
    place: "compressBody",
  });
}
