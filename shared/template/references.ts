/** One `{{name}}` in a text: `from` and `to` (exclusive) are UTF-16 offsets, braces included. */
export interface Reference {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Every `{{name}}` of a text, in order. A name is what stands between the braces, trimmed; it holds no brace and no line
 * break and is not empty. Anything else is ordinary text. Linear in the length of the text.
 */
export function references(text: string): readonly Reference[] {
  const found: Reference[] = [];
  let at = text.indexOf("{{");
  while (at >= 0) {
    const end = nameEnd(text, at + 2);
    if (text.startsWith("}}", end)) {
      const name = text.slice(at + 2, end).trim();
      if (name !== "") found.push({ name, from: at, to: end + 2 });
      at = text.indexOf("{{", end + 2);
    } else {
      // `{{{a}}`: the innermost pair of braces counts. Otherwise what was read cannot begin a reference.
      at = text.indexOf("{{", text[end] === "{" ? Math.max(at + 1, end - 1) : end);
    }
  }
  return found;
}

/** The reference around a caret, for completion: also one whose closing braces are not typed yet. */
export function referenceAt(text: string, caret: number): Reference | null {
  const open = text.lastIndexOf("{{", caret - 2);
  if (open < 0 || open + 2 > caret) return null;
  const end = nameEnd(text, open + 2);
  if (end < caret) return null;
  const closed = text.startsWith("}}", end);
  const to = closed ? end + 2 : caret;
  return { name: text.slice(open + 2, closed ? end : caret).trim(), from: open, to };
}

function nameEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !"{}\n\r".includes(text[end] ?? "")) end += 1;
  return end;
}
