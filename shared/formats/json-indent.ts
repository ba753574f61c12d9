import { type JsonSink, scanJson } from "./json-scan.ts";

export interface Indented {
  /** The text laid out again; with an error, as far as it went. */
  readonly bytes: Uint8Array;
  /** Offset in the input of the first byte that cannot be JSON; null when all of it is. */
  readonly errorAt: number | null;
  /** True when `limit` stopped it before the end. */
  readonly cut: boolean;
}

/** Deeper levels are not indented further: a deep text must stay readable. */
export const deepestIndent = 60;

/**
 * JSON laid out with two blanks a level. Tokens are copied, so number text, escapes, duplicate keys and order stay.
 * `limit`: stop after about so many bytes of output. `many`: values may follow each other (NDJSON).
 */
export function indentJson(
  input: Uint8Array,
  { limit = Infinity, many = false }: { readonly limit?: number; readonly many?: boolean } = {},
): Indented {
  const out = growing(Math.min(limit, input.length * 2) + 256);
  const sink: JsonSink = {
    piece: (bytes, start, end) => out.add(bytes, start, end),
    gap: () => out.fill(0x20, 1),
    line: (depth) => {
      out.fill(0x0a, 1);
      out.fill(0x20, 2 * Math.min(depth, deepestIndent));
    },
  };
  const scan = scanJson(sink, { many });
  const step = 1 << 16;
  for (let at = 0; at < input.length; at += step) {
    if (!scan.push(input.subarray(at, at + step))) break;
    if (out.length() >= limit) return { bytes: out.bytes(), errorAt: null, cut: true };
  }
  scan.end();
  return { bytes: out.bytes(), errorAt: scan.errorAt(), cut: false };
}

const silent: JsonSink = {
  piece: () => undefined,
  gap: () => undefined,
  line: () => undefined,
};

/** Where a text stops being JSON, in UTF-16 code units; null when it is JSON. */
export function jsonErrorAt(text: string): number | null {
  const bytes = new TextEncoder().encode(text);
  const scan = scanJson(silent);
  scan.push(bytes);
  scan.end();
  const at = scan.errorAt();
  return at === null ? null : new TextDecoder().decode(bytes.subarray(0, at)).length;
}

function growing(size: number) {
  let buffer = new Uint8Array(Math.max(64, Math.min(size, 1 << 26)));
  let used = 0;
  const room = (more: number) => {
    if (used + more <= buffer.length) return;
    const next = new Uint8Array(Math.max(buffer.length * 2, used + more));
    next.set(buffer.subarray(0, used));
    buffer = next;
  };
  return {
    length: () => used,
    bytes: () => buffer.subarray(0, used),
    add: (bytes: Uint8Array, start: number, end: number) => {
      room(end - start);
      // Tokens are short: a loop is quicker than a view and a set.
      if (end - start < 32) {
        for (let at = start; at < end; at += 1) buffer[used + at - start] = bytes[at] ?? 0;
      } else buffer.set(bytes.subarray(start, end), used);
      used += end - start;
    },
    fill: (byte: number, count: number) => {
      room(count);
      buffer.fill(byte, used, used + count);
      used += count;
    },
  };
}
