import { jsonErrorAt } from "../json-indent.ts";

const template = /\{\{[^{}\n]*\}\}/g;

/**
 * Where a text with `{{variables}}` stops being JSON (UTF-16 offset, from 0); null: nowhere, as far as that can be said before they have
 * values. A variable stands for any value, and inside a string for text; what comes after one that stands where no value can is not judged.
 */
export function templatedJsonErrorAt(text: string): number | null {
  // Of the same length, so that offsets stay; digits join up with what is beside them.
  const offset = jsonErrorAt(text.replace(template, (found) => "1".repeat(found.length)));
  if (offset === null) return null;
  for (const { index, 0: found } of text.matchAll(template))
    if (offset >= index && offset < index + found.length) return null;
  return offset;
}

/** Line and column of an offset, from 1; columns count UTF-16 code units. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
