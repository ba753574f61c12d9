import { mapAt, textOf } from "../../opencollection/fields.ts";
import { type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import { collectionData, environmentItem } from "../build.ts";
import type {
  Imported,
  ImportedCollection,
  ImportedEnvironment,
  ImportedFile,
} from "../imported.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { createNotes, type Notes } from "../note.ts";
import { readJson } from "../read-json.ts";
import { createRemark } from "../remark.ts";
import { secretsOf } from "../secret-values.ts";
import { folderOf, type SourceText, stem } from "../source-file.ts";
import { brunoNetwork, withBrunoConfig } from "./config.ts";
import { readBru } from "./document.ts";
import {
  brunoDefaults,
  brunoItems,
  brunoVariables,
  type BrunoItem,
  exportedItems,
} from "./items.ts";

/** A collection exported by Bruno as JSON. */
export function importBrunoExport(data: YamlMap, file: string): Imported {
  const notes = createNotes(file);
  const config = mapAt(data, "brunoConfig");
  const name = anyText(data.get("name") ?? config.get("name")) || stem(file);
  const environments = mapsOf(data.get("environments")).map((environment) =>
    environmentOf(environment, ""),
  );
  const collection = collectionOf(
    {
      name,
      config,
      root: mapAt(data, "root"),
      items: exportedItems(data.get("items"), ""),
      environments,
      files: [],
    },
    notes,
  );
  return done("Bruno export", [collection], notes);
}

/** A folder of .bru files: the one that `bruno.json` lies in, or that all lie in. Paths in `files` begin at it. */
export function importBrunoFolder(
  files: readonly SourceText[],
  root: string,
  others: readonly ImportedFile[],
): Imported {
  const prefix = root === "" ? "" : `${root}/`;
  const notes = createNotes(root);
  const inside = (file: SourceText) => file.path.slice(prefix.length);
  const configFile = files.find((file) => inside(file) === "bruno.json");
  const read = configFile === undefined ? null : readJson(configFile.text);
  if (configFile !== undefined && read?.problem)
    notes.add(
      "error",
      "broken-json",
      { column: `${read.problem.column}`, reason: read.problem.reason },
      { file: configFile.path, line: read.problem.line },
    );
  const config: YamlMap =
    read !== null && read.data instanceof Map ? (read.data as YamlMap) : new Map();
  const documents = files.filter((file) => file.path.endsWith(".bru"));
  const environments = documents
    .filter((file) => folderOf(inside(file)) === "environments")
    .map((file) => {
      const { root: content, color, comments } = readBru(file.text, file.path, notes);
      return environmentOf(
        yamlMap([
          ["variables", mapAt(content, "request", "vars").get("req")],
          ["color", color],
          ["description", comments.join("\n")],
        ]),
        stem(file.path),
      );
    });
  const requests = documents.filter((file) => folderOf(inside(file)) !== "environments");
  const own = requests.find((file) => inside(file) === "collection.bru");
  const content =
    own === undefined ? new Map<string, YamlData>() : readBru(own.text, own.path, notes).root;
  const name = anyText(config.get("name")) || stem(root) || "Bruno";
  const items = tree(
    requests.filter((file) => file !== own),
    inside,
    notes,
  );
  const collection = collectionOf(
    { name, config, root: content, items, environments, files: others },
    notes,
  );
  return done("Bruno", [collection], notes);
}

/** Files as the folders they lie in. */
function tree(
  files: readonly SourceText[],
  inside: (file: SourceText) => string,
  notes: Notes,
): readonly BrunoItem[] {
  interface Folder {
    data: YamlMap;
    file: string;
    readonly folders: Map<string, Folder>;
    readonly items: BrunoItem[];
  }
  const create = (name: string): Folder => ({
    data: yamlMap([
      ["type", "folder"],
      ["name", name],
    ]),
    file: "",
    folders: new Map(),
    items: [],
  });
  const top = create("");
  for (const file of files) {
    const parts = inside(file).split("/");
    const base = parts.pop() ?? "";
    let folder = top;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? create(part);
      folder.folders.set(part, next);
      folder = next;
    }
    const document = readBru(file.text, file.path, notes);
    if (base === "folder.bru") {
      const name = anyText(document.meta.get("name")) || (parts.at(-1) ?? "");
      folder.data = yamlMap([
        ["type", "folder"],
        ["name", name],
        ["seq", document.meta.get("seq")],
        ["root", document.root],
      ]);
      folder.file = file.path;
    } else {
      const name = anyText(document.item.get("name")) || stem(file.path);
      folder.items.push({
        data: new Map([...document.item, ["name", name]]),
        file: file.path,
        children: [],
      });
    }
  }
  const build = (folder: Folder): readonly BrunoItem[] => [
    ...[...folder.folders.values()].map((inner) => ({
      data: inner.data,
      file: inner.file,
      children: build(inner),
    })),
    ...folder.items,
  ];
  return build(top);
}

interface BrunoCollection {
  readonly name: string;
  readonly config: YamlMap;
  readonly root: YamlMap;
  readonly items: readonly BrunoItem[];
  readonly environments: readonly ImportedEnvironment[];
  readonly files: readonly ImportedFile[];
}

function collectionOf(given: BrunoCollection, notes: Notes): ImportedCollection {
  const remark = createRemark(notes, []);
  const network = brunoNetwork(given.config, remark);
  const defaults = brunoDefaults(given.root, { kind: "none" }, remark);
  const data = collectionData({ ...defaults, name: given.name, network, remarks: remark.remarks });
  return {
    name: given.name,
    data: withBrunoConfig(data, given.config),
    children: brunoItems(given.items, [], notes),
    environments: given.environments,
    secrets: secretsOf(defaults.variables ?? []),
    files: given.files,
  };
}

function environmentOf(data: YamlMap, name: string): ImportedEnvironment {
  const color = textOf(data.get("color"));
  return environmentItem(
    name || anyText(data.get("name")) || "Environment",
    brunoVariables(data.get("variables")),
    {
      color: /^#[0-9a-f]{3,8}$/i.test(color) ? color : "",
      docs: anyText(data.get("description")),
    },
  );
}

function done(
  formatName: string,
  collections: readonly ImportedCollection[],
  notes: Notes,
): Imported {
  return { format: "bruno", formatName, collections, environments: [], notes: notes.list };
}
