import { indentJson } from "../../../shared/formats/json-indent.ts";
import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import { scanEventStream } from "../../../shared/formats/event-stream/scan.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import { wholeLimit } from "../whole-text.ts";

/** An item in full, as far as it can be shown. */
export interface WholeItem {
  /** Its data, or the text of a comment. */
  readonly text: string;
  /** The same as JSON on lines of its own; null when it is no object or array. */
  readonly json: string | null;
  /** Its lines as they came. */
  readonly source: string;
  /** Bytes of it that are shown, when it is longer than an editor takes; else null. */
  readonly cutAt: number | null;
}

/** Reads an item again from the body. Rejects with FailureError as the source does, or when aborted. */
export async function readItem(
  source: ByteSource,
  { start, end, lastId, number, comment, kind }: StreamItem,
  signal: AbortSignal,
): Promise<WholeItem> {
  const to = Math.min(end, start + wholeLimit);
  const bytes = await source.read(start, to, signal);
  let data = "";
  const scanner = scanEventStream((item) => void (data = item.data), {
    from: { offset: start, lastId, events: Math.max(0, number - 1) },
    keep: wholeLimit,
  });
  scanner.push(bytes);
  scanner.end();
  const text = kind === "comment" ? comment : data;
  return {
    text,
    json: jsonOf(text),
    source: new TextDecoder().decode(bytes),
    cutAt: to < end ? to - start : null,
  };
}

function jsonOf(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const { bytes, errorAt } = indentJson(new TextEncoder().encode(text), { many: false });
  return errorAt === null ? new TextDecoder().decode(bytes) : null;
}
