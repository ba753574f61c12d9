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

/** A seed with a few changes: bits, bytes, words, cuts, repeats, or a part of another seed. */
export function mutated(seeds: readonly Buffer[], chance: Chance): Buffer {
  let bytes: Buffer = Buffer.from(seeds[chance.below(seeds.length)] ?? Buffer.alloc(0));
  for (let left = 1 + chance.below(6); left > 0; left -= 1) bytes = changed(bytes, seeds, chance);
  return bytes.length > 8192 ? bytes.subarray(0, 8192) : bytes;
}

function changed(bytes: Buffer, seeds: readonly Buffer[], chance: Chance): Buffer {
  const at = chance.below(bytes.length + 1);
  const insert = (piece: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  switch (chance.below(8)) {
    case 0:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = chance.below(256);
      return bytes;
    case 2:
      return insert(words[chance.below(words.length)] ?? Buffer.alloc(0));
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance.below(16))]);
    case 4:
      return bytes.subarray(0, at);
    case 5:
      return insert(bytes.subarray(at, at + chance.below(64)));
    case 6: {
      const other = seeds[chance.below(seeds.length)] ?? Buffer.alloc(0);
      const from = chance.below(other.length + 1);
      return insert(other.subarray(from, from + chance.below(128)));
    }
    default:
      return insert(Buffer.from([chance.below(256), chance.below(256)]));
  }
}
