import type { Fault } from "../../../shared/model/exchange.ts";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import type {
  WireDirection,
  WireFile,
  WireMark,
  WireSegment,
} from "../../../shared/model/wire-log.ts";
import type { Row, RowFormat } from "../../views/rows/row.ts";
import type { HexRun } from "../../views/rows/hex-index.ts";
import { type LostRun, lostRuns, segmentAt } from "./wire-index.ts";

/** What is said between rows, at an offset of the record. */
export type Annotation =
  | {
      readonly kind: "turn";
      readonly offset: number;
      readonly direction: WireDirection;
      readonly hop: number;
      readonly at: number;
      readonly bytes: number;
    }
  /** Before it lie bytes of a file that are not there any more. */
  | { readonly kind: "lost"; readonly offset: number; readonly run: LostRun }
  /** A frame of HTTP/2 begins. */
  | { readonly kind: "frame"; readonly offset: number; readonly frame: WireFrame }
  /** A frame of a WebSocket begins. */
  | { readonly kind: "socket"; readonly offset: number; readonly frame: SocketFrame }
  | {
      readonly kind: "fault";
      readonly offset: number;
      readonly fault: Pick<Fault, "rule" | "message">;
    };

/** Faults told in place; a hostile reply may have thousands. */
const mostFaults = 200;

/**
 * Where the direction or the request changes, where frames begin, and where faults are. Sorted by offset; what is lost before it
 * stands before a turn, a turn before a frame, a frame before a fault.
 */
export function annotationsOf(
  {
    segments,
    marks,
    files = [],
  }: {
    readonly segments: readonly WireSegment[];
    readonly marks: readonly WireMark[];
    readonly files?: readonly WireFile[];
  },
  frames: readonly WireFrame[],
  messageOf: (mark: WireMark) => string,
  sockets: readonly SocketFrame[] = [],
): Annotation[] {
  const found: Annotation[] = turnsOf(segments);
  for (const run of lostRuns({ files })) found.push({ kind: "lost", offset: run.end, run });
  for (const frame of frames) found.push({ kind: "frame", offset: frame.start, frame });
  for (const frame of sockets) found.push({ kind: "socket", offset: frame.start, frame });
  const faults = marks.filter((mark) => mark.kind === "fault").slice(0, mostFaults);
  for (const mark of faults) {
    found.push({
      kind: "fault",
      offset: mark.start,
      fault: { rule: mark.label, message: messageOf(mark) },
    });
  }
  return found.toSorted((one, other) => one.offset - other.offset || rank(one) - rank(other));
}

function turnsOf(segments: readonly WireSegment[]): Annotation[] {
  const found: Annotation[] = [];
  let turn: { hop: number; direction: WireDirection; offset: number; at: number } | null = null;
  let bytes = 0;
  const close = () => {
    if (turn !== null) found.push({ kind: "turn", ...turn, bytes });
  };
  for (const { hop, direction, offset, at, length } of segments) {
    if (turn === null || turn.hop !== hop || turn.direction !== direction) {
      close();
      turn = { hop, direction, offset, at };
      bytes = 0;
    }
    bytes += length;
  }
  close();
  return found;
}

function rank({ kind }: Annotation): number {
  return { lost: 0, turn: 1, frame: 2, socket: 2, fault: 3 }[kind];
}

/** What the rows of a record need to know of it. Read anew for each row: it grows while the exchange runs. */
export interface Layout {
  readonly segments: readonly WireSegment[];
  readonly annotations: readonly Annotation[];
}

/** The next place after an offset where a row must begin: a segment's end or an annotation. */
export function nextBreak({ segments, annotations }: Layout, offset: number): number {
  const segment = segments[segmentAt(segments, offset)];
  const end = segment === undefined ? Infinity : segment.offset + segment.length;
  const note = annotations[firstFrom(annotations, offset + 1)];
  const next = end > offset ? end : Infinity;
  return Math.min(next, note?.offset ?? Infinity);
}

/** The layout as runs of hex rows up to `size`: cut where rows must begin, with the annotations before them. */
export function hexRuns({ segments, annotations }: Layout, size: number): HexRun[] {
  const starts = new Set<number>([0]);
  const lost = annotations.flatMap((note) => (note.kind === "lost" ? [note.run] : []));
  for (const { start } of lost) starts.add(start);
  let next = 0;
  for (const { offset } of segments) starts.add(offset);
  for (const { offset } of annotations) starts.add(offset);
  const sorted = [...starts].filter((start) => start < size).sort((one, other) => one - other);
  let note = 0;
  return sorted.map((start, at) => {
    const first = note;
    while (annotations[note]?.offset === start) note += 1;
    while ((lost[next]?.end ?? Infinity) <= start) next += 1;
    const gone = (lost[next]?.start ?? Infinity) <= start;
    return { start, end: gone ? start : (sorted[at + 1] ?? size), notes: note - first };
  });
}

/** Index of the first annotation at or after an offset. */
export function firstFrom(annotations: readonly Annotation[], offset: number): number {
  let low = 0;
  let high = annotations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((annotations[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface WireState<Inner> {
  readonly inner: Inner;
  /** Annotations at this offset that are told already. */
  readonly told: number;
}

/** Rows of bytes with a row of its own (`line` below 0, no bytes) for each annotation, before the row it belongs to. */
export function annotatedRows<Inner>(
  format: RowFormat<Inner>,
  layout: () => Layout,
): RowFormat<WireState<Inner>> {
  return {
    first: { inner: format.first, told: 0 },
    offsetOf: (state) => format.offsetOf(state.inner),
    open: (from, sink) => {
      let told = from.told;
      const tell = (offset: number, inner: () => Inner) => {
        const { annotations } = layout();
        const first = firstFrom(annotations, offset);
        for (let at = first + told; annotations[at]?.offset === offset; at += 1) {
          const done = at - first;
          sink.begins(() => ({ inner: inner(), told: done }));
          sink.row?.(noteRow(offset, done));
          told = done + 1;
        }
      };
      return format.open(from.inner, {
        begins: (state) => {
          const inner = state();
          const offset = format.offsetOf(inner);
          tell(offset, () => inner);
          const done = told;
          sink.begins(() => ({ inner, told: done }));
          told = 0;
        },
        ...(sink.row === undefined ? {} : { row: sink.row }),
      });
    },
  };
}

function noteRow(offset: number, index: number): Row {
  const line = -1 - index;
  return { start: offset, end: offset, bytes: new Uint8Array(), runs: [], line, ends: true };
}

/** The annotation a row stands for; null for a row of bytes. */
export function annotationOf(row: Row, annotations: readonly Annotation[]): Annotation | null {
  if (row.line >= 0) return null;
  return annotations[firstFrom(annotations, row.start) - 1 - row.line] ?? null;
}
