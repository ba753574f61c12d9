import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { readWorkspace } from "../../../shared/formats/opencollection/workspace.ts";
import type { CollectionId, ItemPath } from "../../../shared/model/collection.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import { storageFailure } from "../../base/storage-failure.ts";
import { type CollectionFiles, createCollectionFiles } from "../../collections/files.ts";
import { createTreeCache, type TreeCache } from "../../collections/read-node.ts";
import type { OpenCollection } from "../../collections/store.ts";
import { scanTree } from "../../collections/tree.ts";
import { entryPlace } from "../../workspaces/entry-place.ts";
import { readWorkspaceFile } from "../../workspaces/workspace-file.ts";
import { collectionAbove } from "./collection-above.ts";

/** A collection, or a folder or file of one, that a command was given. */
export interface NamedPlace {
  /** Its folder: on the command line nothing else names it. */
  readonly collectionId: CollectionId;
  /** "": all of it. */
  readonly path: ItemPath;
}

/**
 * The places that words of a command name: a collection, a folder or file in one, or a workspace, which stands for what it lists in its own
 * folder. `say`: lines of a workspace that were passed over. Rejects with FailureError `not-found`.
 */
export async function namedPlaces(
  words: readonly string[],
  say: (text: string) => void,
): Promise<readonly NamedPlace[]> {
  const places: NamedPlace[] = [];
  for (const word of words) places.push(...(await placesAt(word, say)));
  return places.filter(
    (place, at) =>
      places.findIndex(
        (other) => other.collectionId === place.collectionId && other.path === place.path,
      ) === at,
  );
}

async function placesAt(word: string, say: (text: string) => void): Promise<readonly NamedPlace[]> {
  const absolute = await realpath(resolve(word)).catch((error: unknown) => {
    throw storageFailure(error, basename(word));
  });
  const isFolder = (await stat(absolute)).isDirectory();
  const workspace = basename(absolute) === "workspace.yml" ? dirname(absolute) : absolute;
  const root = await collectionAbove(isFolder ? join(absolute, "x") : absolute);
  if (root !== null && root !== workspace)
    return [{ collectionId: root, path: itemOf(root, absolute) }];
  if (root !== null && isFolder) return [{ collectionId: root, path: "" }];
  const listed = await listedIn(workspace, say);
  if (listed !== null) return listed;
  if (root !== null) return [{ collectionId: root, path: itemOf(root, absolute) }];
  throw new FailureError({
    kind: "not-found",
    code: "not-a-collection",
    message: "There is no collection and no workspace here.",
    remedy: "Give a folder that holds an opencollection.yml or a workspace.yml, or a file in it.",
    place: basename(absolute),
  });
}

/** null: there is no workspace. */
async function listedIn(
  folder: string,
  say: (text: string) => void,
): Promise<readonly NamedPlace[] | null> {
  const file = await readWorkspaceFile(folder).catch((thrown: unknown) => {
    const { kind, code } = toFailure(thrown);
    if (kind === "not-found" || code === "not-a-workspace") return null;
    throw thrown;
  });
  if (file === null) return null;
  const places: NamedPlace[] = [];
  for (const { path } of readWorkspace(file.data).collections) {
    const { kind, folder: at } = await entryPlace(folder, path);
    const there = kind === "inside" && (await isCollection(at));
    if (there) places.push({ collectionId: at, path: "" });
    else if (kind === "outside") say(`${path} leads out of the workspace: name it to have it too.`);
    else say(`${path} is no collection, or is not there.`);
  }
  return places;
}

const isCollection = (folder: string): Promise<boolean> =>
  stat(join(folder, "opencollection.yml")).then(
    (found) => found.isFile(),
    () => false,
  );

/** A folder's own description stands for the folder's file, not for all below it. */
function itemOf(root: string, absolute: string): ItemPath {
  return relative(root, absolute).split(sep).join("/");
}

/** The files of collections by their folders (real paths), as they are now. Nothing is watched. */
export async function readCollections(roots: readonly string[]): Promise<CollectionFiles> {
  const read = new Map<CollectionId, OpenCollection & { readonly cache: TreeCache }>();
  for (const root of new Set(roots)) {
    const cache = createTreeCache();
    const tree = { id: root, folder: root, ...(await scanTree(root, cache)) };
    read.set(root, { id: root, root, tree, cache });
  }
  const get = (id: CollectionId) => {
    const found = read.get(id);
    if (found !== undefined) return found;
    throw new FailureError({
      kind: "not-found",
      code: "collection-not-open",
      message: "This collection is not open.",
    });
  };
  return createCollectionFiles({
    list: () => [...read.values()],
    get,
    markOf: (id, file) => {
      const { files, heads } = get(id).cache;
      return (files.get(file) ?? heads.get(file))?.mark;
    },
    changed: () => undefined,
    refresh: () => Promise.resolve(),
  });
}
