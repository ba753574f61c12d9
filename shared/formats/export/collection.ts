import { FailureError } from "../../model/failure.ts";
import { infoOf, kindOf, seqOf } from "../opencollection/info.ts";
import { textOf } from "../opencollection/fields.ts";
import type { Imported, ImportedCollection, ImportedItem } from "../import/imported.ts";
import { asText, type SourceFile } from "../import/source-file.ts";
import { isYamlMap, type YamlMap } from "../yaml/data.ts";
import { yamlData } from "../yaml/parse.ts";

/** A collection read from its files, and the files that are no part of it because they cannot be read. */
export interface ReadCollection {
  readonly imported: Imported;
  readonly unread: readonly string[];
}

/**
 * The files of a collection's folder as the importers have one, so that the same code finds secrets in it. Values of secret variables are
 * not in files and so not here; `.env` files are left alone. Throws `input` when there is no `opencollection.yml`.
 */
export function readCollectionFiles(
  sources: readonly SourceFile[],
  fallback: string,
): ReadCollection {
  const unread: string[] = [];
  const files = new Map<string, YamlMap>();
  for (const { path, bytes } of sources) {
    if (!path.endsWith(".yml")) continue;
    const data = dataOf(asText(bytes));
    if (data === null) unread.push(path);
    else files.set(path, data);
  }
  const root = files.get("opencollection.yml");
  if (root === undefined) throw noCollection();
  const name = textOf(infoOf(root).get("name")) || fallback;
  const environments = [...files]
    .filter(([path]) => /^environments\/[^/]+\.yml$/.test(path))
    .map(([path, data]) => ({
      name: path.slice("environments/".length, -".yml".length),
      data,
      secrets: new Map<string, string>(),
    }));
  const collection: ImportedCollection = {
    name,
    data: root,
    children: itemsIn("", files),
    environments,
    secrets: new Map(),
    files: [],
  };
  return {
    unread,
    imported: {
      format: "opencollection",
      formatName: "OpenCollection",
      collections: [collection],
      environments: [],
      notes: [],
    },
  };
}

/** One folder's or one request's part of a collection; null when there is nothing at that path. */
export function partOf(collection: ImportedCollection, path: string): ImportedCollection | null {
  if (path === "") return collection;
  const found = at(collection.children, path.split("/"));
  return found === null ? null : { ...collection, children: [found] };
}

function at(items: readonly ImportedItem[], parts: readonly string[]): ImportedItem | null {
  const [first = "", ...rest] = parts;
  const found = items.find((item) => places.get(item) === first);
  if (found === undefined || rest.length === 0) return found ?? null;
  if (found.kind !== "folder") return null;
  const inside = at(found.children, rest);
  return inside === null ? null : { ...found, children: [inside] };
}

/** Last part of the path an item was read from. */
const places = new WeakMap<ImportedItem, string>();

function itemsIn(folder: string, files: ReadonlyMap<string, YamlMap>): readonly ImportedItem[] {
  const names = new Set<string>();
  for (const path of files.keys())
    if (path.startsWith(folder)) names.add(path.slice(folder.length).split("/")[0] ?? "");
  const items: { readonly item: ImportedItem; readonly seq: number; readonly folder: boolean }[] =
    [];
  for (const name of names) {
    const path = folder + name;
    const own = files.get(path);
    if (own === undefined) {
      if (path === "environments") continue;
      const children = itemsIn(`${path}/`, files);
      const data = files.get(`${path}/folder.yml`) ?? new Map();
      const item: ImportedItem = {
        kind: "folder",
        name: textOf(infoOf(data).get("name")) || name,
        data,
        children,
      };
      places.set(item, name);
      items.push({ item, seq: seqOf(data) ?? Number.MAX_SAFE_INTEGER, folder: true });
    } else if (name !== "folder.yml" && name !== "opencollection.yml" && isRequest(own)) {
      const shown = textOf(infoOf(own).get("name")) || name.replace(/\.yml$/, "");
      const item: ImportedItem = { kind: "request", name: shown, data: own };
      places.set(item, name);
      items.push({ item, seq: seqOf(own) ?? Number.MAX_SAFE_INTEGER, folder: false });
    }
  }
  return items
    .toSorted((left, right) => Number(right.folder) - Number(left.folder) || left.seq - right.seq)
    .map(({ item }) => item);
}

function isRequest(data: YamlMap): boolean {
  return kindOf(data) !== "other" || data.has("http");
}

function dataOf(text: string | null): YamlMap | null {
  if (text === null) return null;
  try {
    const data = yamlData(text);
    return isYamlMap(data) ? data : null;
  } catch (thrown) {
    if (thrown instanceof FailureError) return null;
    throw thrown;
  }
}

function noCollection(): FailureError {
  return new FailureError({
    kind: "input",
    code: "no-collection",
    message: "The folder holds no opencollection.yml that can be read.",
    remedy: "Choose the folder of a collection.",
    place: "opencollection.yml",
  });
}
