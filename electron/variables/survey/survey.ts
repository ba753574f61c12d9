import { isSecretName } from "../../../shared/formats/import/secret-signs.ts";
import type { ItemPath } from "../../../shared/model/collection.ts";
import { localBase, type Variable, type VariablePlace } from "../../../shared/model/variable.ts";
import type {
  SurveyRow,
  UndefinedName,
  VariableSurvey,
} from "../../../shared/model/variable-survey.ts";
import { dynamicName } from "../../../shared/template/dynamic-names.ts";
import { promptName } from "../../../shared/template/prompts.ts";
import type { VariableSource } from "../../../shared/template/source.ts";
import { baseOf, parentOf } from "../../collections/paths.ts";
import { type FileScan, isLive } from "./scan-file.ts";

export interface SurveyInput {
  readonly scans: ReadonlyMap<ItemPath, FileScan>;
  readonly environments: readonly string[];
  /** What is in no file of the collection: `.env`, globals, what was kept. */
  readonly others: readonly VariableSource[];
  /** Whether a secret of an environment ("" for none) has a value on this machine. */
  readonly hasValue: (environment: string, name: string) => boolean;
  readonly problems: readonly string[];
}

interface Definition {
  readonly row: Omit<SurveyRow, "uses" | "shadows">;
  readonly path: ItemPath | null;
  uses: number;
}

/** Puts together what the files of a collection say about variables. */
export function surveyOf(input: SurveyInput): VariableSurvey {
  const { scans } = input;
  const byFile = new Map<ItemPath, Map<string, Definition>>();
  const all: Definition[] = [];
  const kept = new Map<string, Definition>();
  const elsewhere = new Map<string, Definition>();
  for (const source of input.others) {
    for (const variable of source.variables) {
      const definition = { row: otherRow(variable, source), path: null, uses: 0 };
      all.push(definition);
      if (source.scope === "runtime") kept.set(definition.row.name, definition);
      else elsewhere.set(definition.row.name, definition);
    }
  }
  for (const [path, scan] of scans) {
    const names = new Map<string, Definition>();
    for (const variable of scan.variables) {
      if (variable.name === "") continue;
      const definition = { row: rowOf(variable, path, scan, input), path, uses: 0 };
      all.push(definition);
      if (variable.disabled !== true) names.set(variable.name, definition);
    }
    if (names.size > 0) byFile.set(path, names);
    for (const name of scan.kept) {
      if (kept.has(name)) continue;
      const definition = { row: keptRow(name, path, scan), path: null, uses: 0 };
      kept.set(name, definition);
      all.push(definition);
    }
  }
  const environmentFiles = [...scans].filter(([, scan]) => scan.kind === "environment");

  /** Every definition that counts for a name at a file, with one environment or another. */
  const countingFor = (name: string, path: ItemPath, scan: FileScan): readonly Definition[] => {
    for (const near of scan.kind === "environment" ? [] : filesAbove(path, scan)) {
      const found = byFile.get(near)?.get(name);
      if (found !== undefined) return [found];
    }
    const found = environmentFiles.flatMap(([file]) => byFile.get(file)?.get(name) ?? []);
    const low = byFile.get("opencollection.yml")?.get(name) ?? elsewhere.get(name);
    if (low !== undefined) found.push(low);
    const runtime = kept.get(name);
    if (runtime !== undefined) found.push(runtime);
    return found;
  };

  const missing = new Map<string, number>();
  for (const [path, scan] of scans) {
    for (const mention of scan.mentions) {
      if (!isLive(mention)) continue;
      const { name } = mention;
      if (dynamicName(name) !== null || promptName(name) !== null) continue;
      const exact = countingFor(name, path, scan);
      const base = /^([^.[]+)[.[]/.exec(name)?.[1];
      const found = exact.length > 0 || base === undefined ? exact : countingFor(base, path, scan);
      for (const definition of found) definition.uses += 1;
      if (found.length === 0) missing.set(name, (missing.get(name) ?? 0) + 1);
    }
  }
  const rows = all.map(({ row, path, uses }): SurveyRow => ({
    ...row,
    uses,
    shadows: path === null ? [] : shadowsOf(row.name, path, scans, byFile, elsewhere),
  }));
  const byName = (left: UndefinedName, right: UndefinedName) =>
    left.name.localeCompare(right.name, "en");
  return {
    rows: rows.toSorted(byName),
    undefined: [...missing].map(([name, uses]) => ({ name, uses })).toSorted(byName),
    problems: input.problems,
  };
}

/** The files whose variables a file sees before its environment's, the nearest first. */
function filesAbove(path: ItemPath, scan: FileScan): readonly ItemPath[] {
  const found: ItemPath[] = scan.kind === "request" ? [path] : [];
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder))
    found.push(`${folder}/folder.yml`);
  return found;
}

function shadowsOf(
  name: string,
  path: ItemPath,
  scans: ReadonlyMap<ItemPath, FileScan>,
  byFile: ReadonlyMap<ItemPath, ReadonlyMap<string, Definition>>,
  elsewhere: ReadonlyMap<string, Definition>,
): readonly string[] {
  const scan = scans.get(path);
  const lowest = elsewhere.get(name)?.row;
  // What was kept from a response is above all files, globals below.
  const globals = lowest?.scope === "workspace" ? [lowest.origin] : [];
  if (scan === undefined || path === "opencollection.yml") return globals;
  const above = scan.kind === "environment" ? [] : filesAbove(path, scan).slice(1);
  const environments =
    scan.kind === "environment"
      ? environmentBelow(path)
      : [...scans].filter(([, one]) => one.kind === "environment").map(([file]) => file);
  const files = [...above, ...environments, "opencollection.yml"]
    .filter((file) => file !== path && byFile.get(file)?.has(name) === true)
    .map((file) => scans.get(file)?.title ?? file);
  return [...files, ...globals];
}

/** `environments/x.yml` for `environments/x.local.yml`. */
function environmentBelow(path: ItemPath): readonly ItemPath[] {
  return path.endsWith(".local.yml") ? [`${path.slice(0, -".local.yml".length)}.yml`] : [];
}

function rowOf(
  variable: Variable,
  path: ItemPath,
  { kind, title }: FileScan,
  { environments, hasValue }: SurveyInput,
): Definition["row"] {
  const secret = variable.secret === true;
  const environment = kind === "environment" ? title : "";
  const local = kind === "environment" && localBase(title, environments) !== null;
  const folder = parentOf(path);
  const place: VariablePlace =
    kind === "environment"
      ? { kind, name: title }
      : kind === "request"
        ? { kind, path }
        : { kind, path: baseOf(path) === "folder.yml" ? folder : "" };
  return {
    name: variable.name,
    scope:
      kind === "environment"
        ? local
          ? "local"
          : "environment"
        : kind === "request"
          ? "request"
          : folder === ""
            ? "collection"
            : "folder",
    origin: title,
    place,
    value: secret ? "" : variable.type === "null" ? "null" : variable.value,
    secret,
    missing: secret && !hasValue(environment, variable.name),
    disabled: variable.disabled === true,
  };
}

function keptRow(name: string, path: ItemPath, { title }: FileScan): Definition["row"] {
  const place = { kind: "request", path } as const;
  const rest = { value: "", secret: false, missing: false, disabled: false };
  return { name, scope: "runtime", origin: title, place, ...rest };
}

function otherRow(variable: Variable, { scope, origin }: VariableSource): Definition["row"] {
  const secret =
    scope === "process" ||
    variable.secret === true ||
    (scope === "runtime" && isSecretName(variable.name));
  return {
    name: scope === "process" ? `process.env.${variable.name}` : variable.name,
    scope,
    origin,
    value: secret ? "" : variable.value,
    secret,
    missing: false,
    disabled: variable.disabled === true,
  };
}
