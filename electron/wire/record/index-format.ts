import type {
  WireDirection,
  WireMark,
  WireMarkKind,
  WireSegment,
  WireSide,
} from "../../../shared/model/wire-log.ts";
import type { FrameDetail, WireFrame } from "../../../shared/model/http2-frame.ts";
import type { Page } from "./page.ts";

/**
 * `index.bin`: segments and marks in one file, because making a file costs more than filling it. Little endian, each entry begins with its kind:
 *   254 segment:  u8 kind · u8 direction · u8 side · u8 zero · u32 hop · f64 at · f64 offset · f64 length       (32 bytes)
 *   253 the socket side stopped being recorded: the same 32 bytes
 *   252 HTTP/2 frame: u8 kind · u8 direction · u8 type · u8 flags · u32 hop · u32 stream · u32 length · u32 detail bytes · u32 zero ·
 *       f64 at · f64 start · f64 end · f64 place · detail (JSON, UTF-8)                                       (56 bytes + detail)
 *   251 no more frames were kept: u8 kind and zeros                                                              (24 bytes)
 *   255 no more marks were kept: u8 kind and zeros                                                               (24 bytes)
 *   others mark:  u8 kind · u8 direction · u16 label bytes · u32 hop · f64 start · f64 end · label (UTF-8)        (24 bytes + label)
 * Append-only; segments are in order among themselves, and so are marks and frames. A tail that is not a whole entry (a crash) is ignored.
 */
export const segmentBytes = 32;
export const markHeadBytes = 24;
/** Longer labels are cut here: a label is a hint, the bytes are in the record. */
const maxLabel = 120;

export const clearFile = "clear.bin";
export const socketFile = "socket.bin";
export const indexFile = "index.bin";

const segmentKind = 254;
const socketCappedKind = 253;
const marksCappedKind = 255;
const frameKind = 252;
const framesCappedKind = 251;
const frameHeadBytes = 56;

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
  "switched",
  "proxy-header",
];
const markCodes = new Map(markKinds.map((kind, code) => [kind, code]));

export function writeSegment({ view }: Page, at: number, segment: WireSegment): void {
  view.setUint8(at, segmentKind);
  view.setUint8(at + 1, segment.direction === "sent" ? 0 : 1);
  view.setUint8(at + 2, segment.side === "clear" ? 0 : 1);
  view.setUint8(at + 3, 0);
  view.setUint32(at + 4, segment.hop, true);
  view.setFloat64(at + 8, segment.at, true);
  view.setFloat64(at + 16, segment.offset, true);
  view.setFloat64(at + 24, segment.length, true);
}

/** Takes the room of a segment. */
export function writeSocketCapped({ bytes }: Page, at: number): void {
  bytes.fill(0, at, at + segmentBytes);
  bytes[at] = socketCappedKind;
}

/** Gives the bytes used; the page must have room for `markHeadBytes + maxMarkLabel`. */
export function writeMark({ bytes, view }: Page, at: number, mark: WireMark): number {
  const label = mark.label.length > maxLabel ? mark.label.slice(0, maxLabel) : mark.label;
  const length = label === "" ? 0 : bytes.write(label, at + markHeadBytes);
  view.setUint8(at, markCodes.get(mark.kind) ?? 0);
  view.setUint8(at + 1, mark.direction === "sent" ? 0 : 1);
  view.setUint16(at + 2, length, true);
  view.setUint32(at + 4, mark.hop, true);
  view.setFloat64(at + 8, mark.start, true);
  view.setFloat64(at + 16, mark.end, true);
  return markHeadBytes + length;
}

/** Bytes a label may take at most. */
export const maxMarkLabel = maxLabel * 3;

export function writeMarksCapped({ bytes }: Page, at: number): number {
  bytes.fill(0, at, at + markHeadBytes);
  bytes[at] = marksCappedKind;
  return markHeadBytes;
}

/** The whole entry, in a piece of its own. */
export function encodeFrame(frame: WireFrame): Buffer {
  const detail = JSON.stringify(frame.detail);
  const entry = Buffer.alloc(frameHeadBytes + Buffer.byteLength(detail));
  entry[0] = frameKind;
  entry[1] = directions.indexOf(frame.direction);
  entry[2] = frame.type;
  entry[3] = frame.flags;
  entry.writeUInt32LE(frame.hop, 4);
  entry.writeUInt32LE(frame.stream, 8);
  entry.writeUInt32LE(frame.length, 12);
  entry.writeUInt32LE(entry.length - frameHeadBytes, 16);
  entry.writeDoubleLE(frame.at, 24);
  entry.writeDoubleLE(frame.start, 32);
  entry.writeDoubleLE(frame.end, 40);
  entry.writeDoubleLE(frame.place, 48);
  entry.write(detail, frameHeadBytes, "utf8");
  return entry;
}

export function encodeFramesCapped(): Buffer {
  const entry = Buffer.alloc(markHeadBytes);
  entry[0] = framesCappedKind;
  return entry;
}

export type EntryKind =
  | "segment"
  | "mark"
  | "frame"
  | "socket-capped"
  | "marks-capped"
  | "frames-capped";

/** What begins at `at`, and where the next entry does; null when the bytes end before it does. */
export function entryAt(
  from: Buffer,
  at: number,
): { readonly kind: EntryKind; readonly next: number } | null {
  const code = from[at];
  if (code === segmentKind || code === socketCappedKind) {
    const next = at + segmentBytes;
    const kind = code === segmentKind ? "segment" : "socket-capped";
    return next > from.length ? null : { kind, next };
  }
  if (at + markHeadBytes > from.length) return null;
  if (code === frameKind) {
    const next = at + frameHeadBytes + from.readUInt32LE(at + 16);
    return next > from.length ? null : { kind: "frame", next };
  }
  if (code === framesCappedKind) return { kind: "frames-capped", next: at + markHeadBytes };
  if (code === marksCappedKind) return { kind: "marks-capped", next: at + markHeadBytes };
  const next = at + markHeadBytes + from.readUInt16LE(at + 2);
  return next > from.length ? null : { kind: "mark", next };
}

/** null for one that makes no sense. */
export function readSegment(from: Buffer, at: number): WireSegment | null {
  const direction = directions[from[at + 1] ?? 255];
  const side = sides[from[at + 2] ?? 255];
  if (side === undefined || direction === undefined) return null;
  return {
    side,
    direction,
    hop: from.readUInt32LE(at + 4),
    at: from.readDoubleLE(at + 8),
    offset: from.readDoubleLE(at + 16),
    length: from.readDoubleLE(at + 24),
  };
}

/** The mark in `[at, next)`; null for one that makes no sense. */
export function readMark(from: Buffer, at: number, next: number): WireMark | null {
  const kind = markKinds[from[at] ?? 255];
  const direction = directions[from[at + 1] ?? 255];
  if (kind === undefined || direction === undefined) return null;
  return {
    kind,
    direction,
    hop: from.readUInt32LE(at + 4),
    start: from.readDoubleLE(at + 8),
    end: from.readDoubleLE(at + 16),
    label: from.toString("utf8", at + markHeadBytes, next),
  };
}

/** null for one that makes no sense. */
export function readFrame(from: Buffer, at: number, next: number): WireFrame | null {
  const direction = directions[from[at + 1] ?? 255];
  if (direction === undefined) return null;
  try {
    const detail: unknown = JSON.parse(from.toString("utf8", at + frameHeadBytes, next));
    return {
      direction,
      type: from[at + 2] ?? 0,
      flags: from[at + 3] ?? 0,
      hop: from.readUInt32LE(at + 4),
      stream: from.readUInt32LE(at + 8),
      length: from.readUInt32LE(at + 12),
      at: from.readDoubleLE(at + 24),
      start: from.readDoubleLE(at + 32),
      end: from.readDoubleLE(at + 40),
      place: from.readDoubleLE(at + 48),
      // Written by `encodeFrame` alone, in a folder only this user can write to.
      detail: detail as FrameDetail,
    };
  } catch {
    return null;
  }
}
