const none = Buffer.alloc(0);

/** Bytes of a line that is not complete yet. Grows by doubling, so that any way of splitting costs linear time. */
export class Pending {
  #buffer: Buffer = none;
  length = 0;

  append(bytes: Buffer, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(256, needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.length);
      this.#buffer = grown;
    }
    bytes.copy(this.#buffer, this.length, start, end);
    this.length = needed;
  }

  /** What is there, still owned by this object: use it before the next call. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }

  /** Gives the bytes away and forgets them. */
  take(): Buffer {
    const bytes = this.view();
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#buffer = none;
    this.length = 0;
  }
}
