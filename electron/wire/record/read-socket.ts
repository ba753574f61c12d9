import { open } from "node:fs/promises";
import { join } from "node:path";
import type { SocketMessageView } from "../../../shared/model/socket-filter.ts";
import { isControl, opcode, type SocketFrame } from "../../../shared/model/web-socket.ts";
import type { WireDirection } from "../../../shared/model/wire-log.ts";
import { readBytes, readSegments } from "./read-record.ts";
import { unsealed } from "./seal.ts";
import {
  type KeptSocketFrame,
  plainFile,
  readSocketFrame,
  socketFrameBytes,
  socketFramesFile,
} from "./socket-frame-format.ts";

/** Everything here reads a record that may still be written: what is not whole is not there. */

/** Frames from number `from` on, at most `limit`; none when no WebSocket was spoken. */
export async function readSocketFrames(
  folder: string,
  from: number,
  limit: number,
): Promise<readonly SocketFrame[]> {
  return (await keptFrames(folder, from, limit)).map(({ frame }) => frame);
}

/** The same with where their payload is. */
export async function keptFrames(
  folder: string,
  from: number,
  limit: number,
): Promise<readonly KeptSocketFrame[]> {
  const path = join(folder, socketFramesFile);
  const position = from * socketFrameBytes;
  const bytes = await readAt(path, position, limit * socketFrameBytes);
  const found: KeptSocketFrame[] = [];
  for (let at = 0; at + socketFrameBytes <= bytes.length; at += socketFrameBytes)
    found.push(readSocketFrame(bytes, at, from + at / socketFrameBytes));
  return found;
}

const framesAtOnce = 256;
const pieceBytes = 256 << 10;

/**
 * The plain payload of the message frame `index` belongs to (of a control frame: its own), in pieces: unmasked, with compression undone, as far as
 * it is there. Ending the iteration closes what it opened.
 */
export async function* readMessage(
  folder: string,
  index: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const kept of framesOfMessage(folder, index)) yield* readPayload(folder, kept);
}

/** A message as it is in the record, or a control frame by itself. */
export interface KeptMessage {
  readonly direction: WireDirection;
  readonly hop: number;
  /** ms since the exchange began, when its last frame was complete. */
  readonly at: number;
  readonly opcode: number;
  /** Bytes, with compression undone. */
  readonly size: number;
  /** Its plain payload in pieces. */
  read(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** Every message and control frame from the first on, in the order they were complete; one that was cut off too, and none that is still under way. */
export async function* readMessages(folder: string): AsyncGenerator<KeptMessage, void, undefined> {
  // Frames of a message follow one another in their direction (RFC 6455 §5.4).
  const under: Record<WireDirection, KeptSocketFrame[]> = { sent: [], received: [] };
  const ahead = createAhead(folder);
  for (let from = 0; ; from += framesAtOnce) {
    const frames = await keptFrames(folder, from, framesAtOnce);
    for (const kept of frames) {
      const { frame } = kept;
      if (isControl(frame.opcode)) {
        yield messageFrom(folder, [kept], ahead);
        continue;
      }
      under[frame.direction].push(kept);
      if (!frame.fin && !frame.partial) continue;
      yield messageFrom(folder, under[frame.direction], ahead);
      under[frame.direction] = [];
    }
    if (frames.length < framesAtOnce) return;
  }
}

function messageFrom(
  folder: string,
  frames: readonly KeptSocketFrame[],
  ahead: Ahead,
): KeptMessage {
  const [first] = frames;
  const last = frames.at(-1);
  return {
    direction: first?.frame.direction ?? "sent",
    hop: first?.frame.hop ?? 0,
    at: last?.frame.at ?? 0,
    opcode: first?.frame.opcode ?? 0,
    size: frames.reduce((sum, { frame }) => sum + frame.plainLength, 0),
    async *read() {
      for (const kept of frames) {
        const small = await ahead(kept);
        if (small === null) yield* readPayload(folder, kept);
        else yield small;
      }
    },
  };
}

/** The plain payload of a small frame; null: it is read by itself. */
type Ahead = (kept: KeptSocketFrame) => Promise<Uint8Array | null>;

/** Frames of a lively connection are small and lie one behind the other: their bytes are read in larger pieces. */
function createAhead(folder: string): Ahead {
  const clear = createWindow(async (start, end) => {
    const parts: Uint8Array[] = [];
    for await (const part of readBytes(folder, "clear", start, end)) parts.push(part);
    return Buffer.concat(parts);
  });
  const plain = createWindow((start, end) => readAt(join(folder, plainFile), start, end - start));
  return async ({ frame, plainOffset }) => {
    const { start, end, headBytes, length, masked, plainLength } = frame;
    if (Math.max(end - start, plainLength) > pieceBytes) return null;
    if (plainOffset >= 0) return await plain(plainOffset, plainOffset + plainLength);
    if (end - start !== headBytes + length) return null;
    const bytes = await clear(start, end);
    const payload = bytes.subarray(headBytes);
    if (!masked) return payload;
    const key = bytes.subarray(headBytes - 4, headBytes);
    return payload.map((byte, at) => byte ^ (key[at & 3] ?? 0));
  };
}

/** Ranges out of a piece that was read with what lies behind it. What is not there is left out. */
function createWindow(
  read: (start: number, end: number) => Promise<Uint8Array>,
): (start: number, end: number) => Promise<Uint8Array> {
  let from = 0;
  let piece: Uint8Array = new Uint8Array();
  return async (start, end) => {
    if (start < from || end > from + piece.length) {
      from = start;
      piece = await read(start, Math.max(end, start + 4 * pieceBytes));
    }
    return piece.subarray(start - from, end - from);
  };
}

/** Frames of one message that are told of. */
const mostPieces = 1_000;

/** The opcode of the message frame `index` belongs to, what it is made of so far, and whether its last frame is there; null: no such frame. */
export async function messageOf(
  folder: string,
  index: number,
): Promise<(Omit<SocketMessageView, "faults"> & { readonly code: number }) | null> {
  let size = 0;
  let count = 0;
  let whole = false;
  const frames: SocketFrame[] = [];
  for await (const { frame } of framesOfMessage(folder, index)) {
    size += frame.plainLength;
    count += 1;
    whole = frame.fin || frame.partial;
    if (frames.length < mostPieces) frames.push(frame);
  }
  const [first] = frames;
  return first === undefined ? null : { code: first.opcode, size, whole, count, frames };
}

/** Those of the message frame `index` belongs to, in order, as far as they are there. */
async function* framesOfMessage(
  folder: string,
  index: number,
): AsyncGenerator<KeptSocketFrame, void, undefined> {
  const [asked] = await keptFrames(folder, index, 1);
  if (asked === undefined) return;
  if (asked.frame.opcode !== opcode.continuation && (asked.frame.fin || asked.frame.partial))
    return yield asked;
  for (let from = asked.frame.first; ; from += framesAtOnce) {
    const frames = await keptFrames(folder, from, framesAtOnce);
    for (const kept of frames) {
      const { frame } = kept;
      // One that goes on with nothing says that it belongs to what came before.
      if (frame.index === asked.frame.first && !begins(frame, asked.frame)) return yield asked;
      if (frame.first !== asked.frame.first || frame.direction !== asked.frame.direction) continue;
      yield kept;
      if (frame.fin || frame.partial) return;
    }
    if (frames.length < framesAtOnce) return;
  }
}

/** Whether `frame` can be the first of the message that `other` is a part of. */
function begins(frame: SocketFrame, other: SocketFrame): boolean {
  if (frame.index === other.index) return true;
  return !frame.fin && !isControl(frame.opcode) && frame.direction === other.direction;
}

/** The plain payload of one frame, in pieces. */
export async function* readPayload(
  folder: string,
  { frame, plainOffset }: KeptSocketFrame,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (plainOffset >= 0) {
    for (let done = 0; done < frame.plainLength;) {
      const want = Math.min(pieceBytes, frame.plainLength - done);
      const bytes = await readAt(join(folder, plainFile), plainOffset + done, want);
      if (bytes.length === 0) return;
      yield bytes;
      done += bytes.length;
    }
    return;
  }
  let skip = frame.headBytes;
  let mask: Buffer | null = null;
  let head = Buffer.alloc(0);
  let done = 0;
  for await (const bytes of ownBytes(folder, frame)) {
    let rest: Uint8Array = bytes;
    if (skip > 0) {
      const taken = Math.min(skip, rest.length);
      head = Buffer.concat([head, rest.subarray(0, taken)]);
      skip -= taken;
      rest = rest.subarray(taken);
      if (skip === 0 && frame.masked) mask = head.subarray(head.length - 4);
    }
    if (rest.length === 0) continue;
    const key = mask;
    const from = done;
    yield key === null ? rest : rest.map((byte, at) => byte ^ (key[(from + at) & 3] ?? 0));
    done += rest.length;
  }
}

/** The bytes of one frame, without those of the other direction that passed meanwhile. */
async function* ownBytes(
  folder: string,
  { start, end, headBytes, length, direction }: SocketFrame,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end - start === headBytes + length) {
    yield* readBytes(folder, "clear", start, end);
    return;
  }
  // Rare: only a frame that was under way when this side sent something.
  const segments = await readSegments(folder, "clear", 0, Number.MAX_SAFE_INTEGER);
  for (const segment of segments) {
    if (segment.direction !== direction) continue;
    const from = Math.max(start, segment.offset);
    const to = Math.min(end, segment.offset + segment.length);
    if (from < to) yield* readBytes(folder, "clear", from, to);
  }
}

async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return Buffer.alloc(0);
  try {
    const block = Buffer.allocUnsafe(Math.max(0, length));
    let done = 0;
    while (done < block.length) {
      const { bytesRead } = await file.read(block, done, block.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return Buffer.from(unsealed(path, position, block.subarray(0, done)));
  } finally {
    await file.close();
  }
}
