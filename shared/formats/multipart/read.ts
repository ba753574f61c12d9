import type { Fault } from "../../model/exchange.ts";
import type { HeaderField } from "../../model/header.ts";
import { find, joinBytes, matches } from "./bytes.ts";
import { FieldsReader } from "./read-fields.ts";

/** One part: its fields, and where its content lies in what was read. */
export interface PartRange {
  readonly headers: readonly HeaderField[];
  /** Offsets of the content: the first byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** False: the text ended before the delimiter that would have ended it. */
  readonly complete: boolean;
}

export interface Multipart {
  readonly parts: readonly PartRange[];
  /** Places that break the rules; reading went on behind them. `offset` counts from the first byte. */
  readonly faults: readonly Fault[];
  /** The closing delimiter was there. */
  readonly complete: boolean;
}

/** Reads a multipart text piece by piece. Holds no content: only where it lies. */
export interface MultipartReader {
  push(bytes: Uint8Array): void;
  /** The text ends here. */
  end(): Multipart;
}

export interface MultipartOptions {
  /** Text before the first delimiter is allowed (RFC 2046 §5.1.1); not in form-data, which has no use for it. Default false. */
  readonly preamble?: boolean;
}

const dashes = Uint8Array.of(0x2d, 0x2d);
/** White space between a delimiter and the end of its line. */
const longestPadding = 256;
const mostParts = 100_000;
const mostFaults = 1000;

/** `boundary` as the Content-Type says it, without the dashes. */
export function readMultipart(boundary: string, options: MultipartOptions = {}): MultipartReader {
  return new Reader(boundary, options.preamble ?? false);
}

class Reader implements MultipartReader {
  #delimiter: Uint8Array;
  /** Without its dashes: what a sender writes who takes the dashes for a part of the boundary. null: the boundary has none of its own. */
  readonly #bareDelimiter: Uint8Array | null;
  readonly #preamble: boolean;
  readonly #parts: PartRange[] = [];
  readonly #faults: Fault[] = [];
  #state: "begin" | "search" | "fields" | "content" | "over" = "begin";
  #pending: Uint8Array = new Uint8Array();
  /** Offset of `#pending[0]`. */
  #base = 0;
  #fields = this.#newFields();
  #start = 0;
  /** Lines end in LF alone; null: not known yet. */
  #bare: boolean | null = null;

  constructor(boundary: string, preamble: boolean) {
    this.#delimiter = new TextEncoder().encode(`--${boundary}`);
    this.#bareDelimiter = boundary.startsWith("--") ? this.#delimiter.subarray(2) : null;
    this.#preamble = preamble;
  }

  push(bytes: Uint8Array): void {
    if (this.#state === "over") return;
    this.#pending = joinBytes(this.#pending, bytes);
    this.#run(false);
  }

  end(): Multipart {
    if (this.#state !== "over") this.#run(true);
    const end = this.#base + this.#pending.length;
    const complete = this.#state === "over";
    if (!complete) {
      if (this.#state === "content") this.#part(end, false);
      if (this.#state === "fields") {
        this.#start = end;
        this.#part(end, false);
      }
      this.#fault(end, "multipart-truncated", "The text ends before the closing delimiter.");
    }
    return { parts: this.#parts, faults: this.#faults, complete };
  }

  #run(last: boolean): void {
    for (;;) {
      const at = this.#step(last);
      if (at === null) return;
      this.#pending = this.#pending.subarray(at);
      this.#base += at;
    }
  }

  /** How many bytes were dealt with; null: more are needed. */
  #step(last: boolean): number | null {
    switch (this.#state) {
      case "begin":
        return this.#begin(last);
      case "search":
        return this.#search(last);
      case "fields":
        return this.#readFields();
      case "content":
        return this.#content(last);
      case "over":
        return null;
    }
  }

  /** Line breaks may come before the first delimiter. */
  #begin(last: boolean): number | null {
    const bytes = this.#pending;
    let at = 0;
    while (bytes[at] === 0x0d || bytes[at] === 0x0a) at += 1;
    if (at > 0) return at;
    const count = matches(bytes, this.#delimiter, 0);
    if (count < this.#delimiter.length) {
      if (count === bytes.length && !last) return null;
      const bare = this.#bareDelimiter;
      if (bare !== null) {
        const some = matches(bytes, bare, 0);
        if (some === bare.length) return this.#withoutDashes(bare);
        if (some === bytes.length && !last) return null;
      }
      if (!this.#preamble && bytes.length > 0)
        this.#fault(
          this.#base + count,
          "multipart-begin",
          "The text does not begin with its delimiter.",
        );
      this.#state = "search";
      return 0;
    }
    const line = lineEnd(bytes, count);
    if (line.kind === "wait" && !last) return null;
    if (line.kind === "next" || line.kind === "close") return this.#delimited(line);
    if (line.kind === "other")
      this.#fault(
        this.#base + line.at,
        "multipart-delimiter",
        "Something follows the first delimiter.",
      );
    this.#state = "search";
    return line.at;
  }

  #withoutDashes(delimiter: Uint8Array): number {
    this.#delimiter = delimiter;
    this.#fault(
      this.#base,
      "multipart-dashes",
      "The boundary holds the two dashes that belong before it, and the text has them once.",
    );
    return 0;
  }

  #delimited(line: Delimited): number {
    // A text of bare LF is bare throughout; in any other a bare LF is content.
    this.#bare ??= line.bare;
    if (line.kind === "close" || this.#parts.length >= mostParts) this.#state = "over";
    else {
      this.#state = "fields";
      this.#fields = this.#newFields();
    }
    return line.at;
  }

  /** The next delimiter at the beginning of a line: what is before it belongs to no part. */
  #search(last: boolean): number | null {
    const found = this.#delimiterAt(last);
    if (found.kind === "wait") return found.keep > 0 ? found.keep : null;
    return this.#delimited(found.line);
  }

  #readFields(): number | null {
    // A delimiter right after another: a part without fields and without the empty line.
    const { step, at } = this.#fields.read(this.#pending, 0, this.#base);
    if (step.kind === "wait") return at > 0 ? at : null;
    this.#state = "content";
    this.#start = this.#base + step.next;
    // The line break of the empty line may be the one before the delimiter.
    return Math.max(0, step.next - 2);
  }

  #content(last: boolean): number | null {
    const found = this.#delimiterAt(last);
    if (found.kind === "wait") return found.keep > 0 ? found.keep : null;
    this.#part(Math.max(this.#start, this.#base + found.at), true);
    return this.#delimited(found.line);
  }

  /** Looks for a line break, the delimiter, and what has to follow it. `at`: where the line break begins. */
  #delimiterAt(
    last: boolean,
  ):
    | { readonly kind: "wait"; readonly keep: number }
    | { readonly kind: "found"; readonly at: number; readonly line: Delimited } {
    const bytes = this.#pending;
    for (let from = 0; ;) {
      const found = find(bytes, this.#delimiter, from);
      if (found < 0) break;
      from = found + 1;
      if (bytes[found - 1] !== 0x0a) continue;
      const line = lineEnd(bytes, found + this.#delimiter.length);
      const bare = bytes[found - 2] !== 0x0d;
      if (bare && this.#bare === false) continue;
      const at = bare ? found - 1 : found - 2;
      if (line.kind === "next" || line.kind === "close") return { kind: "found", at, line };
      if (line.kind === "wait" && !last) return { kind: "wait", keep: Math.max(0, at) };
    }
    // The delimiter may have begun: its line break, itself, its padding.
    return {
      kind: "wait",
      keep: Math.max(0, bytes.length - this.#delimiter.length - longestPadding),
    };
  }

  #part(end: number, complete: boolean): void {
    this.#parts.push({ headers: this.#fields.fields, start: this.#start, end, complete });
  }

  #newFields(): FieldsReader {
    return new FieldsReader((offset, rule, message) => this.#fault(offset, rule, message));
  }

  #fault(offset: number, rule: string, message: string): void {
    if (this.#faults.length >= mostFaults) return;
    this.#faults.push({ offset, rule, message, severity: "tolerated" });
  }
}

/** `at`: after it, or where it goes wrong. `bare`: the line ends in LF alone. */
interface Delimited {
  readonly kind: "next" | "close";
  readonly at: number;
  readonly bare: boolean;
}
type LineEnd = Delimited | { readonly kind: "wait" | "other"; readonly at: number };

/** What follows a delimiter: `--`, or white space and the end of the line. */
function lineEnd(bytes: Uint8Array, from: number): LineEnd {
  const hyphens = matches(bytes, dashes, from);
  if (hyphens === 2) return { kind: "close", at: from + 2, bare: false };
  if (hyphens === 1) {
    const at = from + 1;
    return { kind: at === bytes.length ? "wait" : "other", at };
  }
  let at = from;
  while ((bytes[at] === 0x20 || bytes[at] === 0x09) && at - from < longestPadding) at += 1;
  const bare = bytes[at] !== 0x0d;
  if (!bare) at += 1;
  if (at === bytes.length) return { kind: "wait", at };
  return bytes[at] === 0x0a ? { kind: "next", at: at + 1, bare } : { kind: "other", at };
}
