import { type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { BruPair } from "./pairs.ts";

/** A pair as a row of Bruno's JSON. */
export function rowData(pair: BruPair, more: YamlMap): YamlMap {
  return yamlMap([
    ["name", pair.name],
    ["value", pair.value],
    ["enabled", pair.enabled],
    ["description", pair.marks.get("description")],
    ...more,
  ]);
}

const modes: ReadonlyMap<string, string> = new Map([
  ["form-urlencoded", "formUrlEncoded"],
  ["multipart-form", "multipartForm"],
]);

/** Bruno's word in a file as its word in JSON. */
export function modeOf(word: string): string {
  return modes.get(word) ?? word;
}

/** `@file(a|b)` is one or more files. */
export function partData(pair: BruPair): YamlData {
  const files = /^@file\(([^]*)\)$/.exec(pair.value)?.[1];
  return rowData(
    pair,
    yamlMap([
      ["type", files === undefined ? "text" : "file"],
      ["value", files === undefined ? pair.value : files.split("|")],
      ["contentType", pair.marks.get("contentType")],
    ]),
  );
}

/** `file: @file(path) @contentType(type)`; `~` before those that are not chosen. */
export function fileData(pair: BruPair): YamlData {
  const path = /@file\(([^()]*)\)/.exec(pair.value)?.[1] ?? pair.value;
  const type =
    /@contentType\(([^()]*)\)/.exec(pair.value)?.[1] ?? pair.marks.get("contentType") ?? "";
  return yamlMap([
    ["filePath", path],
    ["contentType", type],
    ["selected", pair.enabled],
  ]);
}
