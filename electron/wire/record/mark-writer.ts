import type { WireMark } from "../../../shared/model/wire-log.ts";
import { markHeadBytes, maxMarkLabel, writeMark, writeMarksCapped } from "./index-format.ts";
import type { Lane } from "./lane.ts";
import { newPage } from "./page.ts";

const pageBytes = 4 << 10;
const mostBytes = markHeadBytes + maxMarkLabel;
/** So many wait before they are written out. */
const mostWaiting = 256;

/** Keeps marks until the limit, then one entry that says so. They are put into the lane a few hundred at a time. */
export class MarkWriter {
  readonly #lane: Lane;
  readonly #limit: number;
  #waiting: WireMark[] = [];
  /** Bytes those take at most: a character of a label takes three in UTF-8 at most. */
  #room = 0;
  #count = 0;
  capped = false;

  constructor(lane: Lane, limit: number) {
    this.#lane = lane;
    this.#limit = limit;
  }

  add(mark: WireMark): void {
    if (this.capped) return;
    if (this.#count === this.#limit) {
      this.capped = true;
      this.flush();
      const page = newPage(markHeadBytes);
      this.#lane.push(page.bytes.subarray(0, writeMarksCapped(page, 0)));
      return;
    }
    this.#waiting.push(mark);
    this.#room += markHeadBytes + 3 * mark.label.length;
    this.#count += 1;
    if (this.#waiting.length === mostWaiting) this.flush();
  }

  /** Gives everything to the lane. */
  flush(): void {
    const marks = this.#waiting;
    if (marks.length === 0) return;
    this.#waiting = [];
    let page = newPage(Math.min(pageBytes, mostBytes + this.#room));
    this.#room = 0;
    let used = 0;
    for (const mark of marks) {
      if (used + mostBytes > page.bytes.length) {
        this.#lane.push(page.bytes.subarray(0, used));
        page = newPage(pageBytes);
        used = 0;
      }
      used += writeMark(page, used, mark);
    }
    this.#lane.push(page.bytes.subarray(0, used));
  }
}
