import type {
  WireDirection,
  WireMark,
  WireMarkKind,
  WireSegment,
  WireSide,
} from "../../../shared/model/wire-log.ts";

/**
 * `segments.bin`: 32 bytes each, little endian:
 *   f64 at · f64 offset · f64 length · u32 hop · u8 side · u8 direction · 2 bytes zero
 * `marks.bin`: 28 bytes and a label each:
 *   u8 kind · u8 direction · u16 label bytes · u32 hop · f64 start · f64 end · u32 zero · label (UTF-8)
 * Both are append-only. A tail that is not a whole entry (a crash) is ignored.
 */
export const segmentBytes = 32;
export const markHeadBytes = 28;
/** Longer labels are cut here: a label is a hint, the bytes are in the record. */
const maxLabel = 120;

export const clearFile = "clear.bin";
export const socketFile = "socket.bin";
export const segmentsFile = "segments.bin";
export const marksFile = "marks.bin";

/** `marks.bin` ends with this kind when no more marks were kept. */
export const cappedKind = 255;
/** `segments.bin` holds one entry of this side when the socket side stopped being recorded. */
export const socketCappedSide = 255;

const sides: readonly WireSide[] = ["clear", "socket"];
const directions: readonly WireDirection[] = ["sent", "received"];
/** The order is part of the file format: only append. */
const markKinds: readonly WireMarkKind[] = [
  "request-line",
  "request-header",
  "request-body",
  "status-line",
  "header",
  "head-end",
  "chunk-size",
  "chunk-data",
  "body",
  "trailer",
  "surplus",
  "fault",
];
const markCodes = new Map(markKinds.map((kind, code) => [kind, code]));

export function writeSegment(into: Buffer, at: number, segment: WireSegment, side?: number): void {
  into.writeDoubleLE(segment.at, at);
  into.writeDoubleLE(segment.offset, at + 8);
  into.writeDoubleLE(segment.length, at + 16);
  into.writeUInt32LE(segment.hop, at + 24);
  into[at + 28] = side ?? (segment.side === "clear" ? 0 : 1);
  into[at + 29] = segment.direction === "sent" ? 0 : 1;
}

/** null for an entry that is not a segment. */
export function readSegment(from: Buffer, at: number): WireSegment | null {
  const side = sides[from[at + 28] ?? 255];
  const direction = directions[from[at + 29] ?? 255];
  if (side === undefined || direction === undefined) return null;
  return {
    side,
    direction,
    hop: from.readUInt32LE(at + 24),
    at: from.readDoubleLE(at),
    offset: from.readDoubleLE(at + 8),
    length: from.readDoubleLE(at + 16),
  };
}

/** Gives the bytes used; `into` must have room for `markHeadBytes + maxMarkLabel`. */
export function writeMark(into: Buffer, at: number, mark: WireMark): number {
  const label = mark.label.length > maxLabel ? mark.label.slice(0, maxLabel) : mark.label;
  const length = into.write(label, at + markHeadBytes, "utf8");
  into[at] = markCodes.get(mark.kind) ?? 0;
  into[at + 1] = mark.direction === "sent" ? 0 : 1;
  into.writeUInt16LE(length, at + 2);
  into.writeUInt32LE(mark.hop, at + 4);
  into.writeDoubleLE(mark.start, at + 8);
  into.writeDoubleLE(mark.end, at + 16);
  into.writeUInt32LE(0, at + 24);
  return markHeadBytes + length;
}

/** Bytes a label may take at most. */
export const maxMarkLabel = maxLabel * 3;

export function writeCapped(into: Buffer, at: number): number {
  into.fill(0, at, at + markHeadBytes);
  into[at] = cappedKind;
  return markHeadBytes;
}

/** The mark at `at` and where the next one begins; null when the bytes end before it does. */
export function readMark(
  from: Buffer,
  at: number,
): { readonly mark: WireMark | null; readonly next: number } | null {
  if (at + markHeadBytes > from.length) return null;
  const next = at + markHeadBytes + from.readUInt16LE(at + 2);
  if (next > from.length) return null;
  const kind = markKinds[from[at] ?? 255];
  const direction = directions[from[at + 1] ?? 255];
  if (kind === undefined || direction === undefined) return { mark: null, next };
  const mark = {
    kind,
    direction,
    hop: from.readUInt32LE(at + 4),
    start: from.readDoubleLE(at + 8),
    end: from.readDoubleLE(at + 16),
    label: from.toString("utf8", at + markHeadBytes, next),
  };
  return { mark, next };
}
