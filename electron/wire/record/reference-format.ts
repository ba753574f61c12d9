import { lateCrypto } from "../../base/late.ts";
import { condenseKeyBytes } from "./condense.ts";
import type { SentFile } from "./sent-file.ts";

/**
 * `references.bin`: where sent bytes are that were not copied into `clear.bin`. Little endian, after the key (32 bytes) come entries:
 *   1 file:      u32 kind · u32 bytes of what follows · JSON { path, size, stamp }, UTF-8
 *   2 reference: u32 kind · u32 number of the file, in the order of the file entries · f64 offset on the clear side · f64 length ·
 *                f64 offset in the file · 16 bytes tag                                                          (48 bytes)
 *   3 the same, its tag made of what the bytes were condensed to
 * Append-only; references in the order of their offsets. It is on disk before any byte of `clear.bin` that comes after what it says, so what
 * is kept there lies at its offset less the lengths of all references before it. A tail that is not a whole entry (a crash) is ignored.
 *
 * The tag is the GMAC (NIST SP 800-38D, AES-256) of the bytes that went out, with the record's own key and the number of the reference:
 * cheaper than a checksum, and nobody without the record can make other bytes that have it. Cheaper still is that of what NH makes of them
 * (`condense.ts`), with a key of its own that comes from the record's, and their length.
 */
export const referencesFile = "references.bin";
export const keyBytes = 32;
export const referenceBytes = 48;
const tagAt = 32;
const fileHeadBytes = 8;
const fileKind = 1;
const referenceKind = 2;
const condensedKind = 3;

export function newKey(): Buffer {
  return lateCrypto().randomBytes(keyBytes);
}

/** What bytes are known by again. `number`: of the reference in its record; never twice with one key. */
export function tagOf(key: Uint8Array, number: number, bytes: Uint8Array): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeDoubleLE(number);
  const mac = lateCrypto().createCipheriv("aes-256-gcm", key, nonce);
  mac.setAAD(bytes);
  mac.final();
  return mac.getAuthTag();
}

/** The key by which bytes are condensed in the record of this key. */
export function condenseKeyOf(key: Uint8Array): Uint8Array {
  const derived = lateCrypto().hkdfSync("sha256", key, "", "condense", condenseKeyBytes);
  return new Uint8Array(derived);
}

/** The tag of bytes by what they were condensed to. */
export function condensedTagOf(
  key: Uint8Array,
  number: number,
  condensed: Uint8Array,
  length: number,
): Buffer {
  const end = Buffer.alloc(8);
  end.writeDoubleLE(length);
  return tagOf(key, number, Buffer.concat([condensed, end]));
}

export function encodeFile(file: SentFile): Buffer {
  const text = Buffer.from(JSON.stringify(file));
  const head = Buffer.alloc(fileHeadBytes);
  head.writeUInt32LE(fileKind);
  head.writeUInt32LE(text.length, 4);
  return Buffer.concat([head, text]);
}

export function encodeReference(
  file: number,
  offset: number,
  length: number,
  at: number,
  tag: Uint8Array,
  condensed: boolean,
): Buffer {
  const entry = Buffer.alloc(referenceBytes);
  entry.writeUInt32LE(condensed ? condensedKind : referenceKind);
  entry.writeUInt32LE(file, 4);
  entry.writeDoubleLE(offset, 8);
  entry.writeDoubleLE(length, 16);
  entry.writeDoubleLE(at, 24);
  entry.set(tag, tagAt);
  return entry;
}

/** One run of bytes that lies in a file. */
export interface Reference {
  /** Counted from 0 in its record. */
  readonly number: number;
  /** Of the file. */
  readonly file: number;
  /** On the clear side. */
  readonly offset: number;
  readonly length: number;
  /** In the file. */
  readonly at: number;
  /** Where in `clear.bin` the bytes behind it go on. */
  readonly kept: number;
  readonly tag: Uint8Array;
  /** Whether the tag is that of what the bytes were condensed to. */
  readonly condensed: boolean;
}

export interface References {
  readonly key: Uint8Array;
  readonly files: readonly SentFile[];
  readonly list: ReferenceList;
  /** Bytes of all of them. */
  readonly length: number;
}

/** References in the order of their offsets. There can be hundreds of thousands, so each is read when it is asked for. */
export class ReferenceList {
  readonly #bytes: Buffer;
  /** Where each entry begins, and how many bytes are in references before it. */
  readonly #starts: readonly number[];
  readonly #before: readonly number[];

  constructor(bytes: Buffer, starts: readonly number[], before: readonly number[]) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#before = before;
  }

  get length(): number {
    return this.#starts.length;
  }

  /** undefined: there are fewer, or it is less than 0. */
  at(number: number): Reference | undefined {
    const [bytes, start, before] = [this.#bytes, this.#starts[number], this.#before[number]];
    if (start === undefined || before === undefined) return undefined;
    const offset = bytes.readDoubleLE(start + 8);
    return {
      number,
      file: bytes.readUInt32LE(start + 4),
      offset,
      length: bytes.readDoubleLE(start + 16),
      at: bytes.readDoubleLE(start + 24),
      kept: offset - before,
      tag: bytes.subarray(start + tagAt, start + referenceBytes),
      condensed: bytes.readUInt32LE(start) === condensedKind,
    };
  }

  *[Symbol.iterator](): Generator<Reference, void, undefined> {
    for (let number = 0; number < this.length; number += 1) {
      const reference = this.at(number);
      if (reference !== undefined) yield reference;
    }
  }

  /** The number of the first of which this is so; it is so of all that follow. `length`: of none. */
  first(is: (reference: Reference) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = this.at(middle);
      if (one !== undefined && !is(one)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What is whole. */
export function decodeReferences(bytes: Buffer): References {
  const files: SentFile[] = [];
  const starts: number[] = [];
  const before: number[] = [];
  let length = 0;
  for (let at = keyBytes; at + fileHeadBytes <= bytes.length;) {
    const kind = bytes.readUInt32LE(at);
    if (kind === fileKind) {
      const end = at + fileHeadBytes + bytes.readUInt32LE(at + 4);
      if (end > bytes.length) break;
      // Written by `encodeFile` alone, in a folder only this user can write to.
      files.push(JSON.parse(bytes.toString("utf8", at + fileHeadBytes, end)) as SentFile);
      at = end;
    } else if (
      (kind === referenceKind || kind === condensedKind) &&
      at + referenceBytes <= bytes.length
    ) {
      starts.push(at);
      before.push(length);
      length += bytes.readDoubleLE(at + 16);
      at += referenceBytes;
    } else break;
  }
  const list = new ReferenceList(bytes, starts, before);
  return { key: bytes.subarray(0, keyBytes), files, list, length };
}
