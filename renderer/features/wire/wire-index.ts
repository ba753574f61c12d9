import type { ExchangeId } from "../../../shared/model/exchange.ts";
import type {
  WireMark,
  WireSegment,
  WireSide,
  WireSummary,
} from "../../../shared/model/wire-log.ts";
import type { Host } from "../../host/connect.ts";

/** Marks and segments kept here; beyond them bytes are shown without. */
const keptMarks = 50_000;
const keptSegments = 200_000;
const page = 10_000;

/** The index of one side of a record: grows while the exchange runs. */
export interface WireIndex {
  readonly segments: readonly WireSegment[];
  /** Sorted by their place. */
  readonly marks: readonly WireMark[];
  readonly summary: WireSummary | null;
  /** Bytes of the side that the segments account for. */
  readonly bytes: number;
  readonly marksCut: boolean;
}

export const emptyIndex: WireIndex = {
  segments: [],
  marks: [],
  summary: null,
  bytes: 0,
  marksCut: false,
};

/** Reads what was added to an index since `before`. Rejects with FailureError. */
export async function readIndex(
  host: Pick<Host, "remote">,
  id: ExchangeId,
  side: WireSide,
  before: WireIndex,
  signal: AbortSignal,
): Promise<WireIndex> {
  const segments = [...before.segments];
  const marks = new Map(before.marks.map((mark) => [keyOf(mark), mark]));
  let summary = before.summary;
  let more = true;
  // Segments and marks are two lists read by one number; the shorter one just ends earlier.
  for (let from = 0; more && from < keptSegments; from += page) {
    const known = from + page <= Math.min(before.segments.length, before.marks.length);
    if (known) continue;
    const answer = await host.remote["exchange.wire"]({ id, side, from, limit: page }, signal);
    summary = answer.summary;
    segments.length = Math.min(segments.length, from);
    segments.push(...answer.segments);
    for (const mark of answer.marks) {
      if (marks.size < keptMarks) marks.set(keyOf(mark), mark);
    }
    more =
      answer.segments.length === page || (answer.marks.length === page && marks.size < keptMarks);
  }
  const last = segments.at(-1);
  return {
    segments,
    marks: [...marks.values()].toSorted(
      (one, other) => one.start - other.start || other.end - one.end,
    ),
    summary,
    bytes: last === undefined ? 0 : last.offset + last.length,
    marksCut: marks.size >= keptMarks || summary?.marksCapped === true,
  };
}

function keyOf(mark: WireMark): string {
  return `${mark.kind} ${mark.start} ${mark.end} ${mark.label}`;
}

/** Index of the segment that holds an offset; -1 before the first. */
export function segmentAt(segments: readonly WireSegment[], offset: number): number {
  let low = 0;
  let high = segments.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.offset ?? 0) <= offset) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}

/** The smallest mark that holds an offset: a header rather than its head. */
export function markAt(marks: readonly WireMark[], offset: number): number {
  let found = -1;
  let size = Infinity;
  for (const [index, mark] of marks.entries()) {
    if (mark.start > offset) break;
    const length = mark.end - mark.start;
    if (mark.end > offset && length < size) {
      found = index;
      size = length;
    }
  }
  return found;
}

/** Where in the record the byte is that came after `received` others on a hop; null when there is none. */
export function recordOffset(
  segments: readonly WireSegment[],
  hop: number,
  received: number,
): number | null {
  let before = 0;
  let end: number | null = null;
  for (const segment of segments) {
    if (segment.hop !== hop || segment.direction !== "received") continue;
    if (before + segment.length > received) return segment.offset + received - before;
    before += segment.length;
    end = segment.offset + segment.length;
  }
  return end;
}
