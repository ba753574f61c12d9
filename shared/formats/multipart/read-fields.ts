import type { HeaderField } from "../../model/header.ts";
import { latin1 } from "./bytes.ts";

export type FieldsStep =
  /** More bytes are needed. */
  | { readonly kind: "wait" }
  /** The empty line was read: the body begins at `next`. */
  | { readonly kind: "done"; readonly next: number };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;
const cr = 0x0d;
const lf = 0x0a;

/** Bytes of one line; longer ones are cut. */
const longestLine = 64 * 1024;

/** Reads the fields of one part (RFC 2046 §5.1, RFC 7578 §4.2), a whole line at a time. */
export class FieldsReader {
  readonly fields: HeaderField[] = [];
  readonly #fault: (offset: number, rule: string, message: string) => void;

  constructor(fault: (offset: number, rule: string, message: string) => void) {
    this.#fault = fault;
  }

  /** Reads lines of `bytes` from `at`; `base` is the offset of `bytes[0]`. Gives where it stopped beside the step. */
  read(
    bytes: Uint8Array,
    at: number,
    base: number,
  ): { readonly step: FieldsStep; readonly at: number } {
    for (let start = at; ;) {
      const end = bytes.indexOf(lf, start);
      if ((end < 0 ? bytes.length : end) - start > longestLine) {
        this.#fault(base + start, "part-header-length", "A header line of a part does not end.");
        // At one and the same byte, however the text was cut.
        const next = start + longestLine + 1;
        return { step: { kind: "done", next }, at: next };
      }
      if (end < 0) return { step: { kind: "wait" }, at: start };
      const bare = bytes[end - 1] !== cr || end === start;
      const stop = bare ? end : end - 1;
      if (stop === start) return { step: { kind: "done", next: end + 1 }, at: end + 1 };
      if (bare)
        this.#fault(base + end, "part-bare-lf", "A header line of a part ends in LF alone.");
      this.#line(bytes.subarray(start, stop), base + start);
      start = end + 1;
    }
  }

  #line(line: Uint8Array, offset: number): void {
    const text = latin1(line);
    const lone = text.indexOf("\r");
    const last = this.fields.at(-1);
    if (/^[ \t]/.test(text) && last !== undefined) {
      this.fields[this.fields.length - 1] = [last[0], `${last[1]} ${text.trim()}`];
      return;
    }
    if (lone === 0) {
      this.#fault(
        offset + 1,
        "part-headers-end",
        "The empty line after the fields of a part is broken.",
      );
      return;
    }
    const colon = text.indexOf(":");
    const bad = badName(text, colon);
    if (bad !== null) {
      const rule = colon === 0 ? "part-header-name-empty" : "part-header-name";
      this.#fault(offset + bad, rule, "A header name of a part holds what no name may.");
      if (colon <= 0) return;
    } else if (lone >= 0) {
      this.#fault(
        offset + lone + 1,
        "part-bare-cr",
        "A header value of a part holds a CR without LF.",
      );
    }
    this.fields.push([text.slice(0, colon), text.slice(colon + 1).trim()]);
  }
}

/** Where a name stops being one; null: it is one. */
function badName(text: string, colon: number): number | null {
  const end = colon < 0 ? text.length : colon;
  for (let at = 0; at < end; at += 1) if (!token.test(text[at] ?? "")) return at;
  return colon <= 0 ? end : null;
}
