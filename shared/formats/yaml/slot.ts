import { type CST, Pair, Scalar, stringify, YAMLMap } from "yaml";
import { isYamlList, isYamlMap, type YamlData, yamlMap } from "./data.ts";
import { numberTags, printData, printOptions, scalarNode } from "./scalar.ts";

/** A replacement of the text from `from` to `to` (exclusive). */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Thrown inside the splicer when a change cannot be made in place; never leaves this folder. */
export class NotInPlace extends Error {}

/** The place of one value: after the `:` of a pair or the `-` of a list item. */
export interface Slot {
  /** Offset just after the indicator. */
  readonly from: number;
  /** undefined: there is nothing after the indicator (null). */
  readonly token: CST.Token | undefined;
  /** Column of the collection the value belongs to. */
  readonly column: number;
  readonly inList: boolean;
  /** An anchor or a tag stands before the value. */
  readonly decorated: boolean;
}

/** The slot of a pair of a block map. */
export function pairSlot(item: CST.BlockMap["items"][number], column: number): Slot {
  const sep = item.sep ?? [];
  const colon = sep.find((token) => token.type === "map-value-ind");
  if (colon === undefined || item.key === null || item.key === undefined) throw new NotInPlace();
  return {
    from: colon.offset + 1,
    token: emptyToken(item.value) ? undefined : (item.value ?? undefined),
    column,
    inList: false,
    decorated: sep.some(isDecoration),
  };
}

/** The slot of an item of a block list. */
export function itemSlot(item: CST.BlockSequence["items"][number], column: number): Slot {
  const dash = item.start.find((token) => token.type === "seq-item-ind");
  if (dash === undefined) throw new NotInPlace();
  return {
    from: dash.offset + 1,
    token: emptyToken(item.value) ? undefined : item.value,
    column,
    inList: true,
    decorated: item.start.some(isDecoration),
  };
}

function emptyToken(token: CST.Token | null | undefined): boolean {
  return token === null || token === undefined || (token.type === "scalar" && token.source === "");
}

function isDecoration(token: CST.SourceToken): boolean {
  return token.type === "anchor" || token.type === "tag";
}

/** Where the value in a slot ends, without the line break after it. */
export function slotEnd(source: string, slot: Slot): number {
  return slot.token === undefined ? slot.from : tokenEnd(source, slot.token);
}

function tokenEnd(source: string, token: CST.Token): number {
  switch (token.type) {
    case "alias":
    case "scalar":
    case "single-quoted-scalar":
    case "double-quoted-scalar":
      return token.offset + token.source.length;
    case "flow-collection": {
      const end = token.end.find(
        (part) => part.type === "flow-map-end" || part.type === "flow-seq-end",
      );
      if (end === undefined) throw new NotInPlace();
      return end.offset + 1;
    }
    case "block-scalar":
      return blockEnd(source, token);
    case "block-map": {
      const last = token.items.findLast((item) => item.key !== undefined || item.sep !== undefined);
      if (last === undefined) throw new NotInPlace();
      return slotEnd(source, pairSlot(last, token.indent));
    }
    case "block-seq": {
      const last = token.items.findLast((item) =>
        item.start.some((part) => part.type === "seq-item-ind"),
      );
      if (last === undefined) throw new NotInPlace();
      return slotEnd(source, itemSlot(last, token.indent));
    }
    default:
      throw new NotInPlace();
  }
}

/** Blank lines after a block scalar belong to it only when it is told to keep them (`|+`). */
function blockEnd(source: string, token: CST.BlockScalar): number {
  const header = token.props.find((part) => part.type === "block-scalar-header") as
    | CST.SourceToken
    | undefined;
  const last = token.props.at(-1) as CST.SourceToken | undefined;
  if (header === undefined || last === undefined) throw new NotInPlace();
  const start = last.offset + last.source.length;
  const end = start + token.source.length;
  if (header.source.includes("+")) return source[end - 1] === "\n" ? end - 1 : end;
  const content = token.source.replace(/\s+$/, "");
  return content === "" ? last.offset + last.source.trimEnd().length : start + content.length;
}

export function lineStart(source: string, offset: number): number {
  return source.lastIndexOf("\n", offset - 1) + 1;
}

/** Offset of the line break that ends the line, or the length of the text. */
export function lineEnd(source: string, offset: number): number {
  const end = source.indexOf("\n", offset);
  return end < 0 ? source.length : end;
}

/** True when nothing but spaces stands before this offset on its line. */
export function beginsLine(source: string, offset: number): boolean {
  return source.slice(lineStart(source, offset), offset).trim() === "";
}

/** Lines of canonical text at a column; a trailing line break is not part of the last line. */
export function printedLines(data: YamlData, column: number): string[] {
  const pad = " ".repeat(column);
  return printData(data)
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => (line === "" ? "" : pad + line));
}

/** Puts a new value into a slot. What follows on the line (a comment) stays where it is. */
export function fillSlot(source: string, slot: Slot, value: YamlData, old: unknown): Edit[] {
  if (slot.decorated) throw new NotInPlace();
  const { token } = slot;
  const end = slotEnd(source, slot);
  const { head, tail } = valueLines(value, slot, old);
  const blockTail = reindent(source, token, head, tail, slot.column);
  const eol = lineEnd(source, end);
  const below = blockTail.length === 0 ? "" : `\n${blockTail.join("\n")}`;
  const isFlow =
    token !== undefined && (token.type === "scalar" || token.type.endsWith("quoted-scalar"));
  const from = isFlow && head !== "" ? token.offset : slot.from;
  const first = from === slot.from ? head : head.trimStart();
  const note = token?.type === "block-scalar" ? headerComment(token) : "";
  if (below === "" || eol === end) return [{ from, to: end, text: first + note + below }];
  return [
    { from, to: end, text: first },
    { from: eol, to: eol, text: below },
  ];
}

function headerComment(token: CST.BlockScalar): string {
  const comment = token.props.find((part) => part.type === "comment") as
    | CST.SourceToken
    | undefined;
  return comment === undefined ? "" : ` ${comment.source}`;
}

function valueLines(value: YamlData, slot: Slot, old: unknown): { head: string; tail: string[] } {
  const pad = " ".repeat(slot.column + 2);
  const filled = (isYamlMap(value) && value.size > 0) || (isYamlList(value) && value.length > 0);
  if (filled) {
    const lines = printedLines(value, 0);
    const padded = lines.map((line) => (line === "" ? "" : pad + line));
    if (!slot.inList) return { head: "", tail: padded };
    return { head: ` ${lines[0] ?? ""}`, tail: padded.slice(1) };
  }
  const lines =
    isYamlMap(value) || isYamlList(value)
      ? printedLines(yamlMap([["k", value]]), 0)
      : scalarLines(value, old);
  const tail = lines.slice(1).map((line) => (line === "" ? "" : pad + line.slice(2)));
  return { head: (lines[0] ?? "").slice(2), tail };
}

function scalarLines(
  value: Exclude<YamlData, readonly YamlData[] | ReadonlyMap<string, YamlData>>,
  old: unknown,
): string[] {
  const kept = old instanceof Scalar ? new Scalar(old.value) : undefined;
  if (kept !== undefined && old instanceof Scalar && old.type !== undefined) kept.type = old.type;
  const map = new YAMLMap();
  map.items.push(new Pair(scalarNode("k"), scalarNode(value, kept)));
  const text = stringify(map, { ...printOptions, customTags: numberTags });
  // The last line break ends the line, unless the block keeps what follows it.
  return text.replace(/\n$/, "").split("\n");
}

/** A block that stays a block keeps the indentation it had. */
function reindent(
  source: string,
  token: CST.Token | undefined,
  head: string,
  tail: string[],
  column: number,
): string[] {
  if (token?.type !== "block-scalar" || !/^ \|[-+]?$/.test(head)) return tail;
  const indent = /^( +)\S/m.exec(source.slice(token.offset, blockEnd(source, token)))?.[1]?.length;
  const header = token.props.find((part) => part.type === "block-scalar-header") as
    | CST.SourceToken
    | undefined;
  if (indent === undefined || /\d/.test(header?.source ?? "") || indent <= column) return tail;
  const pad = " ".repeat(indent);
  return tail.map((line) => (line === "" ? "" : pad + line.slice(column + 2)));
}
