import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type {
  WireMark,
  WireSegment,
  WireSide,
  WireSummary,
} from "../../../shared/model/wire-log.ts";
import {
  clearFile,
  type EntryKind,
  entryAt,
  indexFile,
  readFrame,
  readMark,
  readSegment,
  socketFile,
} from "./index-format.ts";
import { type Layout, piecesOf, readLayout } from "./layout.ts";
import type { References } from "./reference-format.ts";
import { fineSegments } from "./segment-writer.ts";
import { openReferred } from "./referred-bytes.ts";
import { unsealed } from "./seal.ts";

/** Everything here reads a record that may still be written, or whose writer was killed: what is not whole is not there. */

const blockBytes = 64 << 10;
const pieceBytes = 256 << 10;

/** The segments of one side, in order, from number `from` on. A record without bytes has none. */
export async function readSegments(
  folder: string,
  side: WireSide,
  from: number,
  limit: number,
): Promise<readonly WireSegment[]> {
  const found: WireSegment[] = [];
  let number = 0;
  await eachEntry(folder, (kind, bytes, at) => {
    const segment = kind === "segment" ? readSegment(bytes, at) : null;
    if (segment === null || segment.side !== side) return true;
    if (number >= from && found.length < limit) found.push(segment);
    number += 1;
    return found.length < limit;
  });
  return found;
}

/**
 * When these bytes (offsets on the clear side, ascending) passed, in ms since the exchange began; null where that is not in the index: not
 * yet, or since so many pieces had passed that their times were kept no more.
 */
export async function readTimes(
  folder: string,
  offsets: readonly number[],
): Promise<readonly (number | null)[]> {
  const found: (number | null)[] = [];
  let number = 0;
  await eachEntry(folder, (kind, bytes, at) => {
    const segment = kind === "segment" ? readSegment(bytes, at) : null;
    if (segment === null) return true;
    number += 1;
    if (segment.side !== "clear") return true;
    for (let next = offsets[found.length]; next !== undefined; next = offsets[found.length]) {
      if (next >= segment.offset + segment.length) break;
      // One that goes on and on tells the time of its first byte alone.
      const known = next >= segment.offset && (number <= fineSegments || next === segment.offset);
      found.push(known ? segment.at : null);
    }
    return found.length < offsets.length;
  });
  return offsets.map((_, index) => found[index] ?? null);
}

/**
 * Marks in the order they were written. With a range: only those that touch `[start, end)` of the clear side.
 * `from` and `limit` count what is left after that.
 */
export async function readMarks(
  folder: string,
  query: {
    readonly from?: number;
    readonly limit?: number;
    readonly start?: number;
    readonly end?: number;
  } = {},
): Promise<readonly WireMark[]> {
  const {
    from = 0,
    limit = Number.POSITIVE_INFINITY,
    start = 0,
    end = Number.POSITIVE_INFINITY,
  } = query;
  const found: WireMark[] = [];
  let number = 0;
  await eachEntry(folder, (kind, bytes, at, next) => {
    const mark = kind === "mark" ? readMark(bytes, at, next) : null;
    if (mark === null || mark.start >= end || (mark.end <= start && mark.end !== mark.start)) {
      return true;
    }
    if (mark.end === mark.start && mark.start < start) return true;
    if (number >= from && found.length < limit) found.push(mark);
    number += 1;
    return found.length < limit;
  });
  return found;
}

/** HTTP/2 frames in the order they were complete. */
export interface FramePage {
  readonly frames: readonly WireFrame[];
  /** Others follow. */
  readonly more: boolean;
  /** Not all were kept. */
  readonly capped: boolean;
}

/** Bytes of frame entries in one page: what they say may be long. */
const mostFrameBytes = 1 << 20;

/** Frames from number `from` on, at most `limit` and some MiB of them. */
export async function readFrames(folder: string, from: number, limit: number): Promise<FramePage> {
  const frames: WireFrame[] = [];
  let capped = false;
  let more = false;
  let number = 0;
  let size = 0;
  await eachEntry(folder, (kind, bytes, at, next) => {
    capped ||= kind === "frames-capped";
    if (kind !== "frame") return true;
    more = frames.length >= limit || size >= mostFrameBytes;
    if (more) return false;
    if (number >= from) {
      const frame = readFrame(bytes, at, next);
      if (frame !== null) frames.push(frame);
      size += next - at;
    }
    number += 1;
    return true;
  });
  return { frames, more, capped };
}

/** What is on disk by now. */
export async function readSummary(folder: string): Promise<WireSummary> {
  let segments = 0;
  let socketCapped = false;
  let marksCapped = false;
  await eachEntry(folder, (kind) => {
    if (kind === "segment") segments += 1;
    socketCapped ||= kind === "socket-capped";
    marksCapped ||= kind === "marks-capped";
    return true;
  });
  return {
    clearBytes: (await readLayout(folder)).size,
    socketBytes: await size(join(folder, socketFile)),
    segments,
    socketCapped,
    ...(marksCapped ? { marksCapped } : {}),
  };
}

/**
 * Bytes `[start, end)` of one side; ends early where the record ends now. Ending the iteration closes its files. A side that was never
 * written gives nothing. Rejects with FailureError `storage` (`isLost`) at bytes that are in a file which is no longer what it was.
 */
export async function* readBytes(
  folder: string,
  side: WireSide,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  const layout = side === "clear" ? await readLayout(folder) : null;
  if (layout !== null && layout.references !== null) {
    yield* readPieces(folder, layout, layout.references, start, end);
    return;
  }
  const path = join(folder, side === "clear" ? clearFile : socketFile);
  if ((layout?.kept ?? (await size(path))) <= start) return;
  let at = start;
  const stream = createReadStream(path, { start, end: end - 1, highWaterMark: 256 << 10 });
  for await (const chunk of stream) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    yield unsealed(path, at, bytes);
    at += bytes.length;
  }
}

async function* readPieces(
  folder: string,
  layout: Layout,
  references: References,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const path = join(folder, clearFile);
  const file = await open(path, "r").catch(absent);
  const referred = openReferred(references);
  try {
    for (const piece of piecesOf(layout, start, end)) {
      if (piece.kind === "referred") {
        yield (await referred.read(piece.reference)).subarray(piece.from, piece.to);
        continue;
      }
      for (let done = 0; done < piece.length;) {
        const block = Buffer.allocUnsafe(Math.min(pieceBytes, piece.length - done));
        const read = await file?.read(block, 0, block.length, piece.at + done);
        if (read === undefined || read.bytesRead === 0) return;
        yield unsealed(path, piece.at + done, block.subarray(0, read.bytesRead));
        done += read.bytesRead;
      }
    }
  } finally {
    await file?.close();
    await referred.close();
  }
}

/** Whole entries in the order they were written; false from `visit` ends the walk. */
async function eachEntry(
  folder: string,
  visit: (kind: EntryKind, bytes: Buffer, at: number, next: number) => boolean,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks(join(folder, indexFile))) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    let at = 0;
    for (;;) {
      const entry = entryAt(bytes, at);
      if (entry === null) break;
      if (!visit(entry.kind, bytes, at, entry.next)) return;
      at = entry.next;
    }
    rest = bytes.subarray(at);
  }
}

async function* blocks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, "r").catch(absent);
  if (file === null) return;
  try {
    for (let position = 0; ;) {
      const block = Buffer.allocUnsafe(blockBytes);
      const { bytesRead } = await file.read(block, 0, block.length, position);
      if (bytesRead === 0) return;
      yield unsealed(path, position, block.subarray(0, bytesRead));
      position += bytesRead;
    }
  } finally {
    await file.close();
  }
}

async function size(path: string): Promise<number> {
  return (await stat(path).catch(absent))?.size ?? 0;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
