import { indentJson } from "../../shared/formats/json-indent.ts";
import type { ByteSource } from "./bytes/byte-source.ts";
import type { BodyInfo } from "./view.ts";

/** Largest body that goes into the editor whole. */
export const wholeLimit = 5 * 1024 * 1024;
/** Longest line the editor draws without slowing down. */
export const longestLine = 8000;

export interface WholeText {
  readonly text: string;
  /** Where JSON stops being JSON, in characters of `text`; null when it does not, or is not asked. */
  readonly errorAt: number | null;
  /** False: a line is too long for the editor. */
  readonly fits: boolean;
}

/** Reads a body whole, as text; `layOut`: JSON on lines of its own. Only for bodies up to `wholeLimit`. */
export async function readWholeText(
  source: ByteSource,
  info: Pick<BodyInfo, "kind" | "charset">,
  layOut: boolean,
  signal: AbortSignal,
): Promise<WholeText> {
  const bytes = await source.read(0, source.size(), signal);
  const decode = (some: Uint8Array) => new TextDecoder(info.charset).decode(some);
  const json = info.kind === "json" || info.kind === "ndjson";
  if (!layOut || !json || info.charset.startsWith("utf-16")) {
    const text = decode(bytes);
    return { text, errorAt: null, fits: fits(text) };
  }
  const indented = indentJson(bytes, { many: info.kind === "ndjson" });
  if (indented.errorAt === null) {
    const text = decode(indented.bytes);
    return { text, errorAt: null, fits: fits(text) };
  }
  const text = decode(bytes);
  return { text, errorAt: decode(bytes.subarray(0, indented.errorAt)).length, fits: fits(text) };
}

function fits(text: string): boolean {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    if ((end === -1 ? text.length : end) - start > longestLine) return false;
    if (end === -1) break;
    start = end + 1;
  }
  return true;
}

/** Line and column (from 1) of a character. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}
