import { condenseCode } from "./condense-code.ts";

/** Bytes of a key. */
export const condenseKeyBytes = 1040;
/** What `condensed` takes at a time, and what it makes of it: bytes. */
const blockBytes = 1024;
const sumBytes = 16;
/** Where things lie in the memory: behind the key what is left over at the end, then the sums of 2 MiB, from the second page on what is condensed. */
const restAt = 2048;
const sumsAt = 4096;
const roomAt = 64 << 10;
const pageBytes = 64 << 10;
/** The most that is condensed in place at once. */
export const mostInPlace = 2 << 20;

/**
 * Condenses bytes to a sixty-fourth by NH, the first layer of UMAC (RFC 4418, 5.2.2), in two iterations: who does not know the key makes other bytes of
 * which the same comes with a chance of 2^-64 at most. What comes is no tag by itself: it has to be encrypted or given to a MAC.
 */
export interface Condenser {
  /** `room` bytes from `start` on can be filled by whoever opened it: they are condensed where they are. */
  readonly buffer: ArrayBuffer;
  readonly start: number;
  /** 16 bytes for each KiB, the last filled up with zeros. `key`: `condenseKeyBytes`, not changed afterwards. */
  condensed(key: Uint8Array, bytes: Uint8Array): Buffer;
}

interface Code {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly grow: (pages: number) => number;
  readonly condense: (at: number, end: number, out: number) => void;
}

/** What there is of it in every V8, which the types of Node leave out. */
declare const WebAssembly:
  | {
      readonly Module: new (code: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

let compiled: object | null | undefined;

/** null: the processor, or who started the program, does not let it. */
export function openCondenser(room: number): Condenser | null {
  const code = instance();
  if (code === null || code.grow(Math.ceil(room / pageBytes)) < 0) return null;
  const { condense, memory } = code;
  const { buffer } = memory;
  const all = new Uint8Array(buffer);
  let known: Uint8Array | null = null;

  /** Where the bytes lie from `at` on; at most `mostInPlace`. */
  function sums(at: number, length: number): Buffer {
    const whole = length - (length % blockBytes);
    if (whole > 0) condense(at, at + whole, sumsAt);
    let end = sumsAt + (whole / blockBytes) * sumBytes;
    if (whole < length) {
      all.copyWithin(restAt, at + whole, at + length);
      all.fill(0, restAt + length - whole, restAt + blockBytes);
      condense(restAt, restAt + blockBytes, end);
      end += sumBytes;
    }
    return Buffer.from(all.subarray(sumsAt, end));
  }

  return {
    buffer,
    start: roomAt,
    condensed(key, bytes) {
      if (known !== key) all.set(key);
      known = key;
      if (bytes.buffer === buffer && bytes.length <= mostInPlace)
        return sums(bytes.byteOffset, bytes.length);
      const parts: Buffer[] = [];
      // Its room may be in use: what is elsewhere goes through the rest of the first pages.
      for (let at = 0; at < bytes.length; at += throughBytes) {
        const part = bytes.subarray(at, at + throughBytes);
        all.set(part, throughAt);
        parts.push(sums(throughAt, part.length));
      }
      return Buffer.concat(parts);
    },
  };
}

/** Between the sums and the room. */
const throughAt = 40 << 10;
const throughBytes = 16 << 10;

function instance(): Code | null {
  try {
    if (compiled === undefined && WebAssembly !== undefined)
      compiled = new WebAssembly.Module(Buffer.from(condenseCode, "base64"));
    if (compiled === undefined || compiled === null || WebAssembly === undefined) return null;
    return new WebAssembly.Instance(compiled).exports as Code;
  } catch {
    compiled ??= null;
    return null;
  }
}

/** The same without compiled code, a hundred times slower: for a record of another machine. */
export function condensedSlowly(key: Uint8Array, bytes: Uint8Array): Buffer {
  const blocks = Math.ceil(bytes.length / blockBytes);
  const filled = Buffer.alloc(blocks * blockBytes);
  filled.set(bytes);
  const words = Buffer.from(key);
  const out = Buffer.alloc(blocks * sumBytes);
  const word = (block: number, at: number, shift: number): bigint =>
    BigInt((filled.readUInt32LE(block + at) + words.readUInt32LE(at + shift)) >>> 0);
  for (let block = 0; block < filled.length; block += blockBytes) {
    for (const iteration of [0, 1]) {
      const shift = iteration * 16;
      let sum = 0n;
      for (let at = 0; at < blockBytes; at += 32)
        for (let one = at; one < at + 16; one += 4)
          sum += word(block, one, shift) * word(block, one + 16, shift);
      out.writeBigUInt64LE(
        BigInt.asUintN(64, sum),
        (block / blockBytes) * sumBytes + iteration * 8,
      );
    }
  }
  return out;
}
