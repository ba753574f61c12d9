import { readEnvironment } from "../../../shared/formats/opencollection/environment.ts";
import { listAt, mapAt, textOf } from "../../../shared/formats/opencollection/fields.ts";
import { readVariable } from "../../../shared/formats/opencollection/variables.ts";
import { isYamlMap, type YamlData } from "../../../shared/formats/yaml/data.ts";
import { yamlData } from "../../../shared/formats/yaml/parse.ts";
import type { Variable } from "../../../shared/model/variable.ts";
import type { VariableUse } from "../../../shared/model/variable-survey.ts";
import { references } from "../../../shared/template/references.ts";

export type FileKind = VariableUse["kind"];

/** A name in a file's text. */
export interface Mention {
  readonly name: string;
  readonly field: VariableUse["field"];
  readonly line: number;
}

/** What a file of a collection says about variables. */
export interface FileScan {
  readonly kind: FileKind;
  readonly title: string;
  readonly variables: readonly Variable[];
  /** Names its actions keep values as. */
  readonly kept: readonly string[];
  readonly mentions: readonly Mention[];
}

/** Fields whose `{{name}}` is replaced when a request is sent. */
const live: ReadonlySet<string> = new Set([
  "method",
  "url",
  "headers",
  "params",
  "body",
  "auth",
  "variables",
  "settings",
  "raw",
]);

export function isLive(mention: Mention): boolean {
  return live.has(mention.field);
}

/** Reads what a file says. Throws FailureError `input` for text that is no YAML. */
export function scanFile(kind: FileKind, title: string, text: string): FileScan {
  const mentions = mentionsIn(text, kind);
  const defines =
    kind === "environment" || /^[ \t]*(?:"?variables"?|"?actions"?)[ \t]*:/m.test(text);
  const data = defines ? yamlData(text) : null;
  return { kind, title, mentions, ...definedIn(data, kind) };
}

function definedIn(data: YamlData, kind: FileKind): Pick<FileScan, "variables" | "kept"> {
  if (!isYamlMap(data)) return { variables: [], kept: [] };
  if (kind === "environment") return { variables: readEnvironment(data, "").variables, kept: [] };
  const place = mapAt(data, kind === "defaults" ? "request" : "runtime");
  const native = listAt(place, "actions").map((row) =>
    isYamlMap(row) ? textOf(mapAt(row, "variable").get("name")) : "",
  );
  const own = listAt(mapAt(data, "extensions", "envoi"), "actions").map((row) =>
    isYamlMap(row) ? textOf(row.get("name")) : "",
  );
  return {
    variables: listAt(place, "variables").map(readVariable),
    kept: [...native, ...own].filter((name) => name !== ""),
  };
}

/**
 * Every `{{name}}` of a file, by line and by the part of the file it stands in. Parts are told by the keys of a block mapping at the left
 * edge and one level in: what the files of collections look like. Elsewhere the part is `other`.
 */
function mentionsIn(text: string, kind: FileKind): readonly Mention[] {
  if (!text.includes("{{")) return [];
  const found: Mention[] = [];
  let outer = "";
  let inner = "";
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const key = /^( {0,4})"?([A-Za-z]+)"?[ \t]*:/.exec(line);
    if (key !== null) {
      const [, indent = "", name = ""] = key;
      if (indent === "") [outer, inner] = [name, ""];
      else if (indent.length === 2) inner = name;
    }
    if (!line.includes("{{")) continue;
    for (const { name, from } of references(line)) {
      const part = inner === "" ? partBefore(line, from) : inner;
      found.push({ name, field: fieldOf(outer, part, kind), line: at + 1 });
    }
  }
  return found;
}

const kinds = new Set(["http", "graphql", "grpc", "websocket", "request"]);
const parts: Readonly<Record<string, Mention["field"]>> = {
  method: "method",
  url: "url",
  headers: "headers",
  metadata: "headers",
  params: "params",
  body: "body",
  message: "body",
  auth: "auth",
  variables: "variables",
  scripts: "scripts",
  settings: "settings",
};

/** In a mapping on one line (`http: {url: …}`): the last key before an offset that names a part. */
function partBefore(line: string, offset: number): string {
  const keys = [...line.slice(0, offset).matchAll(/([A-Za-z]+)"?[ \t]*:/g)];
  return keys.findLast(([, key = ""]) => Object.hasOwn(parts, key))?.[1] ?? "";
}

function fieldOf(outer: string, inner: string, kind: FileKind): Mention["field"] {
  if (kind === "environment") return outer === "variables" ? "variables" : "other";
  if (outer === "docs" || outer === "examples") return outer;
  if (kinds.has(outer) || outer === "runtime") return parts[inner] ?? "other";
  if (outer === "config" || outer === "settings") return "settings";
  // Raw bytes and how a request travels.
  if (outer === "extensions" && inner === "envoi") return "raw";
  return "other";
}
