/** Reads numbers and lengths of TLS (RFC 8446 §3) one after another. Throws RangeError at the end of the bytes. */
export class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** An unsigned number of 1 to 3 bytes. */
  number(size: 1 | 2 | 3): number {
    if (size > this.left) throw new RangeError("truncated");
    let value = 0;
    for (const end = this.#at + size; this.#at < end; this.#at += 1)
      value = value * 256 + (this.#bytes[this.#at] ?? 0);
    return value;
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new RangeError("truncated");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Bytes behind a length of 1 to 3 bytes. */
  vector(size: 1 | 2 | 3): Uint8Array {
    return this.take(this.number(size));
  }

  /** What is left, as items read by `item`. */
  all<T>(item: (cursor: Cursor) => T): T[] {
    const items: T[] = [];
    while (this.left > 0) items.push(item(this));
    return items;
  }
}

/** The numbers of two bytes in a vector. */
export function pairs(bytes: Uint8Array): readonly number[] {
  return new Cursor(bytes).all((cursor) => cursor.number(2));
}

/** Extensions of a hello (RFC 8446 §4.2) by their number. */
export function extensionsOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  return new Map(new Cursor(bytes).all((cursor) => [cursor.number(2), cursor.vector(2)] as const));
}
