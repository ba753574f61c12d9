import { readBytes } from "../wire/record/read-record.ts";
import { keptFrames, readMessage } from "../wire/record/read-socket.ts";
import type { KeptSocketFrame } from "../wire/record/socket-frame-format.ts";
import type { Masking } from "./masking.ts";

/** Bytes of the clear side. */
export interface SecretRun {
  readonly start: number;
  readonly end: number;
}

/**
 * Where secrets are in bytes that do not show them as they are: in the payload of WebSocket frames that are masked with a key (RFC 6455 §5.3),
 * which stands right before it, or compressed (RFC 7692), where the whole payload is named when its message holds one.
 */
export interface FrameSecrets {
  /** `bytes`: those of the clear side from `from` on. */
  in(bytes: Uint8Array, from: number): Promise<readonly SecretRun[]>;
}

const pageFrames = 5_000;

/** Frames are read once and kept by their numbers: 24 bytes for each. */
export function createFrameSecrets(folder: string, masking: Masking): FrameSecrets {
  const coded = { sent: createPlaces(), received: createPlaces() };
  /** By the message's first frame. */
  const verdicts = new Map<number, boolean>();
  let next = 0;
  let reading: Promise<void> = Promise.resolve();

  async function readOn(): Promise<void> {
    for (;;) {
      const frames = await keptFrames(folder, next, pageFrames);
      for (const { frame } of frames) {
        const { direction, start, end, index } = frame;
        if (frame.masked || frame.compressed) coded[direction].add(start, end, index);
      }
      next += frames.length;
      if (frames.length < pageFrames) return;
    }
  }

  async function holds({ frame }: KeptSocketFrame): Promise<boolean> {
    const known = verdicts.get(frame.first);
    if (known !== undefined) return known;
    const found = await holdsSecret(masking, readMessage(folder, frame.index));
    // More of a message that is not whole may come.
    if (found || frame.fin) verdicts.set(frame.first, found);
    return found;
  }

  async function runsOf(
    kept: KeptSocketFrame,
    bytes: Uint8Array,
    from: number,
  ): Promise<readonly SecretRun[]> {
    const { start, end, headBytes, length, compressed } = kept.frame;
    const payload = start + headBytes;
    // Bytes of the other direction lie inside: where the payload goes on is not said.
    const apart = end - start !== headBytes + length;
    if (compressed || apart) return (await holds(kept)) ? [{ start: payload, end }] : [];
    const key = await bytesAt(folder, payload - 4, payload, bytes, from);
    const first = Math.max(payload, from);
    const last = Math.min(end, from + bytes.length);
    const plain = bytes
      .subarray(first - from, last - from)
      .map((byte, at) => byte ^ (key[(first - payload + at) & 3] ?? 0));
    return changed(plain, masking.bytes(plain), first);
  }

  return {
    async in(bytes, from) {
      reading = reading.then(readOn);
      await reading;
      const runs: SecretRun[] = [];
      const to = from + bytes.length;
      for (const places of [coded.sent, coded.received]) {
        const wanted = places.touching(from, to);
        const [first = 0] = wanted;
        // They lie close to each other in the list of frames as they do on the wire.
        const frames = await keptFrames(folder, first, (wanted.at(-1) ?? first - 1) - first + 1);
        for (const index of wanted) {
          const kept = frames[index - first];
          if (kept !== undefined) runs.push(...(await runsOf(kept, bytes, from)));
        }
      }
      return runs;
    },
  };
}

/** `[start, end)`, taken from bytes that are at hand where they hold it. */
async function bytesAt(
  folder: string,
  start: number,
  end: number,
  bytes: Uint8Array,
  from: number,
): Promise<Uint8Array> {
  if (start >= from && end <= from + bytes.length) return bytes.subarray(start - from, end - from);
  const pieces: Uint8Array[] = [];
  for await (const piece of readBytes(folder, "clear", start, end)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Runs of bytes that are not the same in both. */
function changed(one: Uint8Array, other: Uint8Array, offset: number): readonly SecretRun[] {
  if (one === other) return [];
  const runs: SecretRun[] = [];
  let begun = -1;
  for (let at = 0; at <= one.length; at += 1) {
    const differs = at < one.length && one[at] !== other[at];
    if (differs && begun < 0) begun = at;
    if (!differs && begun >= 0) {
      runs.push({ start: offset + begun, end: offset + at });
      begun = -1;
    }
  }
  return runs;
}

async function holdsSecret(masking: Masking, source: AsyncIterable<Uint8Array>): Promise<boolean> {
  let before: Uint8Array = new Uint8Array();
  for await (const piece of source) {
    const bytes = Buffer.concat([before, piece]);
    if (masking.bytes(bytes) !== bytes) return true;
    before = bytes.subarray(Math.max(0, bytes.length - masking.reach));
  }
  return false;
}

interface Places {
  add(start: number, end: number, index: number): void;
  /** Numbers of the frames that have bytes in `[start, end)`. */
  touching(start: number, end: number): readonly number[];
}

/** Frames of one direction: they never overlap, and come in order. */
function createPlaces(): Places {
  const starts: number[] = [];
  const ends: number[] = [];
  const indexes: number[] = [];
  return {
    add(start, end, index) {
      starts.push(start);
      ends.push(end);
      indexes.push(index);
    },
    touching(start, end) {
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] ?? 0) <= start) low = middle + 1;
        else high = middle;
      }
      const found: number[] = [];
      for (let at = low; at < starts.length && (starts[at] ?? 0) < end; at += 1)
        found.push(indexes[at] ?? 0);
      return found;
    },
  };
}
