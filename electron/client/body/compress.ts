import { pipeline, Readable, type Transform } from "node:stream";
import zlib from "node:zlib";
import type { MessageSettings } from "../../../shared/model/network/message.ts";
import type { BodySource } from "../send.ts";
import { bytesBody } from "./text.ts";

export type BodyCoding = Exclude<MessageSettings["compressBody"], "none">;

/** Bodies up to this size are encoded in memory, so that their length is known before they go. */
const inMemory = 1 << 20;

/** Makes coded bytes of others, whole or a piece at a time. */
interface Encoder {
  stream(source: BodySource): AsyncIterable<Uint8Array>;
  whole(source: BodySource): Promise<Uint8Array>;
}

/**
 * A body with a content coding applied (RFC 9110 §8.4.1), streamed: memory does not grow with its size. Its length is known when the
 * source is at most 1 MiB, else null. The same source gives the same bytes each time.
 */
export async function compressedBody(source: BodySource, coding: BodyCoding): Promise<BodySource> {
  const encoder = await encoderOf(coding);
  if (source.length === null || source.length > inMemory)
    return {
      length: null,
      replayable: source.replayable,
      open: () => encoder.stream(source),
    };
  return { ...bytesBody(await encoder.whole(source)), replayable: true };
}

async function encoderOf(coding: BodyCoding): Promise<Encoder> {
  switch (coding) {
    case "gzip":
      return byNode(() => zlib.createGzip());
    case "deflate":
      return byNode(() => zlib.createDeflate());
    case "br":
      // The default quality of 11 takes seconds for a megabyte; 5 is what servers use on the fly.
      return byNode(() =>
        zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
      );
    case "zstd": {
      // Node has it from 22.15. Elsewhere it is loaded only when a body needs it.
      const native = (zlib as { createZstdCompress?: () => Transform }).createZstdCompress;
      return native === undefined ? await byLibrary() : byNode(native);
    }
  }
}

async function byLibrary(): Promise<Encoder> {
  const { zstdBytes, zstdStream } = await import("./zstd-encoder.ts");
  return {
    stream: (source) => zstdStream(source.open()),
    whole: async (source) => await zstdBytes(await readAll(source.open())),
  };
}

function byNode(make: () => Transform): Encoder {
  const stream = (source: BodySource) => encoded(source, make);
  return { stream, whole: (source) => readAll(stream(source)) };
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of pieces) parts.push(part);
  return Buffer.concat(parts);
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
