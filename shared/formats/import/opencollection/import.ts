import { infoOf, kindOf, seqOf } from "../../opencollection/info.ts";
import { listAt, mapAt, order, textOf, withField } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { Imported, ImportedEnvironment, ImportedItem } from "../imported.ts";
import { anyText } from "../json-text.ts";
import { createNotes, type Notes } from "../note.ts";
import { stem } from "../source-file.ts";

/** True for a collection in one file: `opencollection` with its items nested. */
export function isBundle(data: YamlData): data is YamlMap {
  return (
    isYamlMap(data) &&
    data.has("opencollection") &&
    (isYamlList(data.get("items")) || data.get("bundled") === true)
  );
}

/** True for the root file of a collection that is a folder: it is opened, not imported. */
export function isCollectionRoot(data: YamlData): boolean {
  return isYamlMap(data) && data.has("opencollection") && !isBundle(data);
}

/** Takes a bundled collection apart; everything in it stays as it is. Never throws. */
export function importBundle(data: YamlMap, file: string): Imported {
  const notes = createNotes(file);
  const config = mapAt(data, "config");
  const environments = listAt(config, "environments").filter(isYamlMap).map(environmentOf);
  const restOfConfig = withField(config, "environments", undefined, order.config);
  let root: YamlMap = withField(data, "items", undefined, order.root);
  root = withField(root, "config", restOfConfig.size === 0 ? undefined : restOfConfig, order.root);
  root = withField(root, "bundled", false, order.root);
  const name = anyText(infoOf(data).get("name")) || stem(file) || "Collection";
  const collection = {
    name,
    data: root,
    children: itemsOf(data.get("items"), [], notes),
    environments,
    secrets: new Map<string, string>(),
    files: [],
  };
  return {
    format: "opencollection",
    formatName: "OpenCollection",
    collections: [collection],
    environments: [],
    notes: notes.list,
  };
}

function itemsOf(
  items: YamlData | undefined,
  path: readonly string[],
  notes: Notes,
): readonly ImportedItem[] {
  if (!isYamlList(items)) return [];
  const maps = items.filter(isYamlMap);
  if (maps.length < items.length)
    notes.add("error", "missing-part", { what: "item" }, { item: path });
  const sorted = maps.toSorted((left, right) => (seqOf(left) ?? 0) - (seqOf(right) ?? 0));
  return sorted.map((map, index): ImportedItem => {
    const type = textOf(infoOf(map).get("type"));
    const isFolder = type === "folder" || (type === "" && isYamlList(map.get("items")));
    const name =
      anyText(infoOf(map).get("name")) ||
      (isFolder ? `Folder ${index + 1}` : `Request ${index + 1}`);
    if (!isFolder) {
      if (kindOf(map) === "other")
        notes.add("info", "kind-kept", { kind: type || "?" }, { item: [...path, name] });
      return { kind: "request", name, data: map };
    }
    const data = withField(map, "items", undefined, order.folder);
    return {
      kind: "folder",
      name,
      data,
      children: itemsOf(map.get("items"), [...path, name], notes),
    };
  });
}

function environmentOf(data: YamlMap): ImportedEnvironment {
  return { name: anyText(data.get("name")) || "Environment", data, secrets: new Map() };
}
