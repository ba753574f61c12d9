import type { Workspace, WorkspaceEntry } from "../../model/workspace.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { matchRows } from "../yaml/match.ts";
import { listAt, mapAt, proseOf, sameModel, textOf, withField, withProse } from "./fields.ts";
import { withEnvoi } from "./extension.ts";
import { patchName } from "./info.ts";
import { patchNetwork, readNetwork } from "./network.ts";
import { patchBasics, readBasics } from "./settings.ts";

/** The order Bruno writes the keys of workspace.yml in. */
const keys = [
  "opencollection",
  "info",
  "collections",
  "specs",
  "docs",
  "activeEnvironmentUid",
  "extensions",
];
const entryKeys = ["name", "path", "remote"];

/** True for a workspace file; other programs have files of this name too (CircleCI, Dagster). */
export function isWorkspaceData(data: YamlData): data is YamlMap {
  if (!isYamlMap(data)) return false;
  return (
    textOf(mapAt(data, "info").get("type")) === "workspace" ||
    textOf(data.get("type")) === "workspace"
  );
}

/** What a workspace file says. `data` need not be one: what is missing is empty. Lines without a path are left out and stay in the file. */
export function readWorkspace(data: YamlData): Workspace {
  const map = isYamlMap(data) ? data : new Map<string, YamlData>();
  const network = readNetwork(map);
  const settings = readBasics(mapAt(map, "extensions", "envoi", "settings"));
  return {
    name: textOf(mapAt(map, "info").get("name")) || textOf(map.get("name")),
    collections: listAt(map, "collections").flatMap(readEntry),
    docs: proseOf(map.get("docs")),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(network === undefined ? {} : { network }),
  };
}

function readEntry(row: YamlData): readonly WorkspaceEntry[] {
  if (!isYamlMap(row)) return [];
  const path = textOf(row.get("path")).trim();
  if (path === "") return [];
  const remote = textOf(row.get("remote")).trim();
  return [{ name: textOf(row.get("name")).trim(), path, ...(remote === "" ? {} : { remote }) }];
}

/** The file's data with what differs; comments, order and keys of others stay. */
export function patchWorkspace(data: YamlData, after: Workspace): YamlMap {
  const map: YamlMap = isYamlMap(data) ? data : new Map<string, YamlData>();
  const before = readWorkspace(map);
  let next = map;
  if (before.name !== after.name) next = patchName(next, after.name);
  if (!sameModel(before.collections, after.collections))
    next = withField(next, "collections", entryRows(next, after.collections), keys);
  if (before.docs !== after.docs)
    next = withField(next, "docs", withProse(next.get("docs"), after.docs) ?? "", keys);
  const old = mapAt(next, "extensions", "envoi", "settings");
  const settings = patchBasics(old, before.settings ?? {}, after.settings ?? {});
  if (settings !== old)
    next = withEnvoi(next, "settings", settings.size === 0 ? undefined : settings, keys);
  return patchNetwork(next, before.network ?? {}, after.network ?? {}, keys);
}

function entryRows(map: YamlMap, after: readonly WorkspaceEntry[]): YamlData {
  const rows = listAt(map, "collections");
  // Lines that name no folder are nothing Envoi shows, so they stay: at the front.
  const known = rows.filter((row) => readEntry(row).length > 0);
  const unknown = rows.filter((row) => readEntry(row).length === 0);
  if (after.length === 0 && unknown.length === 0) return [];
  const before = known.flatMap(readEntry);
  const matches = matchRows(before, after, sameModel, ({ path }) => path);
  return [
    ...unknown,
    ...after.map((entry, index) => {
      const from = matches[index] ?? -1;
      const old = known[from];
      return entryRow(isYamlMap(old) ? old : undefined, before[from], entry);
    }),
  ];
}

function entryRow(
  old: YamlMap | undefined,
  before: WorkspaceEntry | undefined,
  after: WorkspaceEntry,
): YamlMap {
  if (old === undefined)
    return yamlMap([
      ["name", after.name],
      ["path", after.path],
      ["remote", after.remote],
    ]);
  let next = old;
  for (const key of ["name", "path", "remote"] as const)
    if (before?.[key] !== after[key]) next = withField(next, key, after[key], entryKeys);
  return next;
}

/** Data of a new workspace file, as Bruno writes one. */
export function newWorkspaceData(name: string, collections: readonly WorkspaceEntry[]): YamlMap {
  return yamlMap([
    ["opencollection", "1.0.0"],
    [
      "info",
      yamlMap([
        ["name", name],
        ["type", "workspace"],
      ]),
    ],
    ["collections", collections.map((entry) => entryRow(undefined, undefined, entry))],
    ["specs", []],
    ["docs", ""],
  ]);
}
