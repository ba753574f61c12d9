import { type Masking, maskedRange } from "../../../exchanges/masking.ts";
import { readBytes, readSegments } from "../../../wire/record/read-record.ts";
import { isLost } from "../../../wire/record/referred-bytes.ts";
import { frameLines } from "./frame-lines.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { hexDump, textDump } from "./hex-dump.ts";
import { timeOfDay } from "./messages.ts";
import type { Output } from "./output.ts";

const page = 2048;

/** How the bytes of an exchange are written down. */
export interface TraceForm {
  /** Offset and text alone (curl --trace-ascii), or with the bytes in hex (--trace). */
  readonly ascii: boolean;
  /** Epoch ms at which the exchange began, to stamp each run with the time of day (--trace-time); null: without. */
  readonly startedAt: number | null;
  /** What to hide; null: nothing. */
  readonly masking?: Masking | null;
}

/**
 * Writes the bytes of both directions in the order they passed, as curl --trace does; before those of HTTP/2 frames what they say. Closes
 * the output.
 */
export async function writeTrace(folder: string, output: Output, form: TraceForm): Promise<void> {
  const frames = createFrameQueue(folder);
  const dump = form.ascii ? textDump : hexDump;
  try {
    for (let from = 0; ; from += page) {
      const segments = await readSegments(folder, "clear", from, page);
      for (const { direction, offset, length, at, hop } of segments) {
        const arrow = direction === "sent" ? "=> Sent" : "<= Received";
        const time = form.startedAt === null ? "" : `${timeOfDay(form.startedAt + at)} `;
        await output.write(
          `${time}${arrow} ${length} bytes at ${at.toFixed(3)} ms, hop ${hop + 1}\n`,
        );
        for (const frame of await frames.before(offset + length)) {
          const said = form.masking?.inside(frame) ?? frame;
          await output.write(`${frameLines(said).join("\n")}\n`);
        }
        let position = 0;
        try {
          for await (const bytes of bytesOf(folder, offset, offset + length, form)) {
            await output.write(`${[...dump(bytes, position)].join("\n")}\n`);
            position += bytes.length;
          }
        } catch (thrown) {
          if (!isLost(thrown)) throw thrown;
          const { place = "", message } = thrown.failure;
          await output.write(`${length - position} bytes of ${place}: ${message}\n`);
        }
      }
      if (segments.length < page) return;
    }
  } finally {
    await output.close();
  }
}

function bytesOf(
  folder: string,
  start: number,
  end: number,
  { masking = null }: TraceForm,
): AsyncIterable<Uint8Array> {
  const read = (from: number, to: number): AsyncIterable<Uint8Array> =>
    readBytes(folder, "clear", from, to);
  return masking === null
    ? read(start, end)
    : maskedRange(masking, { start, end, size: Number.MAX_SAFE_INTEGER }, read, "wire");
}
