import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type {
  WireMark,
  WireSegment,
  WireSide,
  WireSummary,
} from "../../../shared/model/wire-log.ts";
import {
  cappedKind,
  clearFile,
  marksFile,
  readMark,
  readSegment,
  segmentBytes,
  segmentsFile,
  socketCappedSide,
  socketFile,
} from "./index-format.ts";

/** Everything here reads a record that may still be written, or whose writer was killed: what is not whole is not there. */

const blockBytes = segmentBytes * 2048;

/** The segments of one side, in order, from number `from` on. A record without bytes has none. */
export async function readSegments(
  folder: string,
  side: WireSide,
  from: number,
  limit: number,
): Promise<readonly WireSegment[]> {
  const found: WireSegment[] = [];
  let number = 0;
  await eachSegment(folder, (segment) => {
    if (segment === null || segment.side !== side) return true;
    if (number >= from && found.length < limit) found.push(segment);
    number += 1;
    return found.length < limit;
  });
  return found;
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
  await eachMark(folder, (mark) => {
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

/** What is on disk by now. */
export async function readSummary(folder: string): Promise<WireSummary> {
  let segments = 0;
  let socketCapped = false;
  let marksCapped = false;
  await eachSegment(folder, (segment) => {
    if (segment === null) socketCapped = true;
    else segments += 1;
    return true;
  });
  await eachMark(folder, (mark) => {
    marksCapped ||= mark === null;
    return true;
  });
  return {
    clearBytes: await size(join(folder, clearFile)),
    socketBytes: await size(join(folder, socketFile)),
    segments,
    socketCapped,
    ...(marksCapped ? { marksCapped } : {}),
  };
}

/**
 * Bytes `[start, end)` of one side; ends early where the file ends now. Ending the iteration closes the file.
 * A side that was never written gives nothing.
 */
export async function* readBytes(
  folder: string,
  side: WireSide,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  const path = join(folder, side === "clear" ? clearFile : socketFile);
  if ((await size(path)) <= start) return;
  const stream = createReadStream(path, { start, end: end - 1, highWaterMark: 256 << 10 });
  for await (const chunk of stream) {
    const bytes: unknown = chunk;
    if (bytes instanceof Uint8Array) yield bytes;
  }
}

/** `visit` gets null for the entry that says "socket side capped"; false ends the walk. */
async function eachSegment(
  folder: string,
  visit: (segment: WireSegment | null) => boolean,
): Promise<void> {
  for await (const block of blocks(join(folder, segmentsFile))) {
    const whole = block.length - (block.length % segmentBytes);
    for (let at = 0; at < whole; at += segmentBytes) {
      const capped = block[at + 28] === socketCappedSide;
      const segment = capped ? null : readSegment(block, at);
      if (!capped && segment === null) continue;
      if (!visit(segment)) return;
    }
  }
}

/** `visit` gets null for the entry that says "no more marks were kept". */
async function eachMark(folder: string, visit: (mark: WireMark | null) => boolean): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks(join(folder, marksFile))) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    let at = 0;
    for (;;) {
      const entry = readMark(bytes, at);
      if (entry === null) break;
      const known = entry.mark !== null || bytes[at] === cappedKind;
      at = entry.next;
      if (known && !visit(entry.mark)) return;
    }
    rest = Buffer.from(bytes.subarray(at));
  }
}

async function* blocks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, "r").catch(absent);
  if (file === null) return;
  try {
    for (let position = 0; ;) {
      const block = Buffer.allocUnsafe(blockBytes);
      let used = 0;
      // Blocks but the last are full, so that an entry of fixed size never lies across two of them.
      while (used < block.length) {
        const { bytesRead } = await file.read(block, used, block.length - used, position + used);
        if (bytesRead === 0) break;
        used += bytesRead;
      }
      if (used > 0) yield block.subarray(0, used);
      if (used < block.length) return;
      position += used;
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
