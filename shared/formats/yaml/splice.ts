import {
  type CST,
  Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import {
  isYamlList,
  isYamlMap,
  sameYaml,
  type YamlData,
  type YamlList,
  yamlMap,
  type YamlMap,
} from "./data.ts";
import { matchItems } from "./match.ts";
import { keyText, type ParsedYaml } from "./parse.ts";
import { patchNode } from "./print.ts";
import { numberTags, printOptions } from "./scalar.ts";
import {
  beginsLine,
  type Edit,
  fillSlot,
  itemSlot,
  lineEnd,
  lineStart,
  NotInPlace,
  pairSlot,
  printedLines,
  type Slot,
  slotEnd,
} from "./slot.ts";

/**
 * The smallest edits of `parsed.source` that make it say `next`, or null when that cannot be done by replacing lines.
 * The caller must check the result by reading it back. `blankBefore`: top-level keys that get a blank line before them.
 */
export function spliceYaml(
  parsed: ParsedYaml,
  next: YamlData,
  blankBefore: ReadonlySet<string>,
): readonly Edit[] | null {
  const root = parsed.document.contents;
  if (!isMap(root) || !isYamlMap(parsed.data) || !isYamlMap(next)) return null;
  const work: Work = { source: parsed.source, edits: [], blankBefore };
  try {
    spliceMap(work, root as YAMLMap, parsed.data, next, true);
  } catch (error) {
    if (error instanceof NotInPlace) return null;
    throw error;
  }
  return work.edits;
}

interface Work {
  readonly source: string;
  readonly edits: Edit[];
  readonly blankBefore: ReadonlySet<string>;
}

function spliceValue(
  work: Work,
  node: unknown,
  slot: Slot,
  before: YamlData,
  after: YamlData,
): void {
  const { token } = slot;
  if (token?.type === "block-map" && isMap(node) && isYamlMap(before) && isYamlMap(after)) {
    if ([...after.keys()].some((key) => before.has(key))) {
      return spliceMap(work, node as YAMLMap, before, after, false);
    }
  }
  if (token?.type === "block-seq" && isSeq(node) && isYamlList(before) && isYamlList(after)) {
    const matched = matchItems(before, after);
    if (matched.some((index) => index >= 0)) {
      return spliceList(work, node as YAMLSeq, token, before, after, matched);
    }
  }
  if (
    token?.type === "flow-collection" &&
    (isMap(node) || isSeq(node)) &&
    filled(before) &&
    filled(after)
  ) {
    return spliceFlow(work, node, slot, before, after);
  }
  work.edits.push(...fillSlot(work.source, slot, after, isScalar(node) ? node : undefined));
}

function filled(data: YamlData): boolean {
  return (isYamlMap(data) && data.size > 0) || (isYamlList(data) && data.length > 0);
}

function spliceFlow(work: Work, node: Node, slot: Slot, before: YamlData, after: YamlData): void {
  const from = slot.token?.offset ?? slot.from;
  const to = slotEnd(work.source, slot);
  const text = work.source.slice(from, to);
  if (/[#\n&*]/.test(text)) throw new NotInPlace();
  const patched = patchNode(node, before, after);
  const padded = !/^[{[]\S/.test(text);
  const document = new Document(null, { customTags: numberTags });
  document.contents = patched;
  const printed = document
    .toString({ ...printOptions, flowCollectionPadding: padded })
    .replace(/\n$/, "");
  if (printed.includes("\n")) throw new NotInPlace();
  work.edits.push({ from, to, text: printed });
}

function spliceMap(work: Work, node: YAMLMap, before: YamlMap, after: YamlMap, top: boolean): void {
  const { source, edits } = work;
  const token = node.srcToken;
  if (token?.type !== "block-map") throw new NotInPlace();
  const items = token.items.filter((item) => item.key !== undefined || item.sep !== undefined);
  if (items.length !== node.items.length) throw new NotInPlace();
  const renamed = top ? renamedKey(before, after) : null;
  const places = items.map((item, index) => {
    const pair = node.items[index] as Pair | undefined;
    if (item.key === null || item.key === undefined) throw new NotInPlace();
    if (
      item.start.some(
        (part) => part.type !== "space" && part.type !== "newline" && part.type !== "comment",
      )
    ) {
      throw new NotInPlace();
    }
    const slot = pairSlot(item, token.indent);
    const was = keyText(pair?.key);
    return {
      was,
      key: renamed !== null && was === renamed.from ? renamed.to : was,
      value: pair?.value,
      slot,
      start: item.key.offset,
      end: slotEnd(source, slot),
    };
  });
  const kept = places.filter((place) => after.has(place.key));
  if (kept.length === 0) throw new NotInPlace();
  for (const place of kept) {
    if (place.key !== place.was) {
      const to = place.start + place.was.length;
      if (source.slice(place.start, to) !== place.was) throw new NotInPlace();
      edits.push({ from: place.start, to, text: place.key });
    }
    const old = before.get(place.was) ?? null;
    const value = after.get(place.key) ?? null;
    if (!sameYaml(old, value)) spliceValue(work, place.value, place.slot, old, value);
  }
  for (const [index, place] of places.entries()) {
    if (after.has(place.key)) continue;
    if (beginsLine(source, place.start)) {
      const last = places.slice(index).every((other) => !after.has(other.key));
      edits.push(lineRemoval(source, place.start, place.end, top, last));
    } else if (index === 0)
      edits.push(
        firstRemoval(
          source,
          place,
          places.find((other) => after.has(other.key)),
        ),
      );
    else throw new NotInPlace();
  }
  insertPairs(work, after, places, token.indent, top);
}

/** One block under another name in the same place, so that what stands in it (and beside it) can stay. */
function renamedKey(
  before: YamlMap,
  after: YamlMap,
): { readonly from: string; readonly to: string } | null {
  const keys = [...after.keys()];
  for (const [index, from] of [...before.keys()].entries()) {
    const to = keys[index];
    if (to === undefined || after.has(from) || before.has(to)) continue;
    if (isYamlMap(before.get(from)) && isYamlMap(after.get(to))) return { from, to };
  }
  return null;
}

interface Place {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

function insertPairs(
  work: Work,
  after: YamlMap,
  places: readonly Place[],
  column: number,
  top: boolean,
): void {
  const { source } = work;
  const groups = new Map<Place | null, YamlData[]>();
  let anchor: Place | null = null;
  for (const [key, value] of after) {
    const place = places.find((other) => other.key === key);
    if (place !== undefined) anchor = place;
    else groups.set(anchor, [...(groups.get(anchor) ?? []), yamlMap([[key, value]])]);
  }
  for (const [place, fresh] of groups) {
    const lines = fresh.flatMap((pair) => {
      const key = isYamlMap(pair) ? [...pair.keys()][0] : undefined;
      const blank = top && key !== undefined && work.blankBefore.has(key) ? [""] : [];
      return [...blank, ...printedLines(pair, column)];
    });
    const first = places[0];
    if (place !== null) work.edits.push(insertionAfter(source, place.end, lines));
    else if (first === undefined || !after.has(first.key)) throw new NotInPlace();
    else if (beginsLine(source, first.start)) {
      const at = lineStart(source, first.start);
      work.edits.push({ from: at, to: at, text: `${lines.join("\n")}\n` });
    } else {
      const text = `${lines.join("\n").slice(column)}\n${" ".repeat(column)}`;
      work.edits.push({ from: first.start, to: first.start, text });
    }
  }
}

function spliceList(
  work: Work,
  node: YAMLSeq,
  token: CST.BlockSequence,
  before: YamlList,
  after: YamlList,
  matched: readonly number[],
): void {
  const { source, edits } = work;
  const items = token.items.filter((item) =>
    item.start.some((part) => part.type === "seq-item-ind"),
  );
  if (items.length !== before.length || items.length !== node.items.length) throw new NotInPlace();
  const places = items.map((item, index) => {
    const slot = itemSlot(item, token.indent);
    const start = slot.from - 1;
    const column = start - lineStart(source, start);
    if (!beginsLine(source, start)) throw new NotInPlace();
    return {
      value: node.items[index],
      slot: { ...slot, column },
      start,
      column,
      end: slotEnd(source, slot),
    };
  });
  const column = places[0]?.column ?? 0;
  const old = matched.filter((index) => index >= 0);
  if (old.some((index, at) => index < (old[at - 1] ?? -1))) {
    edits.push(reorder(source, places, before, after, matched, column));
    return;
  }
  let last: (typeof places)[number] | null = null;
  let fresh: string[] = [];
  const flush = () => {
    if (fresh.length === 0) return;
    const first = places[0];
    if (last !== null) edits.push(insertionAfter(source, last.end, fresh));
    else if (first !== undefined) {
      const at = lineStart(source, first.start);
      edits.push({ from: at, to: at, text: `${fresh.join("\n")}\n` });
    }
    fresh = [];
  };
  const removed = new Set(places.keys());
  for (const [index, value] of after.entries()) {
    const from = matched[index] ?? -1;
    const place = places[from];
    if (place === undefined) {
      fresh.push(...printedLines([value], column));
      continue;
    }
    flush();
    removed.delete(from);
    const previous = before[from] ?? null;
    if (!sameYaml(previous, value)) spliceValue(work, place.value, place.slot, previous, value);
    last = place;
  }
  flush();
  for (const index of removed) {
    const place = places[index];
    if (place !== undefined) edits.push(lineRemoval(source, place.start, place.end, false));
  }
}

/** Items carry their lines with them, comments above included. */
function reorder(
  source: string,
  places: readonly { readonly start: number; readonly end: number }[],
  before: YamlList,
  after: YamlList,
  matched: readonly number[],
  column: number,
): Edit {
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined) throw new NotInPlace();
  const from = commentsAbove(source, lineStart(source, first.start), column);
  const starts = [from, ...places.slice(0, -1).map((place) => lineEnd(source, place.end) + 1)];
  const chunks = places.map((place, index) =>
    source.slice(starts[index], lineEnd(source, place.end)),
  );
  const lines = after.map((value, index) => {
    const old = matched[index] ?? -1;
    if (old < 0) return printedLines([value], column).join("\n");
    if (!sameYaml(before[old], value)) throw new NotInPlace();
    return chunks[old] ?? "";
  });
  return { from, to: lineEnd(source, last.end), text: lines.join("\n") };
}

/** The first item's comments: lines directly above it, at its column. */
function commentsAbove(source: string, start: number, column: number): number {
  let from = start;
  while (from > 0) {
    const above = lineStart(source, from - 1);
    const line = source.slice(above, from - 1);
    if (line.search(/\S/) !== column || line[column] !== "#") break;
    from = above;
  }
  return from;
}

function insertionAfter(source: string, end: number, lines: readonly string[]): Edit {
  const eol = lineEnd(source, end);
  return { from: eol, to: eol, text: `\n${lines.join("\n")}` };
}

/** `last`: nothing that stays comes after it. */
function lineRemoval(source: string, start: number, end: number, top: boolean, last = false): Edit {
  let from = lineStart(source, start);
  const eol = lineEnd(source, end);
  const to = Math.min(eol + 1, source.length);
  const blankBelow = last || to === source.length || source[to] === "\n";
  if (top && blankBelow) while (source[from - 1] === "\n" && source[from - 2] === "\n") from -= 1;
  return { from, to, text: "" };
}

function firstRemoval(source: string, removed: Place, next: Place | undefined): Edit {
  if (next === undefined || source.slice(removed.end, next.start).trim() !== "")
    throw new NotInPlace();
  return { from: removed.start, to: next.start, text: "" };
}
