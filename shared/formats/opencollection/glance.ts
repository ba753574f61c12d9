import type { ItemKind } from "../../model/collection.ts";
import { isYamlMap, type YamlData } from "../yaml/data.ts";
import { mapAt, textOf } from "./fields.ts";
import { infoOf, kindOf, seqOf } from "./info.ts";

/** What a tree shows of a file. */
export interface Glance {
  readonly name: string;
  readonly kind: ItemKind;
  readonly method: string;
  readonly seq: number | null;
  readonly raw: boolean;
}

/** From parsed data. */
export function glanceOf(data: YamlData): Glance {
  if (!isYamlMap(data)) return { name: "", kind: "other", method: "", seq: null, raw: false };
  const kind = kindOf(data);
  return {
    name: textOf(infoOf(data).get("name")),
    kind,
    method:
      kind === "http" || kind === "graphql"
        ? textOf(mapAt(data, kind).get("method")).toUpperCase()
        : "",
    seq: seqOf(data),
    raw: isYamlMap(mapAt(data, "extensions", "envoi").get("raw")),
  };
}

const pairLine = /^(- )?([A-Za-z][A-Za-z0-9_-]*):(?: (.*))?$/;
// Plain values that can be nothing but a string or an integer, whatever stands around them.
const plainValue =
  /^(?:[A-Za-z0-9/_.$(](?:[^:#\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|:(?=[^\s#]))*)$/;
const doubleQuoted = /^"(?:[^"\\\u0000-\u001f\u007f-\u009f]|\\["\\/bfnrt])*"$/;
const singleQuoted = /^'(?:[^'\u0000-\u001f\u007f-\u009f]|'')*'$/;
const blockHeader = /^[|>][-+]?$/;
const strictInteger = /^(?:0|[1-9][0-9]{0,14})$/;

interface Level {
  readonly indent: number;
  readonly list: boolean;
  /** Its items are values, not pairs. */
  readonly scalars: boolean;
  readonly keys: Set<string>;
}

/**
 * The same from text that is in the plain style every tool writes, about twenty times faster than parsing. null: not sure
 * the text is valid, or the parts needed are in another style; then the text must be parsed.
 */
export function glanceAtText(text: string): Glance | null {
  const levels: Level[] = [];
  const found = new Map<string, string>();
  let top = "";
  let second = "";
  let rest = text;
  /** Indentation a block scalar's lines must exceed; -1 outside of one. `block.own` once its first line is seen. */
  let block: { readonly parent: number; own: number } | null = null;
  /** Column of the last key when it had no value, else -1. */
  let openAt = -1;
  if (text.startsWith("\ufeff")) rest = text.slice(1);
  for (const ended of rest.split("\n")) {
    const line = ended.endsWith("\r") ? ended.slice(0, -1) : ended;
    const content = line.trimStart();
    if (line.includes("\r")) return null;
    if (content === "") {
      if (line !== "") return null;
      continue;
    }
    const indent = line.length - content.length;
    if (line.slice(0, indent).includes("\t")) return null;
    if (block !== null) {
      if (indent > block.parent) {
        if (block.own < 0) block.own = indent;
        if (indent < block.own || /[\u0000-\u0008\u000b-\u001f]/.test(content)) return null;
        continue;
      }
      if (block.own < 0) return null;
      block = null;
    }
    if (content.startsWith("#")) {
      if (openAt >= 0) return null;
      continue;
    }
    const match = pairLine.exec(content);
    if (match === null) {
      if (!content.startsWith("- ") || !isPlain(content.slice(2))) return null;
      while ((levels.at(-1)?.indent ?? -1) > indent + 2) levels.pop();
      const list = levels.at(-1);
      if (list === undefined) return null;
      if (list.indent === indent + 2) {
        if (!list.scalars) return null;
      } else {
        if (openAt !== list.indent || (indent !== openAt && indent !== openAt + 2)) return null;
        levels.push({ indent: indent + 2, list: true, scalars: true, keys: new Set() });
      }
      openAt = -1;
      continue;
    }
    const [, dash, key = "", value = ""] = match;
    const column = dash === undefined ? indent : indent + 2;
    while ((levels.at(-1)?.indent ?? -1) > column) levels.pop();
    const level = levels.at(-1);
    if (level?.indent === column) {
      if (level.scalars || (dash !== undefined && !level.list)) return null;
      if (dash !== undefined) level.keys.clear();
      if (level.keys.has(key)) return null;
      level.keys.add(key);
    } else {
      // A new level stands under a key without value: pairs two deeper, list items two deeper or at the same column.
      const under = level?.indent ?? -2;
      if (level !== undefined && openAt !== under) return null;
      if (dash === undefined ? column !== under + 2 : indent !== under && indent !== under + 2)
        return null;
      if (level === undefined && dash !== undefined) return null;
      levels.push({
        indent: column,
        list: dash !== undefined,
        scalars: false,
        keys: new Set([key]),
      });
    }
    openAt = value === "" ? column : -1;
    if (blockHeader.test(value)) block = { parent: column, own: -1 };
    else if (openAt < 0 && !isPlain(value)) return null;
    if (levels.length === 1) {
      if (key === "meta" || key === "name" || key === "type") return null;
      top = key;
      found.set(top, value);
    } else if (levels.length === 2 && dash === undefined) {
      second = key;
      found.set(`${top}.${key}`, value);
    } else if (levels.length === 3 && dash === undefined)
      found.set(`${top}.${second}.${key}`, value);
  }
  if (block !== null && block.own < 0) return null;
  return levels.length === 0 ? null : summary(found);
}

/** A value on one line that reads as itself. */
function isPlain(value: string): boolean {
  if (value.endsWith(" ")) return false;
  return plainValue.test(value) || doubleQuoted.test(value) || singleQuoted.test(value);
}

const kinds: Readonly<Record<string, ItemKind>> = {
  http: "http",
  graphql: "graphql",
  grpc: "grpc",
  websocket: "websocket",
};

function summary(found: ReadonlyMap<string, string>): Glance | null {
  const kind = kinds[found.get("info.type") ?? ""];
  const name = stringOf(found.get("info.name"));
  if (kind === undefined || name === null || found.get(kind) !== "") return null;
  const seq = found.get("info.seq");
  if (seq !== undefined && !strictInteger.test(seq)) return null;
  const hasMethod = kind === "http" || kind === "graphql";
  const method = hasMethod ? stringOf(found.get(`${kind}.method`)) : "";
  if (method === null) return null;
  const raw = found.get("extensions.envoi.raw");
  if (found.has("extensions") && raw !== undefined && raw !== "") return null;
  return {
    name,
    kind,
    method: method.toUpperCase(),
    seq: seq === undefined ? null : Number(seq),
    raw: raw !== undefined,
  };
}

/** The string a plain or quoted value stands for; null when that is not certain. */
function stringOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (value.startsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  if (value.startsWith('"')) return value.includes("\\") ? null : value.slice(1, -1);
  // Numbers, booleans and the like are left to the parser.
  return /^[A-Za-z][^:#]*$/.test(value) && !/^(?:true|false|null)$/i.test(value) ? value : null;
}
