import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { environmentItem } from "../build.ts";
import type { Imported, ImportedCollection } from "../imported.ts";
import { anyText } from "../json-text.ts";
import { createNotes, type Notes } from "../note.ts";
import { stem } from "../source-file.ts";
import { mapsOf } from "../loose.ts";
import { postmanCollection, unwrapped } from "./collection.ts";
import { isPostmanGlobals, postmanEnvironment } from "./environment.ts";
import { isV1, upgradeV1 } from "./v1.ts";
import { postmanVariables } from "./variables.ts";

/** What a Postman JSON file holds; null when it is none. */
export function postmanKind(data: YamlData): "collection" | "environment" | "dump" | null {
  if (!isYamlMap(data)) return null;
  const inner = unwrapped(data);
  if (
    isYamlList(data.get("collections")) &&
    (data.has("environments") || data.has("globals") || data.has("version"))
  )
    return mapsOf(data.get("collections")).every((map) => map.has("v")) && !data.has("version")
      ? null
      : "dump";
  if (isV1(inner)) return "collection";
  const info = mapAt(inner, "info");
  const schema = textOf(info.get("schema"));
  if (/getpostman\.com|postman\.com\/json\/collection/.test(schema)) return "collection";
  if (isYamlList(inner.get("item")) && (inner.has("info") || inner.has("variables")))
    return "collection";
  if (
    isYamlList(inner.get("values")) &&
    (inner.has("_postman_variable_scope") || inner.has("name"))
  )
    return "environment";
  return null;
}

/** True for the `archive.json` of a data dump in one archive: it names the files beside it, and says nothing else. */
export function isPostmanManifest(path: string, data: YamlData): boolean {
  if (!/(?:^|\/)archive\.json$/i.test(path) || !isYamlMap(data) || data.size === 0) return false;
  return [...data].every(
    ([key, names]) => (key === "collection" || key === "environment") && isYamlMap(names),
  );
}

/** Reads a Postman collection (v1, v2.0, v2.1), environment, globals or data dump. Never throws. */
export function importPostman(data: YamlMap, file: string): Imported {
  const notes = createNotes(file);
  const kind = postmanKind(data);
  const inner = unwrapped(data);
  if (kind === "dump") return dump(data, file, notes);
  if (kind === "environment") {
    const environments = [postmanEnvironment(inner, stem(file))];
    const globals = isPostmanGlobals(inner);
    if (globals) notes.add("info", "globals", { name: environments[0]?.name ?? "" });
    return {
      format: "postman",
      formatName: globals ? "Postman globals" : "Postman environment",
      collections: [],
      environments,
      notes: notes.list,
    };
  }
  const collections = [collectionOf(inner, file, notes)];
  return {
    format: "postman",
    formatName: versionName(inner),
    collections,
    environments: [],
    notes: notes.list,
  };
}

function collectionOf(data: YamlMap, file: string, notes: Notes): ImportedCollection {
  return postmanCollection(isV1(data) ? upgradeV1(data) : data, file, notes);
}

function versionName(data: YamlMap): string {
  if (isV1(data)) return "Postman Collection 1";
  const version = /v(\d+\.\d+)/.exec(textOf(mapAt(data, "info").get("schema")))?.[1];
  return version === undefined ? "Postman Collection" : `Postman Collection ${version}`;
}

function dump(data: YamlMap, file: string, notes: Notes): Imported {
  const collections = mapsOf(data.get("collections")).map((map) =>
    collectionOf(unwrapped(map), file, notes),
  );
  const environments = mapsOf(data.get("environments")).map((map) =>
    postmanEnvironment(unwrapped(map), ""),
  );
  const globals = data.get("globals");
  const values = isYamlMap(globals) ? globals.get("values") : globals;
  if (mapsOf(values).length > 0) {
    environments.push(environmentItem("Globals", postmanVariables(values)));
    notes.add("info", "globals", { name: "Globals" });
  }
  const presets = mapsOf(data.get("headerPresets"));
  if (presets.length > 0) {
    const names = presets.map((preset) => anyText(preset.get("name"))).join(", ");
    notes.add("warning", "no-place-value", { what: "A list of header presets", value: names });
  }
  return {
    format: "postman",
    formatName: "Postman data dump",
    collections,
    environments,
    notes: notes.list,
  };
}
