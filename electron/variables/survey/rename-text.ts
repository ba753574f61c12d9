import {
  isYamlList,
  isYamlMap,
  type YamlData,
  type YamlMap,
} from "../../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";
import { patchYaml } from "../../../shared/formats/yaml/patch.ts";
import type { RenamedLine } from "../../../shared/model/variable-survey.ts";
import { references } from "../../../shared/template/references.ts";

/** A rename. `parts`: `{{from.x}}` is a part of the variable, so it is renamed too. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly parts: boolean;
}

/** The calls by which scripts of Bruno and Postman name a variable. */
const calls =
  /\b(?:bru\.(?:get|set|has|delete)(?:Env|GlobalEnv|Collection|Folder|Request)?Var|pm\.(?:environment|globals|collectionVariables|variables)\.(?:get|set|has|unset))\(\s*(["'`])([^"'`\\\n]+)\1/g;

/**
 * A file with a variable renamed: where it is defined, where `{{name}}` stands, and where scripts name it. Only the names change. Gives
 * null when nothing does. Throws FailureError `input` for text that is no YAML.
 */
export function renameInText(text: string, rename: Rename): string | null {
  const used = renameUses(text, rename);
  const { data } = parseYaml(used);
  const renamed = renameDefinitions(data, rename);
  const next = renamed === data ? used : patchYaml(used, renamed).text;
  return next === text ? null : next;
}

function renameUses(text: string, { from, to, parts }: Rename): string {
  if (!text.includes(from)) return text;
  const pieces: string[] = [];
  let done = 0;
  for (const reference of references(text)) {
    const { name } = reference;
    const own =
      name === from || (parts && (name.startsWith(`${from}.`) || name.startsWith(`${from}[`)));
    if (!own) continue;
    const at = text.indexOf(name, reference.from + 2);
    pieces.push(text.slice(done, at), to);
    done = at + from.length;
  }
  const replaced = pieces.join("") + text.slice(done);
  return replaced.replaceAll(calls, (call, quote: string, name: string) =>
    name === from ? `${call.slice(0, call.lastIndexOf(quote + name))}${quote}${to}${quote}` : call,
  );
}

/** The paths to lists of rows that define variables. */
const lists: readonly (readonly string[])[] = [
  ["variables"],
  ["request", "variables"],
  ["runtime", "variables"],
  ["extensions", "envoi", "actions"],
];
const actionLists: readonly (readonly string[])[] = [
  ["runtime", "actions"],
  ["request", "actions"],
];

function renameDefinitions(data: YamlData, rename: Rename): YamlData {
  let next = data;
  for (const path of lists) next = changed(next, path, (row) => named(row, rename));
  for (const path of actionLists)
    next = changed(next, path, (row) => {
      const variable = row.get("variable");
      if (!isYamlMap(variable)) return row;
      const renamed = named(variable, rename);
      return renamed === variable ? row : new Map(row).set("variable", renamed);
    });
  return next;
}

function named(row: YamlMap, { from, to }: Rename): YamlMap {
  return row.get("name") === from ? new Map(row).set("name", to) : row;
}

/** The data with the rows of a list changed; the very same data when none is. */
function changed(
  data: YamlData,
  [key, ...rest]: readonly string[],
  change: (row: YamlMap) => YamlMap,
): YamlData {
  if (key === undefined) {
    if (!isYamlList(data)) return data;
    const rows = data.map((row) => (isYamlMap(row) ? change(row) : row));
    return rows.every((row, at) => row === data[at]) ? data : rows;
  }
  if (!isYamlMap(data)) return data;
  const inner = data.get(key);
  if (inner === undefined) return data;
  const next = changed(inner, rest, change);
  return next === inner ? data : new Map(data).set(key, next);
}

/** The lines that differ. A rename adds and removes none. */
export function changedLines(before: string, after: string): readonly RenamedLine[] {
  const old = before.split(/\r?\n/);
  const lines: RenamedLine[] = [];
  after.split(/\r?\n/).forEach((text, at) => {
    const was = old[at] ?? "";
    if (was !== text) lines.push({ line: at + 1, before: was.trim(), after: text.trim() });
  });
  return lines;
}
