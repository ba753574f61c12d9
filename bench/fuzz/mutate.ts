import type { Chance } from "./chance.ts";

/** Pieces that mean something to one parser or another. */
const words = [
  "\r\n",
  "\n",
  "\r",
  "\r\n\r\n",
  ":",
  " ",
  "\t",
  ";",
  ",",
  '"',
  "\0",
  "0",
  "-1",
  "ffffffffffffffff",
  "99999999999999999999",
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "Content-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Connection: close\r\n",
  "__proto__",
  "constructor",
  "--b",
  "--",
  "{",
  "}",
  "[",
  "]",
  "\\u0000",
  "%00",
  "\u00ff",
].map((word) => Buffer.from(word, "latin1"));

const most = 8192;

/**
 * Makes seeds with a few changes: bits, bytes, words, cuts, repeats, or a part of another seed. What it gives is a view of one block of
 * memory, good until the next call.
 */
export function createMutator(seeds: readonly Buffer[], chance: Chance): () => Buffer {
  const block = Buffer.alloc(most);
  const none = Buffer.alloc(0);
  let length = 0;

  const insert = (at: number, piece: Buffer, from = 0, to = piece.length): void => {
    const count = Math.min(to - from, most - at);
    if (count <= 0) return;
    // A piece of the block itself moves when room is made for it.
    const kept = piece === block ? Buffer.from(block.subarray(from, from + count)) : null;
    block.copy(block, at + count, at, Math.min(length, most - count));
    if (kept === null) piece.copy(block, at, from, from + count);
    else kept.copy(block, at);
    length = Math.min(most, length + count);
  };
  const change = (): void => {
    const at = chance.below(length + 1);
    switch (chance.below(8)) {
      case 0:
        if (at < length) block[at] = (block[at] ?? 0) ^ (1 << chance.below(8));
        return;
      case 1:
        if (at < length) block[at] = chance.below(256);
        return;
      case 2:
        return insert(at, words[chance.below(words.length)] ?? none);
      case 3: {
        const end = Math.min(length, at + 1 + chance.below(16));
        block.copy(block, at, end, length);
        length -= end - at;
        return;
      }
      case 4:
        length = at;
        return;
      case 5:
        return insert(at, block, at, Math.min(length, at + chance.below(64)));
      case 6: {
        const other = seeds[chance.below(seeds.length)] ?? none;
        const from = chance.below(other.length + 1);
        return insert(at, other, from, Math.min(other.length, from + chance.below(128)));
      }
      default:
        insert(at, Buffer.of(chance.below(256), chance.below(256)));
    }
  };
  return () => {
    const seed = seeds[chance.below(seeds.length)] ?? none;
    length = seed.copy(block, 0, 0, most);
    for (let left = 1 + chance.below(6); left > 0; left -= 1) change();
    return block.subarray(0, length);
  };
}
