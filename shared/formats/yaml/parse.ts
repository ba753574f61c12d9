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
import { FailureError } from "../../model/failure.ts";
import type { YamlData } from "./data.ts";
import { readPlainYaml } from "./plain.ts";
import { numberTags } from "./scalar.ts";

/** A YAML text taken apart: the data, and what is needed to write it back in place. */
export interface ParsedYaml {
  readonly data: YamlData;
  readonly document: Document.Parsed<ParsedNode>;
  /** The text with `\n` line ends and without BOM; every offset in the document counts in it. */
  readonly source: string;
}

/** More values than any hand-written file has; aliases that multiply each other reach it at once. */
const maxValues = 2_000_000;
const maxLength = 32 * 1024 * 1024;

/**
 * Reads one YAML 1.2 document (core schema). Throws FailureError `input` with code `yaml-<rule>` and the line and column
 * of the first error: duplicate keys, several documents and unknown aliases are errors.
 */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > maxLength)
    throw yamlFailure("too-large", "This file is too large to be a request.");
  const source = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const lines = new LineCounter();
  try {
    const document = parseDocument(source, {
      intAsBigInt: true,
      customTags: numberTags,
      uniqueKeys: true,
      keepSourceTokens: true,
      prettyErrors: false,
      lineCounter: lines,
    });
    const error = document.errors[0];
    if (error !== undefined) {
      const conflict = mergeConflict(source);
      if (conflict !== null) throw conflict;
      const at = lines.linePos(error.pos[0]);
      throw yamlFailure(
        error.code.toLowerCase().replaceAll("_", "-"),
        sentence(error.message),
        `line ${at.line}, column ${at.col}`,
      );
    }
    return { data: toData(document), document, source };
  } catch (error) {
    if (error instanceof RangeError) {
      throw yamlFailure("too-deep", "This file is nested too deeply to be read.");
    }
    throw error;
  }
}

/** The data alone, by the quick way where that is sure. Throws as `parseYaml` does. */
export function yamlData(text: string): YamlData {
  return readPlainYaml(text) ?? parseYaml(text).data;
}

function yamlFailure(rule: string, message: string, place?: string): FailureError {
  return new FailureError({
    kind: "input",
    code: `yaml-${rule}`,
    message,
    remedy: "Open it as text and correct it; Envoi does not change a file it cannot read.",
    ...(place === undefined ? {} : { place }),
  });
}

/** What git writes where two sides changed the same lines: it says more than what the parser stumbles over. null: there is none. */
function mergeConflict(source: string): FailureError | null {
  const opening = source.search(/^<{7} /m);
  if (opening < 0 || !/^={7}$/m.test(source.slice(opening))) return null;
  return new FailureError({
    kind: "input",
    code: "merge-conflict",
    message: "Git left both sides of a merge in this file.",
    remedy:
      "Open it as text, keep the lines you want and remove those with <<<<<<<, ======= and >>>>>>>.",
    place: `line ${source.slice(0, opening).split("\n").length}`,
  });
}

/** The parser's own words, one line, as a sentence. They describe syntax and do not quote values. */
function sentence(message: string): string {
  const line = message.split("\n", 1)[0]?.replace(/: .*$/, "").trim() ?? "";
  return /[.!]$/.test(line) ? line : `${line}.`;
}

function toData(document: Document.Parsed<ParsedNode>): YamlData {
  const done = new Map<Node, { data: YamlData; values: number }>();
  let values = 0;
  const count = (many: number) => {
    values += many;
    if (values > maxValues)
      throw yamlFailure("too-many-values", "This file repeats itself too often.");
  };
  const read = (node: Node | null | undefined): YamlData => {
    count(1);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined)
        throw yamlFailure("alias", "This file refers to an anchor it does not have.");
      const before = done.get(target);
      if (before === undefined)
        throw yamlFailure("alias", "This file refers to itself in a circle.");
      count(before.values);
      return before.data;
    }
    const from = values;
    let data: YamlData;
    if (isMap(node)) {
      const map = new Map<string, YamlData>();
      for (const pair of node.items) map.set(keyText(pair.key), read(pair.value as Node | null));
      data = map;
    } else if (isSeq(node)) {
      data = node.items.map((item) => read(item as Node | null));
    } else {
      data = isScalar(node) ? scalarData(node.value, node.source) : null;
    }
    done.set(node, { data, values: values - from });
    return data;
  };
  return read(document.contents);
}

/** The text of a map's key, whatever its type: `200:` is the key "200". */
export function keyText(key: unknown): string {
  if (isScalar(key))
    return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
  return String(key);
}

function scalarData(value: unknown, source: string | undefined): YamlData {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") {
    return { number: Number(value), source: source ?? String(value) };
  }
  return null;
}
