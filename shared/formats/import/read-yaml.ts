import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ParsedNode,
} from "yaml";
import { isYamlList, isYamlMap, type YamlData, yamlNumber } from "../yaml/data.ts";
import { keyText } from "../yaml/parse.ts";
import { numberTags } from "../yaml/scalar.ts";
import { mostRepeated, type ReadData, type RepeatedKey } from "./read-json.ts";

/** Aliases that multiply each other reach it at once. */
const maxValues = 4_000_000;
const maxLength = 64 * 1024 * 1024;

/**
 * Reads the first YAML 1.2 document of another program's file: leniently. With an error, `problem` says where, and `data` is what could be
 * understood. Of two equal keys the later counts, `<<` merges. Never throws.
 */
export function readYaml(text: string): ReadData {
  const lines = new LineCounter();
  if (text.length > maxLength)
    return { data: null, problem: { line: 1, column: 1, reason: "it is too large" }, repeated: [] };
  try {
    const document = parseDocument(text, {
      intAsBigInt: true,
      customTags: numberTags,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
      lineCounter: lines,
    });
    const [error] = document.errors.filter(({ code }) => code !== "MULTIPLE_DOCS");
    const repeated: RepeatedKey[] = [];
    const data = dataOf(document, (key, offset) => {
      if (repeated.length < mostRepeated) repeated.push({ key, line: lines.linePos(offset).line });
    });
    if (error === undefined) return { data, problem: null, repeated };
    const { line, col } = lines.linePos(error.pos[0]);
    return { data, problem: { line, column: col, reason: plain(error.message) }, repeated };
  } catch (error) {
    const reason =
      error instanceof RangeError ? "it is nested too deeply" : "it repeats itself too often";
    return { data: null, problem: { line: 1, column: 1, reason }, repeated: [] };
  }
}

/** The parser's words: one line, without what it quotes. */
function plain(message: string): string {
  const line = (message.split("\n", 1)[0] ?? "").replace(/: .*$/, "").trim();
  return line.charAt(0).toLowerCase() + line.slice(1);
}

function dataOf(
  document: Document.Parsed<ParsedNode>,
  onRepeated: (key: string, offset: number) => void,
): YamlData {
  const done = new Map<Node, { readonly data: YamlData; readonly values: number }>();
  let values = 0;
  const count = (many: number) => {
    values += many;
    if (values > maxValues) throw new Error("too many values");
  };
  const read = (node: Node | null | undefined): YamlData => {
    count(1);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      // An alias to itself, or to nothing, says nothing.
      const target = node.resolve(document);
      const before = target === undefined ? undefined : done.get(target);
      if (before === undefined) return null;
      count(before.values);
      return before.data;
    }
    const from = values;
    let data: YamlData = null;
    if (isMap(node)) {
      const map = new Map<string, YamlData>();
      const own = new Set<string>();
      for (const pair of node.items) {
        const key = keyText(pair.key);
        const value = read(pair.value as Node | null);
        const plainKey = isScalar(pair.key) && pair.key.type === "PLAIN";
        if (key === "<<" && plainKey && (isYamlMap(value) || isYamlList(value)))
          merge(map, own, value);
        else {
          if (own.has(key)) onRepeated(key, offsetOf(pair.key));
          own.add(key);
          map.set(key, value);
        }
      }
      data = map;
    } else if (isSeq(node)) data = node.items.map((item) => read(item as Node | null));
    else if (isScalar(node)) data = scalarData(node.value, node.source);
    // Only what an alias can name has to be remembered.
    if (hasAnchor(node)) done.set(node, { data, values: values - from });
    return data;
  };
  return read(document.contents);
}

function offsetOf(key: unknown): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

function hasAnchor(node: Node): boolean {
  return "anchor" in node && typeof node.anchor === "string";
}

/** YAML 1.1's merge key, which API descriptions use: own keys count before merged ones, earlier maps before later. */
function merge(map: Map<string, YamlData>, own: ReadonlySet<string>, value: YamlData): void {
  const maps = isYamlList(value) ? value.filter(isYamlMap) : isYamlMap(value) ? [value] : [];
  for (const source of maps.toReversed())
    for (const [key, data] of source) if (!own.has(key)) map.set(key, data);
}

function scalarData(value: unknown, source: string | undefined): YamlData {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "number" && typeof value !== "bigint") return null;
  return { ...yamlNumber(Number(value)), source: source ?? String(value) };
}
