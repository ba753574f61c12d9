import { FailureError } from "../../shared/model/failure.ts";
import type { ByteSource } from "./bytes/byte-source.ts";
import type { ByteRange } from "./rows/use-selection.ts";
import type { Rows } from "./rows/row-index.ts";

/** Most bytes that go to the clipboard. */
export const copyLimit = 16 * 1024 * 1024;

/**
 * The text of a range: the source's own, or (`laidOut`) the rows as shown.
 * Rejects with FailureError `input/too-large-to-copy` above `copyLimit`.
 */
export async function rangeText(
  source: ByteSource,
  rows: Rows,
  range: ByteRange,
  charset: string,
  laidOut: boolean,
): Promise<string> {
  if (range.end - range.start > copyLimit) {
    throw new FailureError({
      kind: "input",
      code: "too-large-to-copy",
      message: "This is too large for the clipboard.",
    });
  }
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  if (!laidOut) return decoder.decode(await source.read(range.start, range.end));
  const first = await rows.rowAt(range.start);
  const last = await rows.rowAt(Math.max(range.start, range.end - 1));
  const parts: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const row = await rows.load(number);
    if (row === null) break;
    const from = number === first ? shownAt(row.runs, range.start, 0) : 0;
    const to = number === last ? shownAt(row.runs, range.end, row.bytes.length) : row.bytes.length;
    // A row that goes on from the one before repeats the indent: it is not part of the text.
    const start = row.line === 0 && number !== first ? (row.runs[0]?.at ?? from) : from;
    parts.push(decoder.decode(row.bytes.subarray(Math.max(start, from), to)));
    if (row.ends && number !== last) parts.push("\n");
  }
  return parts.join("");
}

function shownAt(
  runs: readonly { readonly source: number; readonly length: number; readonly at: number }[],
  offset: number,
  otherwise: number,
): number {
  const run = runs.find((one) => offset >= one.source && offset <= one.source + one.length);
  return run === undefined ? otherwise : run.at + offset - run.source;
}
