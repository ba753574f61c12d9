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

/** A line without as many of its first spaces. */
export function outdent(line: string, by: number): string {
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
