import type { Defaults } from "../../../model/collection.ts";
import type { HttpRequest, Param, Row } from "../../../model/request.ts";
import { readDefaults } from "../../opencollection/defaults.ts";
import { listAt, textOf } from "../../opencollection/fields.ts";
import { kindOf } from "../../opencollection/info.ts";
import { readRequest } from "../../opencollection/request.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { jsonText } from "../json-text.ts";

/** What of a request or folder a description gives, cut so that each can be edited without touching the others. */
export type Parts = ReadonlyMap<string, Part>;

export interface Part {
  /** What it says, to compare and to show: texts as they are, all else as JSON. */
  readonly text: string;
}

/** Rows of a table by name; the second of one name is `name#2`. */
export function keyed<T>(
  prefix: string,
  rows: readonly T[],
  nameOf: (row: T) => string,
): readonly (readonly [key: string, row: T])[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = nameOf(row);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [`${prefix}.${name}${count === 1 ? "" : `#${count}`}`, row];
  });
}

export const nameOf = ({ name }: { readonly name: string }): string => name;
export const exampleName = (data: YamlData): string =>
  isYamlMap(data) ? textOf(data.get("name")) : "";

/** The URL without its query: the query is its rows. */
export function frontOf(url: string): string {
  return url.replace(/\?[^#]*/, "");
}

export function queryRows({ params }: Pick<HttpRequest, "params">): readonly Param[] {
  return params.filter(({ type }) => type === "query");
}

export function pathRows({ params }: Pick<HttpRequest, "params">): readonly Param[] {
  return params.filter(({ type }) => type === "path");
}

/** Parts of a request's file; none for another kind of request. */
export function requestParts(data: YamlMap): Parts {
  if (kindOf(data) !== "http") return new Map();
  const request = readRequest(data);
  return new Map<string, Part>([
    ["name", { text: request.name }],
    ["method", { text: request.method }],
    ["url", { text: frontOf(request.url) }],
    ["tags", { text: request.tags.join(", ") }],
    ["body", value(request.body.kind === "none" ? null : request.body)],
    ["auth", value(request.auth)],
    ["docs", { text: request.docs }],
    ...rows("query", queryRows(request)),
    ...rows("path", pathRows(request)),
    ...rows("header", request.headers),
    ...rows("variable", request.variables),
    ...keyed("example", listAt(data, "examples"), exampleName).map(
      ([key, example]) => [key, { text: jsonText(example) }] as const,
    ),
  ]);
}

/** Parts of a folder or of the collection: its docs, its auth, its variables. */
export function defaultsParts(data: YamlMap): Parts {
  const defaults: Defaults = readDefaults(data);
  return new Map<string, Part>([
    ["name", { text: defaults.name }],
    ["auth", value(defaults.auth)],
    ["docs", { text: defaults.docs }],
    ...rows("variable", defaults.variables),
  ]);
}

function rows(
  prefix: string,
  list: readonly (Row | Param)[],
): readonly (readonly [string, Part])[] {
  return keyed(prefix, list, nameOf).map(([key, row]) => [key, value(row)] as const);
}

function value(model: unknown): Part {
  return { text: JSON.stringify(sorted(model), null, 2) ?? "" };
}

/** Keys in one order, so that equal values are equal texts. */
function sorted(model: unknown): unknown {
  if (Array.isArray(model)) return model.map(sorted);
  if (typeof model !== "object" || model === null) return model;
  return Object.fromEntries(
    Object.entries(model)
      .filter(([, item]) => item !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** Hash of each part; what says nothing has none. */
export function hashesOf(parts: Parts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, { text }] of parts)
    if (text !== "" && text !== "null") found.set(key, hashOf(text));
  return found;
}

/** 53 bits of a text (cyrb53, public domain), in base 36: to see a change, not to keep one out. */
export function hashOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
