import { join } from "node:path";
import {
  isOfKind,
  type SocketFilter,
  type SocketFinds,
} from "../../../shared/model/socket-filter.ts";
import { opcode, type SocketFrame } from "../../../shared/model/web-socket.ts";
import { type BlockReader, openBlocks } from "./block-reader.ts";
import { clearFile } from "./index-format.ts";
import { readLayout } from "./layout.ts";
import { keptFrames, readMessage, readPayload } from "./read-socket.ts";
import { type KeptSocketFrame, plainFile } from "./socket-frame-format.ts";

/** Frames looked at for one answer, and bytes of payload read for it: an answer comes soon, and the next one goes on. */
const mostFrames = 50_000;
const mostBytes = 8 << 20;
const page = 5_000;

/**
 * Frames of a record that fit a filter, from number `from` on, in order. Reads the record once from there on, and never holds more than some
 * MiB of it. A message is looked at whole, as far as it is there.
 */
export async function findSocketFrames(
  folder: string,
  filter: SocketFilter,
  from: number,
): Promise<SocketFinds> {
  const runs: [number, number][] = [];
  const found = (index: number): void => {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === index) last[1] += 1;
    else runs.push([index, 1]);
  };
  const needle = filter.text.toLowerCase();
  const payloads = needle === "" ? null : await openPayloads(folder);
  const firsts = new Map<number, SocketFrame | null>();
  let bytes = 0;
  let next = from;
  try {
    while (next - from < mostFrames && bytes < mostBytes) {
      const frames = await keptFrames(folder, next, page);
      for (const kept of frames) {
        const { frame } = kept;
        if (bytes >= mostBytes) break;
        next += 1;
        if (filter.direction !== "both" && frame.direction !== filter.direction) continue;
        const whole = frame.opcode !== opcode.continuation && frame.fin;
        const first = whole ? frame : await firstOf(folder, frame, firsts);
        if (filter.form === "messages" && first.index !== frame.index) continue;
        if (!isOfKind(first.opcode, filter.kind)) continue;
        if (payloads !== null) {
          const search = openSearch(needle);
          for await (const piece of payloads.of(kept, filter.form)) {
            bytes += piece.length;
            if (search.push(piece)) break;
          }
          if (!search.found()) continue;
        }
        found(frame.index);
      }
      if (frames.length < page) break;
    }
  } finally {
    await payloads?.close();
  }
  return { runs, next };
}

/** The frame a message begins with; of a continuation that belongs to none: itself. */
async function firstOf(
  folder: string,
  frame: SocketFrame,
  known: Map<number, SocketFrame | null>,
): Promise<SocketFrame> {
  const { first, index, direction } = frame;
  if (frame.opcode !== opcode.continuation) {
    if (!frame.fin) known.set(index, frame);
    return frame;
  }
  let found = known.get(first);
  if (found === undefined) {
    found = (await keptFrames(folder, first, 1))[0]?.frame ?? null;
    known.set(first, found);
  }
  if (found === null || found.fin || found.direction !== direction) return frame;
  if (frame.fin) known.delete(first);
  return found;
}

interface Payloads {
  of(kept: KeptSocketFrame, form: SocketFilter["form"]): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

async function openPayloads(folder: string): Promise<Payloads> {
  const plain = await openBlocks(join(folder, plainFile));
  // Where the clear side is one file, what lies next to each other is read at once.
  const whole = (await readLayout(folder)).references === null;
  const clear = whole ? await openBlocks(join(folder, clearFile)) : null;
  return {
    of: (kept, form) => payloadOf(folder, kept, form, clear, plain),
    async close() {
      await plain?.close();
      await clear?.close();
    },
  };
}

async function* payloadOf(
  folder: string,
  kept: KeptSocketFrame,
  form: SocketFilter["form"],
  clear: BlockReader | null,
  plain: BlockReader | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { frame, plainOffset } = kept;
  const { start, end, headBytes, length, plainLength, masked } = frame;
  if (form === "messages" && !frame.fin) return yield* readMessage(folder, frame.index);
  if (plainOffset >= 0 && plain !== null && plain.fits(plainLength))
    return yield await plain.read(plainOffset, plainLength);
  const together = end - start === headBytes + length;
  if (plainOffset >= 0 || !together || clear === null || !clear.fits(end - start))
    return yield* readPayload(folder, kept);
  const bytes = await clear.read(start, end - start);
  const payload = bytes.subarray(headBytes);
  if (!masked) return yield payload;
  const key = bytes.subarray(headBytes - 4, headBytes);
  yield payload.map((byte, at) => byte ^ (key[at & 3] ?? 0));
}

interface Search {
  /** The next bytes of the payload (UTF-8). True: it was found, nothing more is needed. */
  push(bytes: Uint8Array): boolean;
  found(): boolean;
}

/** Looks for lower-case text in bytes that come in pieces. */
function openSearch(needle: string): Search {
  const decoder = new TextDecoder();
  let tail = "";
  let found = false;
  return {
    push(bytes) {
      const text = tail + decoder.decode(bytes, { stream: true }).toLowerCase();
      found ||= text.includes(needle);
      tail = needle.length > 1 ? text.slice(1 - needle.length) : "";
      return found;
    },
    found: () => found,
  };
}
