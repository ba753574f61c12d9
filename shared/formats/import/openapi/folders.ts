import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { folderItem } from "../build.ts";
import type { ImportedItem, ImportedRequest } from "../imported.ts";
import { fenced, jsonText } from "../json-text.ts";
import type { ApiOperation } from "./operation.ts";
import { cleanDocs, docsLink, oneLine, paragraphs } from "./prose.ts";

/** How operations become folders: by their first tag, by their path, or not at all. */
export const folderRules = ["tags", "paths", "none"] as const;
export type FolderRule = (typeof folderRules)[number];

/** Makes the request of an operation once its folders are known. */
export type MakeRequest = (operation: ApiOperation, above: readonly string[]) => ImportedRequest;

interface Folder {
  readonly name: string;
  readonly docs: string;
  readonly folders: Map<string, Folder>;
  readonly operations: ApiOperation[];
}

function newFolder(name: string, docs = ""): Folder {
  return { name, docs, folders: new Map(), operations: [] };
}

/** Operations in folders. Tags without an operation make none. */
export function inFolders(
  operations: readonly ApiOperation[],
  rule: FolderRule,
  root: YamlMap,
  make: MakeRequest,
): readonly ImportedItem[] {
  const top = newFolder("");
  if (rule === "tags") prepareTags(top, root);
  const tagPlaces = rule === "tags" ? placesOf(top) : new Map<string, Folder>();
  for (const operation of operations)
    folderOf(operation, rule, top, tagPlaces).operations.push(operation);
  return itemsOf(top, [], make);
}

function folderOf(
  operation: ApiOperation,
  rule: FolderRule,
  top: Folder,
  tags: Map<string, Folder>,
): Folder {
  if (rule === "none") return top;
  if (rule === "paths") {
    const segments =
      operation.path
        .split(/[?#]/, 1)[0]
        ?.split("/")
        .filter((part) => part !== "") ?? [];
    return segments.reduce((folder, name) => child(folder, name), top);
  }
  const [tag = ""] = operation.tags;
  if (tag === "") return top;
  const known = tags.get(tag) ?? child(top, tag);
  tags.set(tag, known);
  return known;
}

function child(folder: Folder, name: string): Folder {
  const known = folder.folders.get(name) ?? newFolder(name);
  folder.folders.set(name, known);
  return known;
}

/** The described tags in their order, those of 3.2 below their parents, Redoc's groups above their tags. */
function prepareTags(top: Folder, root: YamlMap): void {
  const tags = listAt(root, "tags").filter(isYamlMap);
  const byName = new Map<string, YamlMap>();
  for (const tag of tags) byName.set(oneLine(textOf(tag.get("name"))), tag);
  const groups = new Map<string, string>();
  for (const group of listAt(root, "x-tagGroups").filter(isYamlMap))
    for (const tag of listAt(group, "tags"))
      groups.set(oneLine(textOf(tag)), oneLine(textOf(group.get("name"))));
  const made = new Map<string, Folder>();
  const place = (name: string, open: ReadonlySet<string>): Folder => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const tag = byName.get(name);
    const parent = oneLine(textOf(tag?.get("parent")));
    const group = groups.get(name) ?? "";
    const above =
      byName.has(parent) && !open.has(parent)
        ? place(parent, new Set([...open, name]))
        : group === ""
          ? top
          : child(top, group);
    const folder = newFolder(name, tag === undefined ? "" : tagDocs(tag));
    above.folders.set(`tag ${name}`, folder);
    made.set(name, folder);
    return folder;
  };
  for (const name of [...byName.keys(), ...groups.keys()])
    if (name !== "") place(name, new Set([name]));
}

function tagDocs(tag: YamlMap): string {
  const known = new Set([
    "name",
    "summary",
    "description",
    "externalDocs",
    "parent",
    "kind",
    "x-displayName",
  ]);
  const more = new Map([...tag].filter(([key]) => !known.has(key)));
  const kind = textOf(tag.get("kind"));
  return paragraphs(
    cleanDocs(tag.get("summary")),
    cleanDocs(tag.get("description")),
    docsLink(mapAt(tag, "externalDocs")),
    kind === "" ? "" : `Kind: ${kind}`,
    more.size === 0 ? "" : fenced(jsonText(more), "json").trim(),
  );
}

/** Every prepared tag by its name, wherever it lies. */
function placesOf(top: Folder): Map<string, Folder> {
  const found = new Map<string, Folder>();
  const walk = (folder: Folder): void => {
    for (const [key, inner] of folder.folders) {
      if (key.startsWith("tag ")) found.set(inner.name, inner);
      walk(inner);
    }
  };
  walk(top);
  return found;
}

function itemsOf(
  folder: Folder,
  above: readonly string[],
  make: MakeRequest,
): readonly ImportedItem[] {
  const folders = [...folder.folders.values()].flatMap((inner): readonly ImportedItem[] => {
    const children = itemsOf(inner, [...above, inner.name], make);
    return children.length === 0
      ? []
      : [folderItem({ name: inner.name, docs: inner.docs }, children)];
  });
  return [...folders, ...folder.operations.map((operation) => make(operation, above))];
}
