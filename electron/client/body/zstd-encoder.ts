import { Zstd } from "@hpcc-js/wasm-zstd";

/** The library's own default, and zstd's. */
const level = 3;
/** Bytes put into the library's memory at once. */
const mostAtOnce = 256 << 10;

/** What uses the library's one stream now, or used it last. */
let turn: Promise<void> = Promise.resolve();

/** Bytes as one Zstandard frame (RFC 8878), for a runtime that has no encoder. */
export async function zstdBytes(bytes: Uint8Array): Promise<Uint8Array> {
  const zstd = await Zstd.load();
  return zstd.compress(bytes, level);
}

/**
 * A body as one Zstandard frame, a piece at a time: memory does not grow with its size. The library has one stream, so that of two bodies
 * the second waits until the first has been read to its end or left. Throws what the source throws.
 */
export async function* zstdStream(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const before = turn;
  let over: () => void = () => undefined;
  turn = new Promise((resolve) => {
    over = resolve;
  });
  try {
    await before;
    const zstd = await Zstd.load();
    zstd.reset();
    zstd.setCompressionLevel(level);
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length; at += mostAtOnce) {
        const made = zstd.compressChunk(bytes.subarray(at, at + mostAtOnce));
        if (made.length > 0) yield made;
      }
    }
    yield zstd.compressEnd();
  } finally {
    over();
  }
}
