import { expect } from "vitest";
import { createFrameDecoder, type FrameDecoderOptions } from "./frame-decoder.ts";

/** What a decoder made of some pieces, with pieces of one payload joined: two ways of splitting must give equal results. */
export interface Seen {
  readonly frames: readonly {
    readonly opcode: number;
    readonly fin: boolean;
    readonly compressed: boolean;
    readonly payload: Buffer;
    /** Head and payload. */
    readonly size: number;
  }[];
  readonly faults: readonly (readonly [rule: string, offset: number, fatal: boolean])[];
  /** Bytes not read as frames any more. */
  readonly rest: number;
  readonly unfinished: { readonly start: number; readonly came: number } | null;
}

export function decodeFrames(parts: readonly Uint8Array[], options: FrameDecoderOptions): Seen {
  const decoder = createFrameDecoder(options);
  const frames: Seen["frames"][number][] = [];
  const faults: Seen["faults"][number][] = [];
  let rest = 0;
  let payload: Uint8Array[] = [];
  for (const part of parts)
    for (const event of decoder.push(part)) {
      if (event.kind === "payload") payload.push(Buffer.from(event.bytes));
      else if (event.kind === "fault") faults.push([event.rule, event.offset, event.fatal]);
      else if (event.kind === "rest") rest += event.end - event.start;
      else if (event.kind === "end") {
        const { opcode, fin, compressed, headBytes, length } = event.head;
        const whole = Buffer.concat(payload);
        expect(whole.length).toBe(length);
        if (event.control !== null) expect(Buffer.from(event.control)).toEqual(whole);
        frames.push({ opcode, fin, compressed, payload: whole, size: headBytes + length });
        payload = [];
      }
    }
  return { frames, faults, rest, unfinished: decoder.unfinished() };
}

/** Decodes the bytes split in two at each place, and one byte at a time; all must agree with the whole. */
export function everySplit(bytes: Uint8Array, options: FrameDecoderOptions): void {
  const whole = decodeFrames([bytes], options);
  for (let at = 0; at <= bytes.length; at += 1)
    expect(decodeFrames([bytes.subarray(0, at), bytes.subarray(at)], options)).toEqual(whole);
  const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  expect(decodeFrames(single, options)).toEqual(whole);
}
