import type { HeaderField } from "../../../shared/model/header.ts";

/** What an entry costs beside its octets (RFC 7541 §4.1). */
const entryOverhead = 32;

/** Size of a field as HPACK counts it: octets of name and value, and 32. */
export function fieldSize([name, value]: HeaderField): number {
  return name.length + value.length + entryOverhead;
}

/** The fields one side has told the other to remember, newest first (RFC 7541 §2.3.2, §4). */
export class DynamicTable {
  /** Oldest first, from `#head` on. */
  #entries: HeaderField[] = [];
  #head = 0;
  #max: number;
  size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  /** `index` from 0, the newest; undefined past the oldest. */
  at(index: number): HeaderField | undefined {
    const place = this.#entries.length - 1 - index;
    return place < this.#head ? undefined : this.#entries[place];
  }

  resize(max: number): void {
    this.#max = max;
    this.#evict(0);
  }

  /** A field larger than the table empties it and is not kept; that is no error. */
  add(field: HeaderField): void {
    const size = fieldSize(field);
    this.#evict(size);
    if (size > this.#max) return;
    this.#entries.push(field);
    this.size += size;
  }

  #evict(room: number): void {
    while (this.size + room > this.#max && this.#head < this.#entries.length) {
      const oldest = this.#entries[this.#head];
      if (oldest !== undefined) this.size -= fieldSize(oldest);
      this.#head += 1;
    }
    if (this.#head < 256 && this.#head < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
