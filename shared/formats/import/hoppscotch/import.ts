import type { Variable } from "../../../model/variable.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { collectionData, type DefaultsParts, environmentItem, folderItem } from "../build.ts";
import type {
  Imported,
  ImportedCollection,
  ImportedEnvironment,
  ImportedItem,
} from "../imported.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import { secretsOf } from "../secret-values.ts";
import { stem } from "../source-file.ts";
import { hoppscotchAuth } from "./auth.ts";
import {
  hoppscotchDocs,
  hoppscotchRequest,
  hoppscotchRows,
  hoppscotchText,
  templatedData,
} from "./request.ts";

/** True for Hoppscotch collections or environments, one or a list of them, of any version. */
export function isHoppscotch(data: YamlData): boolean {
  const maps = isYamlList(data) ? data : [data];
  return (
    maps.length > 0 &&
    maps.every((map) => isYamlMap(map) && (isCollection(map) || isEnvironment(map)))
  );
}

function isCollection(map: YamlMap): boolean {
  if (!isYamlList(map.get("folders"))) return false;
  // Postman's first form has folders and requests too, tied by ids.
  if (map.has("order") || map.has("folders_order") || map.has("info")) return false;
  const requests = mapsOf(map.get("requests"));
  return (
    map.has("v") ||
    requests.some((request) => request.has("endpoint") || request.has("preRequestScript"))
  );
}

function isEnvironment(map: YamlMap): boolean {
  return (
    isYamlList(map.get("variables")) &&
    (map.has("v") || map.has("name")) &&
    !map.has("requests") &&
    !map.has("item") &&
    mapsOf(map.get("variables")).every((row) => row.has("key"))
  );
}

/** True for nothing but names and plain values. Configuration files of any program look like that. */
export function isFlat(data: YamlData): data is YamlMap {
  if (!isYamlMap(data) || data.size === 0) return false;
  return [...data.values()].every((value) => !isYamlMap(value) && !isYamlList(value));
}

/**
 * True for a flat file of variables, as Hoppscotch's command line takes one after `--env`: JSON, and the values are texts. It says nothing of
 * itself, so its name has to: `env.json`, `dev.env.json`, `staging-envs.json`, `environment.json`.
 */
export function isFlatVariables(data: YamlData, file: string): data is YamlMap {
  return (
    isFlat(data) &&
    /(?:(?:^|[^A-Za-z])[Ee]|[a-z]E)nv(?:s|ironments?)?(?![a-z])[^/]*\.json$/.test(file) &&
    [...data].every(([name, value]) => name.trim() !== "" && typeof value === "string")
  );
}

/** Reads a flat file of variables as an environment. */
export function importFlatVariables(data: YamlMap, file: string): Imported {
  const variables = [...data].map(([name, value]) => ({ name, value: anyText(value) }));
  return {
    format: "hoppscotch",
    formatName: "Hoppscotch",
    collections: [],
    environments: [environmentItem(stem(file) || "Variables", variables)],
    notes: [],
  };
}

/** Reads Hoppscotch's collections and environments. Never throws. */
export function importHoppscotch(data: YamlData, file: string): Imported {
  const notes = createNotes(file);
  const collections: ImportedCollection[] = [];
  const environments: ImportedEnvironment[] = [];
  for (const map of mapsOf(data)) {
    if (isCollection(map)) collections.push(collectionOf(map, file, notes));
    else
      environments.push(
        environmentItem(anyText(map.get("name")) || stem(file), variablesOf(map.get("variables"))),
      );
  }
  return {
    format: "hoppscotch",
    formatName: "Hoppscotch",
    collections,
    environments,
    notes: notes.list,
  };
}

function collectionOf(map: YamlMap, file: string, notes: Notes): ImportedCollection {
  const name = anyText(map.get("name")) || stem(file) || "Hoppscotch";
  const remark = createRemark(notes, []);
  const parts = defaultsOf(map, name, remark);
  const auth =
    parts.auth !== undefined && "kind" in parts.auth && parts.auth.kind === "inherit"
      ? { kind: "none" as const }
      : parts.auth;
  const variables = variablesOf(map.get("variables"));
  return {
    name,
    data: collectionData({
      ...parts,
      ...(auth === undefined ? {} : { auth }),
      settings: { encodeUrl: true },
    }),
    children: childrenOf(map, [], notes),
    environments: [],
    secrets: secretsOf(variables),
    files: [],
  };
}

function defaultsOf(map: YamlMap, name: string, remark: Remark): DefaultsParts {
  const data = templatedData(map);
  return {
    name,
    headers: hoppscotchRows(data.get("headers")),
    auth: data.has("auth") ? hoppscotchAuth(data.get("auth"), data, remark) : { kind: "inherit" },
    variables: variablesOf(map.get("variables")),
    scripts: [
      { type: "before-request", code: textOf(map.get("preRequestScript")) },
      { type: "tests", code: textOf(map.get("testScript")) },
    ],
    docs: hoppscotchDocs(map),
    remarks: remark.remarks,
  };
}

function childrenOf(map: YamlMap, path: readonly string[], notes: Notes): readonly ImportedItem[] {
  if (map.has("requests") && !isYamlList(map.get("requests")))
    notes.add("error", "missing-part", { what: "requests" }, { item: path });
  const folders = mapsOf(map.get("folders")).map((folder, index) => {
    const name = anyText(folder.get("name")) || `Folder ${index + 1}`;
    const inner = [...path, name];
    const remark = createRemark(notes, inner);
    return folderItem(defaultsOf(folder, name, remark), childrenOf(folder, inner, notes));
  });
  const requests = mapsOf(map.get("requests")).map((request, index) =>
    hoppscotchRequest(request, path, notes, index),
  );
  return [...folders, ...requests];
}

/** Values of secrets never leave the browser they were typed in: usually there is only the name. */
function variablesOf(data: YamlData | undefined): readonly Variable[] {
  return mapsOf(data).map((row) => {
    const secret = flagOf(row.get("secret"));
    const value =
      anyText(row.get("currentValue")) ||
      anyText(row.get("initialValue")) ||
      anyText(row.get("value"));
    return {
      name: anyText(row.get("key")),
      value: hoppscotchText(value),
      ...(secret ? { secret } : {}),
    };
  });
}
