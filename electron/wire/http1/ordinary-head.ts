import type { DecoderLimits } from "./decoder.ts";
import { trimSpace } from "./field-line.ts";

/** A head longer than this is read line by line. */
const mostBytes = 4096;

/** True when no ordinary head can reach a limit: one of its fields takes four bytes at least. */
export function areAmple({ lineBytes, headBytes, fields }: DecoderLimits): boolean {
  return Math.min(lineBytes, headBytes) > mostBytes && fields > mostBytes / 4;
}

/** A reply's head that is all there and has nothing odd in it: reading it line by line would find no fault. */
export interface OrdinaryHead {
  readonly httpVersion: string;
  readonly status: number;
  /** Latin-1. */
  readonly reason: string;
  /** The status line without its end. */
  readonly line: string;
  readonly fields: [string, string][];
  /** Where the status line and each field line end, line ends included, from the head's first byte. */
  readonly ends: readonly number[];
  /** Of the head, its empty line included. */
  readonly length: number;
}

/** One way to match, so that no head takes longer than its length (RFC 9112 §4, §5). */
const ordinary =
  /^HTTP\/1\.[01] [1-5]\d\d [^\0-\x08\x0a-\x1f\x7f]*\r\n(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\0-\x08\x0a-\x1f\x7f]*\r\n)*\r\n/;
const space = 32;

/** The usual head at `from`, read in one go; null: it is not whole, or something about it needs a closer look. */
export function readOrdinaryHead(bytes: Buffer, from: number): OrdinaryHead | null {
  const most = Math.min(bytes.length, from + mostBytes);
  const text = bytes.toString("latin1", from, most);
  const end = text.indexOf("\r\n\r\n");
  if (end < 0 || !ordinary.test(text)) return null;
  const lines = text.slice(0, end).split("\r\n");
  const line = lines[0] ?? "";
  let at = line.length + 2;
  const ends = [at];
  const fields: [string, string][] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const field = lines[index] ?? "";
    at += field.length + 2;
    ends.push(at);
    const colon = field.indexOf(":");
    // Nearly always one space, and nothing behind.
    const value = field.slice(field.charCodeAt(colon + 1) === space ? colon + 2 : colon + 1);
    fields.push([field.slice(0, colon), trimSpace(value)]);
  }
  return {
    httpVersion: line.slice(5, 8),
    status: Number(line.slice(9, 12)),
    reason: line.slice(13),
    line,
    fields,
    ends,
    length: at + 2,
  };
}
