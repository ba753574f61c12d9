import { Pending } from "./pending.ts";
import { findStatusLine, looksLikeStatusLine } from "./status-line.ts";

const CR = 13;
const LF = 10;
/** Bytes to search for a status line in what does not begin with one. */
const maxGarbage = 4096;
/** "HTTP/" */
const prefixLength = 5;

export type Hunted =
  | {
      readonly kind: "found";
      /** Without its line end. */
      readonly line: string;
      /** Bytes that came before it. */
      readonly garbage: number;
      readonly onlyBlank: boolean;
      /** Of the line, its end included. */
      readonly length: number;
      readonly bareLf: boolean;
    }
  /** `held`: everything so far; `tooLong`: it began like a status line and did not end. */
  | { readonly kind: "none"; readonly held: Buffer; readonly tooLong: boolean };

/** Looks for the status line at the beginning of a reply, blank lines and garbage before it included. */
export class StatusHunt {
  readonly #maxLine: number;
  readonly #held = new Pending();
  #lineStart = 0;
  #onlyBlank = true;
  /** Where reading goes on in the bytes last given. */
  at = 0;

  constructor(maxLine: number) {
    this.#maxLine = maxLine;
  }

  /** Nothing of what it looks for was seen yet. */
  get fresh(): boolean {
    return this.#held.length === 0;
  }

  /** null: everything was taken and more is needed. */
  take(bytes: Buffer, from: number): Hunted | null {
    this.at = from;
    if (this.#held.length === 0) {
      const quick = this.#quick(bytes, from);
      if (quick !== null) return quick;
    }
    while (this.at < bytes.length) {
      const hunted = this.#step(bytes);
      if (hunted !== null) return hunted;
    }
    return null;
  }

  /** The bytes end here. null: there were none but blank lines. */
  finish(): { readonly held: Buffer; readonly began: boolean } | null {
    if (this.#held.length === 0) return null;
    const began = looksLikeStatusLine(this.#held.view().toString("latin1", this.#lineStart));
    return { held: this.#held.take(), began };
  }

  /** The usual reply: the whole line is there and nothing stands before it. */
  #quick(bytes: Buffer, from: number): Hunted | null {
    const newline = bytes.indexOf(LF, from);
    if (newline < from + prefixLength || newline - from >= this.#maxLine) return null;
    const bareLf = bytes[newline - 1] !== CR;
    const line = bytes.toString("latin1", from, bareLf ? newline : newline - 1);
    if (!looksLikeStatusLine(line)) return null;
    this.at = newline + 1;
    return { kind: "found", line, garbage: 0, onlyBlank: true, length: newline + 1 - from, bareLf };
  }

  #step(bytes: Buffer): Hunted | null {
    const known = this.#held.length - this.#lineStart;
    const prefix = this.#held
      .view()
      .toString("latin1", this.#lineStart, this.#lineStart + prefixLength);
    const begins = looksLikeStatusLine(prefix);
    const cap =
      known < prefixLength
        ? this.#lineStart + prefixLength
        : begins
          ? this.#lineStart + this.#maxLine
          : maxGarbage;
    const room = cap - this.#held.length;
    if (room <= 0) return { kind: "none", held: this.#held.take(), tooLong: begins };
    const limit = Math.min(bytes.length, this.at + room);
    const newline = bytes.indexOf(LF, this.at);
    const ends = newline >= 0 && newline < limit;
    const end = ends ? newline + 1 : limit;
    this.#held.append(bytes, this.at, end);
    this.at = end;
    return ends ? this.#line() : null;
  }

  #line(): Hunted | null {
    const held = this.#held.view();
    const end = held.length;
    const bareLf = held[end - 2] !== CR || end - 2 < this.#lineStart;
    const line = held.toString("latin1", this.#lineStart, bareLf ? end - 1 : end - 2);
    const index = looksLikeStatusLine(line) ? 0 : findStatusLine(line);
    if (index < 0) {
      this.#onlyBlank &&= line === "";
      this.#lineStart = end;
      return null;
    }
    const garbage = this.#lineStart + index;
    return {
      kind: "found",
      line: line.slice(index),
      garbage,
      onlyBlank: this.#onlyBlank && index === 0,
      length: end - garbage,
      bareLf,
    };
  }
}
