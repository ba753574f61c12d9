import { createReadStream } from "node:fs";
import { unsealed } from "../wire/record/seal.ts";

/** Bytes `[start, end)` of a file, in blocks. Ending the iteration closes it. */
export async function* readFileRange(
  file: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  let at = start;
  const stream = createReadStream(file, { start, end: end - 1, highWaterMark: 256 << 10 });
  for await (const chunk of stream) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    yield unsealed(file, at, bytes);
    at += bytes.length;
  }
}
