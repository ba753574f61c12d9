import fs from "node:fs/promises";
import path from "node:path";
import type { Deleted, ItemRef, Position } from "../../shared/contract/collections.ts";
import { newFolderData } from "../../shared/formats/opencollection/defaults.ts";
import { newRequestData } from "../../shared/formats/opencollection/request.ts";
import { canonicalYaml } from "../../shared/formats/yaml/patch.ts";
import type { CollectionId, ItemPath, TreeNode } from "../../shared/model/collection.ts";
import { sharedSecretsFile } from "../../shared/formats/shared-secrets/file.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { EnvironmentStore } from "../environments/environment-store.ts";
import { copyEntry, namesIn, renameEntry } from "./disk.ts";
import { relabel, writeText } from "./file-edit.ts";
import { fileNameFor, freeName, nameKey } from "../../shared/model/item-name.ts";
import { needNode, nodeAt, orderedIn } from "./nodes.ts";
import { nextSeq, seqsFor } from "./order.ts";
import { baseOf, childOf, itemSegments, locate, parentOf } from "./paths.ts";
import type { CollectionStore, OpenCollection } from "./store.ts";
import type { UndoArea } from "./undo.ts";

/** Making, naming, placing and deleting folders and requests. One change at a time. Throws FailureError. */
export interface Items {
  createFolder(id: CollectionId, parent: ItemPath, name: string): Promise<ItemRef>;
  createRequest(
    id: CollectionId,
    parent: ItemPath,
    request: HttpRequest,
  ): Promise<ItemRef & { readonly hash: string }>;
  rename(ref: ItemRef, name: string): Promise<ItemRef>;
  duplicate(ref: ItemRef): Promise<ItemRef>;
  move(from: ItemRef, toCollection: CollectionId, to: Position): Promise<ItemRef>;
  remove(ref: ItemRef): Promise<Deleted>;
  undoRemove(undoId: string): Promise<ItemRef>;
}

export interface ItemsOptions {
  readonly store: CollectionStore;
  /** The same, with what else has environments that are deleted and brought back. */
  readonly places?: EnvironmentStore;
  readonly undo: UndoArea;
  /** Moves a file or folder to the system's trash; absent where there is none. */
  readonly trash?: (absolute: string) => Promise<void>;
}

export function createItems({ store, places = store, undo, trash }: ItemsOptions): Items {
  let last: Promise<unknown> = Promise.resolve();
  /** Names and numbers are chosen from what is there: two changes at once could choose the same. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  const createFolder = async (
    id: CollectionId,
    parent: ItemPath,
    name: string,
  ): Promise<ItemRef> => {
    const collection = store.get(id);
    const folder = await locate(collection.root, parent, "folder");
    const item = childOf(parent, freeName(fileNameFor(name, "folder"), "", await namesIn(folder)));
    const data = newFolderData(
      name || baseOf(item),
      nextSeq(orderedIn(collection, parent, "folder")),
    );
    try {
      await fs.mkdir(path.join(collection.root, ...itemSegments(item, "create")));
    } catch (error) {
      throw storageFailure(error, item);
    }
    await writeText(store, collection, childOf(item, "folder.yml"), canonicalYaml(data), null);
    await store.refresh(id);
    return { collectionId: id, path: item };
  };

  const createRequest = async (id: CollectionId, parent: ItemPath, request: HttpRequest) => {
    const collection = store.get(id);
    const folder = await locate(collection.root, parent, "folder");
    const base = fileNameFor(request.name, "request");
    const data = newRequestData(
      { ...request, name: request.name || base },
      nextSeq(orderedIn(collection, parent, "request")),
    );
    const text = canonicalYaml(data);
    for (;;) {
      const item = childOf(parent, freeName(base, ".yml", await namesIn(folder)));
      itemSegments(item, "create");
      const result = await writeText(store, collection, item, text, null);
      // Somebody else made a file of this name meanwhile: the next free one is tried.
      if (result.kind === "conflict") continue;
      await store.refresh(id);
      return { collectionId: id, path: item, hash: result.hash };
    }
  };

  const rename = async (ref: ItemRef, name: string): Promise<ItemRef> => {
    const collection = store.get(ref.collectionId);
    const node = needNode(collection, ref.path);
    await locate(collection.root, node.path, "any");
    const kind = node.kind === "folder" ? "folder" : "request";
    const extension = kind === "folder" ? "" : ".yml";
    const base = fileNameFor(name, kind);
    const own = baseOf(node.path);
    const folder = path.join(collection.root, parentOf(node.path));
    const others = (await namesIn(folder)).filter((other) => other !== own);
    const kept = nameKey(own) === nameKey(base + extension) && own === base + extension;
    const fileName = kept ? own : freeName(base, extension, others);
    const item = childOf(parentOf(node.path), fileName);
    await moveOnDisk(collection, node.path, collection, item);
    // A folder without folder.yml needs one only when the folder's own name cannot say it.
    const hasFile =
      kind === "request" || (await exists(path.join(collection.root, item, "folder.yml")));
    if (node.kind !== "broken" && (hasFile || name !== fileName)) {
      await relabel(store, collection, { kind, path: item, name }, { name });
    }
    await store.refresh(ref.collectionId);
    return { collectionId: ref.collectionId, path: item };
  };

  const duplicate = async (ref: ItemRef): Promise<ItemRef> => {
    const collection = store.get(ref.collectionId);
    const node = needNode(collection, ref.path);
    const absolute = await locate(collection.root, node.path, "any");
    const kind = node.kind === "folder" ? "folder" : "request";
    const name = `${node.name} copy`;
    const parent = parentOf(node.path);
    const taken = await namesIn(path.join(collection.root, parent));
    const item = childOf(
      parent,
      freeName(fileNameFor(name, kind), kind === "folder" ? "" : ".yml", taken),
    );
    try {
      await copyEntry(absolute, path.join(collection.root, item));
    } catch (error) {
      throw storageFailure(error, item);
    }
    if (node.kind !== "broken") {
      const seq = nextSeq(orderedIn(collection, parent, kind));
      await relabel(store, collection, { kind, path: item, name }, { seq, name });
    }
    await store.refresh(ref.collectionId);
    return { collectionId: ref.collectionId, path: item };
  };

  const move = async (
    from: ItemRef,
    toCollection: CollectionId,
    to: Position,
  ): Promise<ItemRef> => {
    const source = store.get(from.collectionId);
    const target = store.get(toCollection);
    const node = needNode(source, from.path);
    await locate(source.root, node.path, "any");
    const folder = await locate(target.root, to.folder, "folder");
    if (source === target && `${to.folder}/`.startsWith(`${node.path}/`))
      throw intoItself(node.path);
    const stays = source === target && parentOf(node.path) === to.folder;
    const extension = node.kind === "folder" ? "" : ".yml";
    const own = baseOf(node.path);
    const base = own.slice(0, own.length - extension.length);
    const name = stays ? own : freeName(base, extension, await namesIn(folder));
    const item = childOf(to.folder, name);
    if (!stays) {
      itemSegments(item, "create");
      await moveOnDisk(source, node.path, target, item);
    }
    if (node.kind !== "broken") await place(target, { ...node, path: item }, node.path, to);
    await store.refresh(from.collectionId);
    if (source !== target) await store.refresh(toCollection);
    return { collectionId: toCollection, path: item };
  };

  /** Gives the item, and as few neighbours as possible, the numbers that put it where it was dropped. */
  const place = async (
    target: OpenCollection,
    node: Exclude<TreeNode, { kind: "broken" }>,
    before: ItemPath,
    to: Position,
  ): Promise<void> => {
    const siblings = orderedIn(target, to.folder, node.kind).filter(
      (other) => other.path !== node.path && other.path !== before,
    );
    const at = siblings.findIndex((other) => other.path === to.after);
    const after = to.after === null ? undefined : nodeAt(target, to.after);
    // After something of the other kind: folders come first, so that is the end for a folder, the beginning for a request.
    const elsewhere =
      after !== undefined && after.kind !== node.kind && node.kind === "folder"
        ? siblings.length
        : 0;
    const index = at >= 0 ? at + 1 : elsewhere;
    for (const [item, seq] of seqsFor(siblings, node, index, node.kind)) {
      const name = [...siblings, node].find((other) => other.path === item)?.name ?? baseOf(item);
      await relabel(store, target, { kind: node.kind, path: item, name }, { seq });
    }
  };

  const moveOnDisk = async (
    source: OpenCollection,
    from: ItemPath,
    target: OpenCollection,
    to: ItemPath,
  ): Promise<void> => {
    if (source === target && from === to) return;
    await renameEntry(path.join(source.root, from), path.join(target.root, to));
    if (source === target) store.moved(source.id, from, to);
    else store.changed(source.id, from, null);
  };

  const remove = async (ref: ItemRef): Promise<Deleted> => {
    const collection = store.get(ref.collectionId);
    const node = needNode(collection, ref.path);
    const absolute = await locate(collection.root, node.path, "any");
    let undoId: string | null = null;
    if (trash === undefined) undoId = await undo.put(absolute, collection.id, node.path);
    else await trash(absolute);
    store.changed(collection.id, node.path, null);
    await store.refresh(collection.id);
    return { undoId };
  };

  const undoRemove = async (undoId: string): Promise<ItemRef> => {
    const entry = await undo.find(undoId);
    const collection = places.get(entry.collectionId);
    const segments = itemSegments(entry.path);
    const parent = segments.slice(0, -1).join("/");
    const folder = path.join(collection.root, parent);
    // The folders it was in may be gone too: they come back with it, one by one, so that no link leads elsewhere.
    for (const [index] of segments.slice(0, -1).entries()) {
      const above = segments.slice(0, index + 1).join("/");
      await fs.mkdir(path.join(collection.root, above)).catch(() => undefined);
      await locate(collection.root, above, "folder");
    }
    const extension = /\.yml$/.exec(entry.path)?.[0] ?? "";
    const base = baseOf(entry.path).slice(0, -extension.length || undefined);
    const item = childOf(parent, freeName(base, extension, await namesIn(folder)));
    const environment = /^environments\/([^/]+)\.yml$/.exec(item)?.[1];
    await undo.restore(
      undoId,
      path.join(collection.root, item),
      environment === undefined ? null : path.join(collection.root, sharedSecretsFile(environment)),
    );
    await places.refresh(collection.id);
    return { collectionId: collection.id, path: item };
  };

  return {
    createFolder: (...input) => inTurn(() => createFolder(...input)),
    createRequest: (...input) => inTurn(() => createRequest(...input)),
    rename: (...input) => inTurn(() => rename(...input)),
    duplicate: (...input) => inTurn(() => duplicate(...input)),
    move: (...input) => inTurn(() => move(...input)),
    remove: (...input) => inTurn(() => remove(...input)),
    undoRemove: (...input) => inTurn(() => undoRemove(...input)),
  };
}

async function exists(absolute: string): Promise<boolean> {
  return (await fs.stat(absolute).catch(() => null)) !== null;
}

function intoItself(item: ItemPath): FailureError {
  return new FailureError({
    kind: "input",
    code: "into-itself",
    message: "A folder cannot be moved into itself.",
    place: item,
  });
}
