import { percentDecode, percentEncode } from "../../../model/percent.ts";
import { withEnvoi } from "../../opencollection/extension.ts";
import { listAt, mapAt, order, textOf } from "../../opencollection/fields.ts";
import { type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { ImportedCollection, ImportedItem } from "../imported.ts";
import { type FolderRule, folderRules } from "./folders.ts";
import { defaultsParts, hashesOf, requestParts } from "./parts.ts";

/**
 * What a collection remembers of the description it was made from, so that a newer one can be merged into it
 * (`extensions.envoi.openapi`). Parts are remembered as hashes: what was imported last is the base of the merge.
 */
export interface CollectionLink {
  /** File, folder or archive, relative to the collection's folder, or an address; "" when it is not known. */
  readonly source: string;
  /** Path of the description in a folder or archive; "" for a file of its own. */
  readonly document: string;
  /** Of the description's text. */
  readonly hash: string;
  readonly folders: FolderRule;
  /** Ids of every operation it had. */
  readonly operations: readonly string[];
  /** Names of the environments it gave. */
  readonly environments: readonly string[];
  readonly parts: PartHashes;
}

/** Name of a part → hash of what was imported. */
export type PartHashes = ReadonlyMap<string, string>;

/** What a request remembers. */
export interface RequestLink {
  /** Stable id of the operation. */
  readonly operation: string;
  readonly operationId: string;
  readonly parts: PartHashes;
}

const key = "openapi";

function linkMap(data: YamlMap): YamlMap {
  return mapAt(data, "extensions", "envoi", key);
}

/** One line of the file: `name=hash&…`, names percent-encoded. */
function hashes(map: YamlMap): PartHashes {
  const pieces = textOf(map.get("parts"))
    .split("&")
    .filter((piece) => piece.includes("="));
  return new Map(
    pieces.map((piece) => {
      const at = piece.indexOf("=");
      return [percentDecode(piece.slice(0, at)), piece.slice(at + 1)];
    }),
  );
}

function written(parts: PartHashes): string {
  return [...parts]
    .map(([name, hash]) => `${percentEncode(name, "value", false)}=${hash}`)
    .join("&");
}

/** The link of a collection; null: it was not made from a description. */
export function collectionLink(data: YamlMap): CollectionLink | null {
  const map = linkMap(data);
  if (!map.has("operations")) return null;
  const folders = textOf(map.get("folders"));
  return {
    source: textOf(map.get("source")),
    document: textOf(map.get("document")),
    hash: textOf(map.get("hash")),
    folders: folderRules.find((rule) => rule === folders) ?? "tags",
    operations: listAt(map, "operations").map(textOf),
    environments: listAt(map, "environments").map(textOf),
    parts: hashes(map),
  };
}

/** The link of a request; null: it stands for no operation. */
export function requestLink(data: YamlMap): RequestLink | null {
  const map = linkMap(data);
  const operation = textOf(map.get("operation"));
  if (operation === "") return null;
  return { operation, operationId: textOf(map.get("operationId")), parts: hashes(map) };
}

/** The names of folder and folders above it that a folder was made from, joined by line breaks; "" without. */
export function folderLink(data: YamlMap): { readonly folder: string; readonly parts: PartHashes } {
  const map = linkMap(data);
  return { folder: listAt(map, "folder").map(textOf).join("\n"), parts: hashes(map) };
}

export function withCollectionLink(data: YamlMap, link: CollectionLink): YamlMap {
  const map = yamlMap([
    ["source", link.source],
    ["document", link.document || undefined],
    ["hash", link.hash],
    ["folders", link.folders],
    ["parts", written(link.parts)],
    ["environments", link.environments],
    ["operations", link.operations],
  ]);
  return withEnvoi(data, key, map, order.root);
}

export function withRequestLink(data: YamlMap, link: RequestLink): YamlMap {
  const map = yamlMap([
    ["operation", link.operation],
    ["operationId", link.operationId || undefined],
    ["parts", written(link.parts)],
  ]);
  return withEnvoi(data, key, map, order.request);
}

export function withFolderLink(
  data: YamlMap,
  folder: readonly string[],
  parts: PartHashes,
): YamlMap {
  const map = yamlMap([
    ["folder", folder],
    ["parts", written(parts)],
  ]);
  return withEnvoi(data, key, map, order.folder);
}

/** Data without its link: what is compared, and what is written when nobody wants one. */
export function withoutLink(data: YamlMap): YamlMap {
  return linkMap(data).size === 0 ? data : withEnvoi(data, key, undefined, order.request);
}

/**
 * A collection whose links remember its parts as they are now: called last, when secrets have become variables. `source`: where the
 * description lies, seen from the collection's folder. Collections without a link stay as they are.
 */
export function sealLinks(collection: ImportedCollection, source: string): ImportedCollection {
  const link = collectionLink(collection.data);
  if (link === null) return collection;
  const parts = hashesOf(defaultsParts(collection.data));
  return {
    ...collection,
    data: withCollectionLink(collection.data, { ...link, source, parts }),
    children: collection.children.map((item) => sealed(item, [])),
  };
}

function sealed(item: ImportedItem, above: readonly string[]): ImportedItem {
  if (item.kind === "folder") {
    const place = [...above, item.name];
    const parts = hashesOf(defaultsParts(item.data));
    return {
      ...item,
      data: withFolderLink(item.data, place, parts),
      children: item.children.map((child) => sealed(child, place)),
    };
  }
  const link = requestLink(item.data);
  if (link === null) return item;
  return {
    ...item,
    data: withRequestLink(item.data, { ...link, parts: hashesOf(requestParts(item.data)) }),
  };
}

/** A collection without any link. */
export function unlinked(collection: ImportedCollection): ImportedCollection {
  const strip = (item: ImportedItem): ImportedItem =>
    item.kind === "folder"
      ? { ...item, children: item.children.map(strip) }
      : { ...item, data: withoutLink(item.data) };
  return {
    ...collection,
    data: withoutLink(collection.data),
    children: collection.children.map(strip),
  };
}
