import path from "node:path";
import { patchName, patchSeq } from "../../shared/formats/opencollection/info.ts";
import { newFolderData } from "../../shared/formats/opencollection/defaults.ts";
import { isYamlMap, type YamlData } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../../shared/formats/yaml/patch.ts";
import type { ItemPath, SaveResult } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readTextFile } from "./read-file.ts";
import type { CollectionStore, OpenCollection } from "./store.ts";
import { childOf, locate, parentOf, remakeFolder } from "./paths.ts";

type Place = Pick<OpenCollection, "id" | "root">;

/** How one save is to be made. */
export interface Edit {
  /** Path of the file in the collection. */
  readonly file: ItemPath;
  /** What the edit began from. */
  readonly hash: string;
  readonly overwrite: boolean;
  /** The new data for the data on disk. */
  readonly change: (data: YamlData) => YamlData;
  /** The data of a file that is gone, written only with `overwrite`. */
  readonly fresh: () => YamlData;
}

/**
 * Changes a file in place. A file that is not the one the edit began from is a conflict and stays as it is, unless
 * `overwrite`: then the change is made to what is on disk now. A file that cannot be parsed is never written.
 */
export async function saveEdit(
  store: Pick<CollectionStore, "changed">,
  collection: Place,
  edit: Edit,
): Promise<
  Extract<SaveResult, { kind: "conflict" }> | { readonly kind: "saved"; readonly hash: string }
> {
  const current = await readOrNull(collection, edit.file);
  const now = current?.hash ?? null;
  if (now !== edit.hash && !edit.overwrite) return { kind: "conflict", hash: now };
  // The folder it lay in may be gone with it.
  if (current === null) await remakeFolder(collection.root, parentOf(edit.file));
  const text =
    current === null
      ? canonicalYaml(edit.fresh())
      : patchYaml(current.text, edit.change(parseYaml(current.text).data)).text;
  return writeText(store, collection, edit.file, text, now);
}

/** Replaces the whole text of a file, if it is still the one with `expectHash` (null: there is none). */
export async function writeText(
  store: Pick<CollectionStore, "changed">,
  collection: Place,
  file: ItemPath,
  text: string,
  expectHash: string | null,
): Promise<{ kind: "saved"; hash: string } | { kind: "conflict"; hash: string | null }> {
  const absolute = path.join(collection.root, file);
  const result = await atomicWrite(absolute, text, { expectHash, root: collection.root });
  if (result.kind === "conflict") return result;
  store.changed(collection.id, file, result.hash);
  return { kind: "saved", hash: result.hash };
}

async function readOrNull(collection: Place, file: ItemPath) {
  try {
    return await readTextFile(await locate(collection.root, file, "file"), file);
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === "not-found") return null;
    throw error;
  }
}

/** Gives an item another seq and, when asked, another name; only those lines change. Broken files stay as they are. */
export async function relabel(
  store: CollectionStore,
  collection: OpenCollection,
  item: { readonly kind: "folder" | "request"; readonly path: ItemPath; readonly name: string },
  label: { readonly seq?: number; readonly name?: string },
): Promise<void> {
  const file = item.kind === "folder" ? childOf(item.path, "folder.yml") : item.path;
  const current = await readOrNull(collection, file);
  if (current === null) {
    if (item.kind === "request") return;
    const data = newFolderData(label.name ?? item.name, label.seq ?? null);
    await writeText(store, collection, file, canonicalYaml(data), null);
    return;
  }
  const { data } = parseYaml(current.text);
  if (!isYamlMap(data)) return;
  const named = label.name === undefined ? data : patchName(data, label.name);
  const next = label.seq === undefined ? named : patchSeq(named, label.seq);
  const { text } = patchYaml(current.text, next);
  const result = await writeText(store, collection, file, text, current.hash);
  if (result.kind === "conflict") throw changedMeanwhile(file);
}

function changedMeanwhile(file: ItemPath): FailureError {
  return new FailureError({
    kind: "conflict",
    code: "changed-on-disk",
    message: "This file was changed by another program at the same moment.",
    remedy: "Try again.",
    place: file,
  });
}
