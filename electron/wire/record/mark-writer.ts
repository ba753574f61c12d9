import type { WireMark } from "../../../shared/model/wire-log.ts";
import {
  type IndexPage,
  markHeadBytes,
  maxMarkLabel,
  newPage,
  writeMark,
  writeMarksCapped,
} from "./index-format.ts";
import type { Lane } from "./lane.ts";

/** The first page is what a small exchange needs. */
const firstPageBytes = 1 << 10;
const pageBytes = 4 << 10;

/** Writes marks until the limit, then one entry that says so. */
export class MarkWriter {
  readonly #lane: Lane;
  readonly #limit: number;
  #page: IndexPage | null = null;
  #used = 0;
  #count = 0;
  capped = false;

  constructor(lane: Lane, limit: number) {
    this.#lane = lane;
    this.#limit = limit;
  }

  add(mark: WireMark): void {
    if (this.capped) return;
    const page = this.#room();
    if (this.#count === this.#limit) {
      this.capped = true;
      this.#used += writeMarksCapped(page, this.#used);
      return;
    }
    this.#used += writeMark(page, this.#used, mark);
    this.#count += 1;
  }

  flush(): void {
    if (this.#page !== null && this.#used > 0)
      this.#lane.push(this.#page.bytes.subarray(0, this.#used));
    this.#page = null;
    this.#used = 0;
  }

  #room(): IndexPage {
    const needed = markHeadBytes + maxMarkLabel;
    if (this.#page !== null && this.#used + needed > this.#page.bytes.length) this.flush();
    this.#page ??= newPage(this.#count === 0 ? firstPageBytes : pageBytes);
    return this.#page;
  }
}
