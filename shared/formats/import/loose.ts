import { flagOf, textOf } from "../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../yaml/data.ts";
import { anyText } from "./json-text.ts";

/** A list, or one value standing for a list of one. */
export function manyOf(data: YamlData | undefined): readonly YamlData[] {
  if (isYamlList(data)) return data;
  return data === undefined || data === null ? [] : [data];
}

/** Maps of a list; other values are left out. */
export function mapsOf(data: YamlData | undefined): readonly YamlMap[] {
  return manyOf(data).filter(isYamlMap);
}

/** Attributes by name: a list of `{key, value}` (v2.1) or a plain map (v2.0, v1). Disabled ones do not count. */
export function attributesOf(data: YamlData | undefined): ReadonlyMap<string, YamlData> {
  if (isYamlMap(data)) return data;
  const found = new Map<string, YamlData>();
  for (const row of mapsOf(data)) {
    if (flagOf(row.get("disabled"))) continue;
    found.set(textOf(row.get("key")), row.get("value") ?? null);
  }
  return found;
}

/** A description: text, or `{content, type}`. */
export function descriptionOf(data: YamlData | undefined): string {
  return isYamlMap(data) ? textOf(data.get("content")) : textOf(data);
}

/** True unless a row says it is off: `disabled` (v2), `enabled: false` (v1, environments). */
export function isOn(row: YamlMap): boolean {
  return !flagOf(row.get("disabled")) && !isFalse(row.get("enabled"));
}

export function isFalse(data: YamlData | undefined): boolean {
  return data === false || (typeof data === "string" && data.toLowerCase() === "false");
}

/** Lines of a script: a text, or a list of lines. */
export function linesOf(data: YamlData | undefined): string {
  return isYamlList(data) ? data.map((line) => textOf(line)).join("\n") : anyText(data);
}
