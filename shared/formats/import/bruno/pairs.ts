import { readJson } from "../read-json.ts";
import { type BruStray, outdent } from "./blocks.ts";

/** A line of a block of pairs. `name: value`, `~name` is off, `"any name"`, `'''` holds several lines. */
export interface BruPair {
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** `@description("…")`, `@number` … above the pair, before its name or after its value: name → argument. */
  readonly marks: ReadonlyMap<string, string>;
  readonly line: number;
}

export interface BruPairs {
  readonly pairs: readonly BruPair[];
  /** Lines that are nothing. */
  readonly strays: readonly BruStray[];
  /** Lines that begin with `#` or `//`, without their marks. */
  readonly comments: readonly string[];
}

/** The text of a comment; null for any other line. */
export function commentOf(row: string): string | null {
  return /^\s*(?:#|\/\/)[ \t]?(.*)$/s.exec(row)?.[1]?.trimEnd() ?? null;
}

/** The pairs of a block, and the lines that are none. `first`: the number of its first line. */
export function blockPairs(lines: readonly string[], first: number): BruPairs {
  const pairs: BruPair[] = [];
  const strays: BruStray[] = [];
  const comments: string[] = [];
  let marks = new Map<string, string>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = first + at;
    const comment = commentOf(lines[at] ?? "");
    if (comment !== null) {
      comments.push(comment);
      continue;
    }
    const gathered = withOpenMark(lines, at);
    at = gathered.at;
    let row = gathered.text.trim();
    for (let mark = markAt(row); mark !== null; mark = markAt(row)) {
      marks.set(mark.name, mark.value);
      row = mark.rest;
    }
    if (row === "") continue;
    const cut = cutPair(row);
    if (cut === null) {
      strays.push({ line, text: row });
      continue;
    }
    const value = valueOf(cut.value, lines, at);
    at = value.at;
    for (const [name, argument] of value.marks) marks.set(name, argument);
    pairs.push({ name: cut.name, value: value.text, enabled: cut.enabled, marks, line });
    marks = new Map();
  }
  return { pairs, strays, comments };
}

/** The names of a list block, `~` before those that are off. */
export function blockItems(lines: readonly string[]): readonly Omit<BruPair, "value" | "line">[] {
  let marks = new Map<string, string>();
  const items: Omit<BruPair, "value" | "line">[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (commentOf(lines[at] ?? "") !== null) continue;
    const gathered = withOpenMark(lines, at);
    at = gathered.at;
    const read = withoutMarks(gathered.text);
    for (const [name, argument] of read.marks) marks.set(name, argument);
    let row = read.text.trim();
    for (let mark = markAt(row); mark !== null; mark = markAt(row)) {
      marks.set(mark.name, mark.value);
      row = mark.rest;
    }
    for (const item of row.split(",").map((one) => one.trim())) {
      if (item === "") continue;
      const enabled = !item.startsWith("~");
      const name = enabled ? item : item.slice(1);
      items.push({ name: /^".*"$/.test(name) ? name.slice(1, -1) : name, enabled, marks });
      marks = new Map();
    }
  }
  return items;
}

function cutPair(
  row: string,
): { readonly name: string; readonly value: string; readonly enabled: boolean } | null {
  const enabled = !row.startsWith("~");
  const rest = enabled ? row : row.slice(1).trimStart();
  const quoted = /^"((?:[^"\\]|\\.)*)"\s*:(.*)$/s.exec(rest);
  if (quoted !== null)
    return {
      name: (quoted[1] ?? "").replace(/\\(["\\])/g, "$1"),
      value: (quoted[2] ?? "").trim(),
      enabled,
    };
  const colon = rest.indexOf(":");
  if (colon < 0) return null;
  return { name: rest.slice(0, colon).trim(), value: rest.slice(colon + 1).trim(), enabled };
}

interface Value {
  readonly text: string;
  readonly marks: ReadonlyMap<string, string>;
  /** Its last line. */
  readonly at: number;
}

/** A value; one that begins with `'''` goes on to the next `'''`, and marks may follow it. */
function valueOf(value: string, lines: readonly string[], from: number): Value {
  if (value === "[" || value === "{") {
    // A list of its own lines: `tags: [`.
    const close = value === "[" ? "]" : "}";
    let at = from + 1;
    while (at < lines.length && (lines[at] ?? "").trim() !== close) at += 1;
    const items = lines.slice(from + 1, at).map((line) => line.trim());
    return { text: items.filter((item) => item !== "").join("\n"), marks: new Map(), at };
  }
  if (!value.startsWith("'''")) return { ...withoutMarks(value), at: from };
  const closing = value.indexOf("'''", 3);
  if (closing >= 0) {
    const { marks } = withoutMarks(value.slice(closing + 3));
    return { text: value.slice(3, closing), marks, at: from };
  }
  const content: string[] = value.length > 3 ? [value.slice(3)] : [];
  const depth = depthOf(lines[from] ?? "");
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const end = line.indexOf("'''");
    if (end < 0) {
      content.push(outdent(line, depth));
      continue;
    }
    if (line.slice(0, end).trim() !== "") content.push(outdent(line.slice(0, end), depth));
    const after = withOpenMark([line.slice(end + 3), ...lines.slice(at + 1)], 0);
    return {
      text: content.join("\n"),
      marks: withoutMarks(after.text).marks,
      at: at + after.at,
    };
  }
  return { text: content.join("\n"), marks: new Map(), at: lines.length };
}

/** Lines of a value stand two spaces further in than its name. */
function depthOf(row: string): number {
  return row.length - row.trimStart().length + 2;
}

const trailing = ["description", "contentType"];

/** A value without the marks at its end, in any order. */
function withoutMarks(text: string): Omit<Value, "at"> {
  const marks = new Map<string, string>();
  let left = text.trim();
  for (let found = true; found;) {
    found = false;
    for (const name of trailing) {
      const at = left.lastIndexOf(`@${name}(`);
      const mark = at < 0 ? null : markAt(left.slice(at));
      if (mark === null || !mark.closed || mark.rest !== "") continue;
      marks.set(name, mark.value);
      left = left.slice(0, at).trimEnd();
      found = true;
    }
  }
  return { text: left, marks };
}

interface Mark {
  readonly name: string;
  readonly value: string;
  readonly closed: boolean;
  readonly rest: string;
}

/** The mark a text begins with: `@name`, `@name(bare)`, `@name("…")`, `@name('…')` or `@name('''…''')`. `@name: value` is a pair. */
function markAt(text: string): Mark | null {
  const [, name, after = ""] = /^@([A-Za-z][\w-]*)(.*)$/s.exec(text) ?? [];
  if (name === undefined) return null;
  if (!after.startsWith("("))
    return /^\s*:|^\S/.test(after) ? null : { name, value: "", closed: true, rest: after.trim() };
  const [, lines, quoted, single, bare] =
    /^\(\s*(?:'''([^]*?)'''|"((?:\\.|[^"\\])*)"|'([^']*)'|([^)]*))\s*\)/.exec(after) ?? [];
  const length = /^\(\s*(?:'''[^]*?'''|"(?:\\.|[^"\\])*"|'[^']*'|[^)]*)\s*\)/.exec(after)?.[0]
    .length;
  if (length === undefined) return { name, value: after.slice(1).trim(), closed: false, rest: "" };
  const value = lines?.trim() ?? unescaped(quoted) ?? single ?? (bare ?? "").trim();
  return { name, value, closed: true, rest: after.slice(length).trim() };
}

/** Escapes as JSON has them; a text with others (`C:\Users`) stands as it is. */
function unescaped(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes("\\")) return text;
  if (/\\[^"\\/bfnrtu]/.test(text)) return text.replaceAll('\\"', '"');
  const { data } = readJson(`"${text}"`);
  return typeof data === "string" ? data : text;
}

/** A line, with those after it that a mark's `'''` goes on to. */
function withOpenMark(
  lines: readonly string[],
  from: number,
): { readonly text: string; readonly at: number } {
  const row = lines[from] ?? "";
  const open = /@[A-Za-z][\w-]*\(\s*'''(?![^]*'''\s*\))/.exec(row);
  if (open === null) return { text: row, at: from };
  const depth = depthOf(row);
  const found = [row];
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    found.push(outdent(line, depth));
    if (/'''\s*\)/.test(line)) return { text: found.join("\n"), at };
  }
  // Never closed: the rest of the block is what it says.
  return { text: found.join("\n"), at: lines.length };
}
