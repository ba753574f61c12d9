/** A line of a block of pairs. `name: value`, `~name` is off, `"any name"`, `'''` holds several lines. */
export interface BruPair {
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** `@description("…")`, `@number` … written above the pair or after its value: name → argument. */
  readonly marks: ReadonlyMap<string, string>;
  readonly line: number;
}

/** A top-level block of a .bru file, its content still as lines. */
export interface BruBlock {
  readonly name: string;
  readonly open: "{" | "[";
  /** Content without the two spaces each line is indented by. */
  readonly lines: readonly string[];
  /** Line of its first content line, from 1. */
  readonly line: number;
  readonly closed: boolean;
}

/** What stands outside every block. */
export interface BruStray {
  readonly line: number;
  readonly text: string;
}

/**
 * Cuts a .bru file into its blocks, line by line: a block begins with `name {` or `name [` and ends with a line that begins with the
 * closing bracket, whatever is in between. Linear in the length of the text.
 */
export function bruBlocks(text: string): {
  readonly blocks: readonly BruBlock[];
  readonly strays: readonly BruStray[];
} {
  const rows = text.split("\n");
  const blocks: BruBlock[] = [];
  const strays: BruStray[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? "";
    const [, name, open, rest = ""] = /^([A-Za-z][\w:.-]*)[ \t]*([{[])(.*)$/.exec(row) ?? [];
    if (name === undefined || (open !== "{" && open !== "[")) {
      if (row.trim() !== "") strays.push({ line: at + 1, text: row });
      continue;
    }
    const close = open === "{" ? "}" : "]";
    const inline = rest.trim();
    if (inline.endsWith(close)) {
      blocks.push({ name, open, lines: [inline.slice(0, -1)], line: at + 1, closed: true });
      continue;
    }
    const from = at + 1;
    let end = from;
    while (end < rows.length && !(rows[end] ?? "").startsWith(close)) end += 1;
    const lines = rows.slice(from, end).map((line) => outdent(line, 2));
    blocks.push({
      name,
      open,
      lines: inline === "" ? lines : [inline, ...lines],
      line: from + 1,
      closed: end < rows.length,
    });
    at = end;
  }
  return { blocks, strays };
}

function outdent(line: string, by: number): string {
  let from = 0;
  while (from < by && line.charAt(from) === " ") from += 1;
  return from === 0 && line.startsWith("\t") ? line.slice(1) : line.slice(from);
}

/** The text of a block: blank lines before it are none of it. */
export function blockText(lines: readonly string[]): string {
  let from = 0;
  while (from < lines.length - 1 && (lines[from] ?? "").trim() === "") from += 1;
  return lines.slice(from).join("\n");
}

/** The items of a list block, `~` before those that are off. */
export function blockItems(
  lines: readonly string[],
): readonly { readonly name: string; readonly enabled: boolean }[] {
  return lines
    .flatMap((line) => line.split(","))
    .map((item) => item.trim())
    .filter((item) => item !== "" && !item.startsWith("@"))
    .map((item) => {
      const enabled = !item.startsWith("~");
      return { name: unquoted(enabled ? item : item.slice(1)), enabled };
    });
}

/** The pairs of a block, and the lines that are none. */
export function blockPairs(
  lines: readonly string[],
  first: number,
): { readonly pairs: readonly BruPair[]; readonly strays: readonly BruStray[] } {
  const pairs: BruPair[] = [];
  const strays: BruStray[] = [];
  let marks = new Map<string, string>();
  for (let at = 0; at < lines.length; at += 1) {
    const row = (lines[at] ?? "").trim();
    const line = first + at;
    if (row === "") continue;
    const mark = /^@([a-z][\w-]*)(\(.*)?$/i.exec(row);
    if (mark !== null && !/^@[\w.-]+\s*:/.test(row)) {
      const read = argumentOf(mark[2] ?? "", lines, at);
      marks.set(mark[1] ?? "", read.value);
      at = read.at;
      continue;
    }
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
  return { pairs, strays };
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

/** A value; one that begins with `'''` goes on to the next `'''`, and marks may follow it. */
function valueOf(
  value: string,
  lines: readonly string[],
  from: number,
): { readonly text: string; readonly marks: ReadonlyMap<string, string>; readonly at: number } {
  if (value === "[" || value === "{") {
    // A list of its own lines: `tags: [`.
    const close = value === "[" ? "]" : "}";
    let at = from + 1;
    while (at < lines.length && (lines[at] ?? "").trim() !== close) at += 1;
    const items = lines.slice(from + 1, at).map((line) => line.trim());
    return { text: items.filter((item) => item !== "").join("\n"), marks: new Map(), at };
  }
  if (!value.startsWith("'''")) {
    const trailing = /^(.*?)\s+@(contentType|description)\(([^()]*)\)$/s.exec(value);
    if (trailing === null) return { text: value, marks: new Map(), at: from };
    return {
      text: trailing[1] ?? "",
      marks: new Map([[trailing[2] ?? "", bare(trailing[3] ?? "")]]),
      at: from,
    };
  }
  const closing = value.indexOf("'''", 3);
  if (closing >= 0)
    return { text: value.slice(3, closing), marks: marksOf(value.slice(closing + 3)), at: from };
  const content: string[] = value.length > 3 ? [value.slice(3)] : [];
  // Lines of a value stand two spaces further in than its name.
  const row = lines[from] ?? "";
  const depth = row.length - row.trimStart().length + 2;
  let at = from + 1;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const end = line.indexOf("'''");
    if (end >= 0) {
      if (line.slice(0, end).trim() !== "") content.push(outdent(line.slice(0, end), depth));
      return { text: content.join("\n"), marks: marksOf(line.slice(end + 3)), at };
    }
    content.push(outdent(line, depth));
  }
  return { text: content.join("\n"), marks: new Map(), at };
}

function marksOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/@([A-Za-z]+)\(([^()]*)\)/g))
    found.set(match[1] ?? "", bare(match[2] ?? ""));
  return found;
}

/** The argument of a mark: `("…")`, `('''…''')` over several lines, or none. */
function argumentOf(
  text: string,
  lines: readonly string[],
  from: number,
): { readonly value: string; readonly at: number } {
  const rest = text.trim().replace(/^\(/, "");
  if (!rest.startsWith("'''")) return { value: bare(rest.replace(/\)$/, "")), at: from };
  const read = valueOf(rest.replace(/\)$/, ""), lines, from);
  return { value: read.text.trim(), at: read.at };
}

/** Without the quotes around it. */
function bare(text: string): string {
  const inner = /^\s*(["'])([^]*)\1\s*$/.exec(text)?.[2];
  return inner ?? text.trim();
}

function unquoted(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1) : name;
}
