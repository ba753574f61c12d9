import { FailureError } from "../../model/failure.ts";
import { isYamlMap, sameYaml, type YamlData } from "./data.ts";
import { parseYaml } from "./parse.ts";
import { printPatched, saysYaml } from "./print.ts";
import { printData } from "./scalar.ts";
import type { Edit } from "./slot.ts";
import { spliceYaml } from "./splice.ts";

/** Top-level keys Bruno puts a blank line before. */
export const spacedKeys: ReadonlySet<string> = new Set([
  "info",
  "http",
  "graphql",
  "grpc",
  "websocket",
  "runtime",
  "settings",
  "examples",
  "docs",
  "items",
  "request",
]);

/**
 * A text changed so that it says `next`, touching as little as possible.
 * `how`: `unchanged`; `spliced` (only the lines concerned); `printed` (from the syntax tree: comments, order and quotes
 * kept, spacing may change); `rewritten` (canonical text, comments lost: the last resort).
 */
export interface Patched {
  readonly text: string;
  readonly how: "unchanged" | "spliced" | "printed" | "rewritten";
}

/**
 * Changes a YAML text in place. BOM and line ends stay. Every result is read back and compared before it is returned, so
 * a text that says something else never leaves here. Throws FailureError: `input` when `text` cannot be parsed,
 * `internal` when `next` cannot be written at all.
 */
export function patchYaml(text: string, next: YamlData): Patched {
  const parsed = parseYaml(text);
  if (sameYaml(parsed.data, next)) return { text, how: "unchanged" };
  const edits = spliceYaml(parsed, next, spacedKeys);
  if (edits !== null) {
    const spliced = applyEdits(text, parsed.source, edits);
    if (spliced !== null && saysYaml(spliced, next)) return { text: spliced, how: "spliced" };
  }
  for (const expandAliases of [false, true]) {
    const printed = attempt(() => printPatched(parsed, next, expandAliases));
    if (printed !== null && saysYaml(printed, next))
      return { text: dressed(printed, text), how: "printed" };
  }
  return { text: dressed(canonicalYaml(next), text), how: "rewritten" };
}

/** Canonical text of a whole file, as Bruno prints it. */
export function canonicalYaml(data: YamlData): string {
  if (isYamlMap(data)) {
    const text = spaced(data);
    if (saysYaml(text, data)) return text;
  }
  const text = printData(data);
  if (saysYaml(text, data)) return text;
  throw new FailureError({
    kind: "internal",
    code: "yaml-not-writable",
    message: "This content cannot be written as YAML.",
  });
}

function spaced(data: ReadonlyMap<string, YamlData>): string {
  let before = "";
  const parts = [...data].map(([key, value]) => {
    const text = printData(new Map([[key, value]]));
    // After a block that keeps its last line breaks a blank line would be one more of them.
    const spaced = before !== "" && !before.endsWith("\n\n") && spacedKeys.has(key);
    before = text;
    return spaced ? `\n${text}` : text;
  });
  return parts.length === 0 ? "{}\n" : parts.join("");
}

function attempt(print: () => string): string | null {
  try {
    return print();
  } catch {
    // The syntax tree cannot be printed (an alias before its anchor …): the next way is tried.
    return null;
  }
}

/** Edits count in the text without `\r` and BOM; they are carried over to the text as it is. */
function applyEdits(text: string, source: string, edits: readonly Edit[]): string | null {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const returns = carriageReturns(text, start);
  const eol = returns.length > 0 ? "\r\n" : "\n";
  const original = (offset: number) => {
    let low = 0;
    let high = returns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((returns[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return start + offset + low;
  };
  const sorted = [...edits].sort((left, right) => left.from - right.from);
  const parts: string[] = [text.slice(0, start)];
  let done = 0;
  for (const edit of sorted) {
    if (edit.from < done || edit.to > source.length) return null;
    parts.push(text.slice(original(done), original(edit.from)));
    parts.push(edit.text.replaceAll("\n", eol));
    done = edit.to;
  }
  parts.push(text.slice(original(done)));
  return parts.join("");
}

/** For each `\r\n`, the offset of its `\n` in the text without `\r`. */
function carriageReturns(text: string, start: number): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf("\r\n"); at >= 0; at = text.indexOf("\r\n", at + 2)) {
    found.push(at - start - found.length);
  }
  return found;
}

function dressed(printed: string, like: string): string {
  const body = like.includes("\r\n") ? printed.replaceAll("\n", "\r\n") : printed;
  return like.startsWith("\ufeff") ? `\ufeff${body}` : body;
}
