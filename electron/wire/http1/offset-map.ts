/** More changes of direction than this are forgotten from the front; marks that old point at what is still known. */
const maxRuns = 1 << 16;

/**
 * Where the bytes of one direction lie in the record, which holds both directions in the order they passed. Nearly always one run;
 * one more for each time the other direction came in between.
 */
export class OffsetMap {
  /** Stream offset and record offset of each run. */
  #starts: number[] = [];
  #places: number[] = [];
  /** Bytes mapped so far. */
  length = 0;

  /** The next `length` bytes of the stream lie at `place` in the record. */
  add(place: number, length: number): void {
    const last = this.#starts.length - 1;
    const follows =
      last >= 0 && (this.#places[last] ?? 0) + this.length - (this.#starts[last] ?? 0) === place;
    if (!follows) {
      if (this.#starts.length === maxRuns) {
        this.#starts = this.#starts.slice(maxRuns / 2);
        this.#places = this.#places.slice(maxRuns / 2);
      }
      this.#starts.push(this.length);
      this.#places.push(place);
    }
    this.length += length;
  }

  /** How far the place in the record is ahead of the offset in the stream; null: that is not the same everywhere. */
  get shift(): number | null {
    return this.#starts.length === 1 ? (this.#places[0] ?? 0) - (this.#starts[0] ?? 0) : null;
  }

  /** The place in the record of a byte of the stream. */
  at(offset: number): number {
    const shift = this.shift;
    if (shift !== null) return offset + shift;
    const run = this.#run(offset);
    const start = this.#starts[run] ?? 0;
    return (this.#places[run] ?? 0) + Math.max(0, offset - start);
  }

  /** Where in the record `[start, end)` of the stream ends; bytes of the other direction may lie inside. It begins `at(start)`. */
  endOf(start: number, end: number): number {
    return end > start ? this.at(end - 1) + 1 : this.at(start);
  }

  /** How many bytes from `offset` on lie together in the record. */
  together(offset: number): number {
    const next = this.#starts[this.#run(offset) + 1];
    return (next ?? this.length) - offset;
  }

  #run(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    if (high <= 0 || offset >= (this.#starts[high] ?? 0)) return Math.max(0, high);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
