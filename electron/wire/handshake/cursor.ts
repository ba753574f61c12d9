/** Reads numbers and lengths of TLS (RFC 8446 §3) one after another. Throws RangeError at the end of the bytes. */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  /** An unsigned number of 1 to 3 bytes. */
  number(size: 1 | 2 | 3): number {
    const from = this.#pass(size);
    let value = 0;
    for (let at = from; at < this.#at; at += 1) value = value * 256 + (this.#bytes[at] ?? 0);
    return value;
  }

  take(length: number): Uint8Array {
    const from = this.#pass(length);
    return this.#bytes.subarray(from, this.#at);
  }

  /** Bytes behind a length of 1 to 3 bytes. */
  vector(size: 1 | 2 | 3): Uint8Array {
    return this.take(this.number(size));
  }

  /** `take` and `vector` for what nobody looks at: making a view of bytes takes longer than going past them. */
  skip(length: number): void {
    this.#pass(length);
  }

  skipVector(size: 1 | 2 | 3): void {
    this.skip(this.number(size));
  }

  /** What is behind a length of 1 to 3 bytes, to be read. */
  inner(size: 1 | 2 | 3): Cursor {
    const from = this.#pass(this.number(size));
    return new Cursor(this.#bytes, from, this.#at);
  }

  /** Gives the place it left. */
  #pass(length: number): number {
    if (length > this.left) throw new RangeError("truncated");
    const from = this.#at;
    this.#at += length;
    return from;
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
