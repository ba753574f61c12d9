import type { Variable } from "../model/variable.ts";

/** What begins an assignment: its name, and what stands between it and the value. */
const assignment = /(?:export\s+)?([\w.-]+)(?:\s*=|:\s)/y;

const space = /\s*/y;

/** Nothing more on this line but space and a comment. */
const lineRest = /[^\S\n]*(?:#|\n|$)/y;

/**
 * The variables of a `.env` text, in order, as the package dotenv (16), and so Bruno, reads them: `NAME=value` or `NAME: value`, optional
 * `export`; a value in `'`, `"` or `` ` `` may go over several lines, and in `"` the two letters `\n` and `\r` become what they mean; any
 * other value ends at a `#` or its line. Lines it does not understand are passed over. Nothing is expanded or run.
 */
export function parseDotenv(text: string): readonly Variable[] {
  const source = text.replace(/\r\n?/g, "\n");
  const variables: Variable[] = [];
  let at = 0;
  while (at < source.length) {
    at = pastSpace(source, at);
    assignment.lastIndex = at;
    const name = assignment.exec(source)?.[1];
    if (name === undefined) at = lineEnd(source, at) + 1;
    else {
      const found = valueAt(source, assignment.lastIndex);
      variables.push({ name, value: plain(found.written.trim()) });
      at = lineEnd(source, found.end) + 1;
    }
  }
  return variables;
}

interface Written {
  readonly written: string;
  readonly end: number;
}

function valueAt(source: string, from: number): Written {
  const quoted = quotedAt(source, pastSpace(source, from));
  if (quoted !== null) return quoted;
  const line = lineEnd(source, from);
  const hash = source.slice(from, line).indexOf("#");
  const end = hash < 0 ? line : from + hash;
  return { written: source.slice(from, end), end };
}

/** A quoted value with nothing behind it but a comment. Of several places it may end at, the last counts that is no later than the first bare quote. */
function quotedAt(source: string, from: number): Written | null {
  const quote = source[from] ?? "";
  if (quote === "" || !`'"\``.includes(quote)) return null;
  const ends: number[] = [];
  let at = from + 1;
  for (; at < source.length && source[at] !== quote; at += 1)
    if (source[at] === "\\" && source[at + 1] === quote) ends.push((at += 1));
  if (at < source.length) ends.push(at);
  const end = ends.findLast((one) => {
    lineRest.lastIndex = one + 1;
    return lineRest.test(source);
  });
  return end === undefined ? null : { written: source.slice(from, end + 1), end };
}

/** Without the quotes around it. */
function plain(value: string): string {
  const first = value[0] ?? "";
  const inner =
    value.length > 1 && `'"\``.includes(first) && value.endsWith(first)
      ? value.slice(1, -1)
      : value;
  return first === '"' ? inner.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : inner;
}

function pastSpace(source: string, from: number): number {
  space.lastIndex = from;
  space.test(source);
  return space.lastIndex;
}

function lineEnd(source: string, from: number): number {
  const found = source.indexOf("\n", from);
  return found < 0 ? source.length : found;
}
