import type { Param } from "../../model/request.ts";
import type { YamlData } from "../yaml/data.ts";
import { isYamlMap } from "../yaml/data.ts";
import { textOf } from "./fields.ts";
import { readRow } from "./rows.ts";

/** The query of a URL as typed: names and values are not decoded, `{{…}}` may hold anything. */
export function queryPairs(
  url: string,
): readonly { readonly name: string; readonly value: string }[] {
  const query = splitUrl(url).query;
  if (query === null || query === "") return [];
  return splitOutside(query, "&").map((pair) => {
    const at = findOutside(pair, "=");
    return at < 0
      ? { name: pair, value: "" }
      : { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}

/** Names of `:name` segments of a URL's path, in order, each once. */
export function pathNames(url: string): readonly string[] {
  const { path } = splitUrl(url);
  const names = path
    .split("/")
    .filter((segment) => /^:[^:/]/.test(segment))
    .map((segment) => segment.slice(1));
  return [...new Set(names)];
}

function splitUrl(url: string): { readonly path: string; readonly query: string | null } {
  const hash = findOutside(url, "#");
  const whole = hash < 0 ? url : url.slice(0, hash);
  const mark = findOutside(whole, "?");
  const before = mark < 0 ? whole : whole.slice(0, mark);
  return {
    path: before.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ""),
    query: mark < 0 ? null : whole.slice(mark + 1),
  };
}

/** The first place of a character that is not inside `{{…}}`, or -1. */
function findOutside(text: string, wanted: string): number {
  return placesOutside(text, wanted, 1)[0] ?? -1;
}

function splitOutside(text: string, separator: string): string[] {
  const places = placesOutside(text, separator, Infinity);
  return [...places, text.length].map((at, index) => text.slice((places[index - 1] ?? -1) + 1, at));
}

/** One pass: a text full of `{{` that never close must not be searched again for each. */
function placesOutside(text: string, wanted: string, limit: number): number[] {
  const places: number[] = [];
  let closable = true;
  for (let at = 0; at < text.length && places.length < limit; at += 1) {
    if (closable && text.startsWith("{{", at)) {
      const end = text.indexOf("}}", at + 2);
      if (end < 0) closable = false;
      else {
        at = end + 1;
        continue;
      }
    }
    if (text[at] === wanted) places.push(at);
  }
  return places;
}

/** The rows as the file has them. A row without a type is a path parameter when the URL names it, else a query one. */
export function fileParams(list: readonly YamlData[], url: string): readonly Param[] {
  const names = new Set(pathNames(url));
  return list.map((data) => {
    const row = readRow(data);
    const type = isYamlMap(data) ? textOf(data.get("type")) : "";
    return {
      ...row,
      type: type === "path" || (type === "" && names.has(row.name)) ? "path" : "query",
    };
  });
}

/**
 * The rows as they count: the URL is the truth for enabled query rows (formats: OpenCollection keeps them twice).
 * Descriptions, disabled rows and path rows come from the file; a `:name` without a row gets an empty one.
 */
export function repairParams(rows: readonly Param[], url: string): readonly Param[] {
  const pairs = queryPairs(url);
  const live = rows.filter((row) => row.type === "query" && row.disabled !== true);
  const agree =
    live.length === pairs.length &&
    live.every(
      (row, index) => row.name === pairs[index]?.name && row.value === pairs[index]?.value,
    );
  const known = new Set(rows.filter((row) => row.type === "path").map((row) => row.name));
  const missing: Param[] = pathNames(url)
    .filter((name) => !known.has(name))
    .map((name) => ({ name, value: "", type: "path" }));
  if (agree) return missing.length === 0 ? rows : [...rows, ...missing];
  const pool = [...live];
  const fromUrl: Param[] = pairs.map((pair) => {
    const at = pool.findIndex((row) => row.name === pair.name);
    const row = at < 0 ? undefined : pool.splice(at, 1)[0];
    return { ...row, ...pair, type: "query" };
  });
  const others = rows.filter((row) => row.type === "path" || row.disabled === true);
  return [...fromUrl, ...others, ...missing];
}
