import { Pending } from "./pending.ts";

const CR = 13;
const LF = 10;

/** Reads lines out of pushed bytes, across any split, and can give a line back as bytes. */
export class LineReader {
  readonly #pending = new Pending();
  #held: Buffer | null = null;
  #complete = false;
  #from = 0;
  /** Latin-1, without the line end. */
  text = "";
  /** Offsets of the line, its end included. */
  start = 0;
  end = 0;
  bareLf = false;
  /** Where reading goes on in the bytes last given. */
  at = 0;

  /** Bytes of an incomplete line that are kept here. */
  get waiting(): number {
    return this.#pending.length;
  }

  /**
   * Reads up to and with the next LF. `base` is the offset of `bytes[0]`.
   * `more`: taken, and the line does not end yet. `long`: the line is longer than `limit`; see `giveBack`.
   */
  read(bytes: Buffer, at: number, base: number, limit: number): "line" | "more" | "long" {
    const newline = bytes.indexOf(LF, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    const before = this.#pending.length;
    this.start = base + at - before;
    this.end = base + end;
    this.#from = at;
    this.#complete = false;
    this.at = at;
    if (before + end - at > limit) return "long";
    this.at = end;
    if (newline < 0 || before > 0) this.#pending.append(bytes, at, end);
    if (newline < 0) return "more";
    this.#complete = true;
    this.#held = before > 0 ? this.#pending.take() : null;
    const from = this.#held ?? bytes;
    const first = this.#held === null ? at : 0;
    const last = this.#held === null ? newline : this.#held.length - 1;
    this.bareLf = last === first || from[last - 1] !== CR;
    this.text = from.toString("latin1", first, this.bareLf ? last : last - 1);
    return "line";
  }

  /**
   * The line last read is none after all. Gives the part that came in earlier pushes (null: nothing), from offset
   * `start` on; reading goes on at `at`.
   */
  giveBack(): Buffer | null {
    if (this.#complete) {
      const held = this.#held;
      this.#held = null;
      if (held === null) this.at = this.#from;
      return held;
    }
    return this.#pending.length > 0 ? this.#pending.take() : null;
  }
}
