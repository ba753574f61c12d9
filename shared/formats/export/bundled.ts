import type { ImportedItem } from "../import/imported.ts";
import { mapAt, withField } from "../opencollection/fields.ts";
import { type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { canonicalYaml } from "../yaml/patch.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { type ExportFormat, jsonOf } from "./exported.ts";

/** A whole collection in one OpenCollection file: nothing is left out. */
export const bundledYaml: ExportFormat = {
  id: "opencollection",
  name: "OpenCollection, YAML",
  extension: ".yml",
  write: (collection) => ({ text: canonicalYaml(bundle(collection)), left: [] }),
};

export const bundledJson: ExportFormat = {
  id: "opencollection-json",
  name: "OpenCollection, JSON",
  extension: ".json",
  write: (collection) => ({
    text: `${JSON.stringify(jsonOf(bundle(collection)), null, 2)}\n`,
    left: [],
  }),
};

const keys = [
  "opencollection",
  "info",
  "config",
  "items",
  "request",
  "docs",
  "bundled",
  "extensions",
];

function bundle({ data, children, environments }: ImportedCollection): YamlMap {
  let root = withField(data, "bundled", true, keys);
  if (environments.length > 0) {
    const config = withField(
      mapAt(data, "config"),
      "environments",
      environments.map((environment) => withField(environment.data, "name", environment.name, [])),
      [],
    );
    root = withField(root, "config", config, keys);
  }
  return withField(root, "items", children.map(itemData), keys);
}

function itemData(item: ImportedItem): YamlData {
  if (item.kind === "request") return item.data;
  const info = withField(mapAt(item.data, "info"), "name", item.name, ["name"]);
  const named = withField(item.data, "info", withField(info, "type", "folder", []), ["info"]);
  return yamlMap([...named, ["items", item.children.map(itemData)]]);
}
