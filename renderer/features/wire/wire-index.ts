import type { ExchangeId, Hop } from "../../../shared/model/exchange.ts";
import type {
  WireDirection,
  WireFile,
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
/** Main gives no more marks than this in one answer. */
const fullAnswer = 20_000;

/** The index of one side of a record: grows while the exchange runs. */
export interface WireIndex {
  readonly segments: readonly WireSegment[];
  /** Sorted by their place. */
  readonly marks: readonly WireMark[];
  readonly summary: WireSummary | null;
  /** Bytes of the side that the segments account for. */
  readonly bytes: number;
  readonly marksCut: boolean;
  /** Large files that were sent, whose bytes are in no record. */
  readonly files: readonly WireFile[];
}

export const emptyIndex: WireIndex = {
  segments: [],
  marks: [],
  summary: null,
  bytes: 0,
  marksCut: false,
  files: [],
};

/** Bytes of files that are no longer what was sent, in order: they cannot be asked for. */
export function lostRuns({ files }: Pick<WireIndex, "files">): readonly LostRun[] {
  return files
    .flatMap(({ runs, ...file }) =>
      file.state === "same" ? [] : runs.map(({ start, end }) => ({ start, end, file })),
    )
    .toSorted((one, other) => one.start - other.start);
}

export function touches(runs: readonly LostRun[], start: number, end: number): boolean {
  return runs.some((run) => run.start < end && run.end > start);
}

/** The last part of a path of this machine, whichever it is. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

export interface LostRun {
  readonly start: number;
  readonly end: number;
  readonly file: Pick<WireFile, "path" | "state" | "size">;
}

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
  let cut = before.marksCut;
  const files = new Map(before.files.map((file) => [file.path, file]));
  // The last page may have been read when it was not full yet. Marks come with the segments they touch.
  const start = Math.floor(before.segments.length / page) * page;
  for (let from = start; more && from < keptSegments; from += page) {
    const answer = await host.remote["exchange.wire"]({ id, side, from, limit: page }, signal);
    summary = answer.summary;
    segments.length = Math.min(segments.length, from);
    segments.push(...answer.segments);
    for (const mark of answer.marks) {
      if (marks.size < keptMarks) marks.set(keyOf(mark), mark);
    }
    for (const file of answer.files) files.set(file.path, joinedFile(files.get(file.path), file));
    cut ||= answer.marks.length >= fullAnswer;
    more = answer.segments.length === page;
  }
  const last = segments.at(-1);
  return {
    segments,
    marks: [...marks.values()].toSorted(byPlace),
    summary,
    bytes: last === undefined ? 0 : last.offset + last.length,
    files: [...files.values()],
    marksCut: cut || marks.size >= keptMarks || summary?.marksCapped === true,
  };
}

/** What two answers say of a file: a run may be in both. */
function joinedFile(before: WireFile | undefined, now: WireFile): WireFile {
  const runs = new Map(before?.runs.map((run) => [run.start, run]));
  for (const run of now.runs) {
    const known = runs.get(run.start);
    if (known === undefined || known.end < run.end) runs.set(run.start, run);
  }
  return { ...now, runs: [...runs.values()].toSorted((one, other) => one.start - other.start) };
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

/** The marks, and one for each fault of a hop that has none: those at the very end of what came. */
export function withFaults(
  { segments, marks }: WireIndex,
  hops: readonly Pick<Hop, "index" | "faults">[],
): readonly WireMark[] {
  const known = new Set(marks.filter(isFault).map(({ hop, label }) => `${hop} ${label}`));
  const missing: WireMark[] = [];
  for (const { index, faults } of hops) {
    for (const { offset, rule } of faults) {
      if (known.has(`${index} ${rule}`)) continue;
      known.add(`${index} ${rule}`);
      const at = recordOffset(segments, index, offset);
      if (at === null) continue;
      missing.push({
        kind: "fault",
        direction: "received",
        hop: index,
        start: at,
        end: at,
        label: rule,
      });
    }
  }
  return missing.length === 0 ? marks : [...marks, ...missing].toSorted(byPlace);
}

function isFault({ kind }: WireMark): boolean {
  return kind === "fault";
}

function byPlace(one: WireMark, other: WireMark): number {
  return one.start - other.start || other.end - one.end;
}

/** Which way a byte of the record passed. */
export function directionAt(
  { segments }: Pick<WireIndex, "segments">,
  offset: number,
): WireDirection | undefined {
  return segments[segmentAt(segments, offset)]?.direction;
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
