import type { ItemRef } from "../../shared/contract/collections.ts";
import {
  keptOfDefaults,
  newCollectionData,
  newFolderData,
  patchDefaults,
  readDefaults,
} from "../../shared/formats/opencollection/defaults.ts";
import {
  keptOfRequest,
  newRequestData,
  patchRequest,
  readRequest,
} from "../../shared/formats/opencollection/request.ts";
import type { YamlData } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { canonicalYaml } from "../../shared/formats/yaml/patch.ts";
import type {
  Defaults,
  ItemPath,
  LoadedDefaults,
  LoadedRequest,
  SaveResult,
} from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { sha256 } from "../base/atomic-write.ts";
import { saveEdit, writeText } from "./file-edit.ts";
import { nextSeq, type Ordered } from "./order.ts";
import { orderedIn } from "./nodes.ts";
import { baseOf, childOf, itemSegments, locate, parentOf, remakeFolder } from "./paths.ts";
import { readTextFile, type TextFile } from "./read-file.ts";
import type { CollectionStore, OpenCollection } from "./store.ts";

/** A save from outside. `overwrite` after the person chose so in a conflict. */
export interface Save<T> {
  readonly value: T;
  readonly hash: string;
  readonly overwrite: boolean;
}

/** Hash a folder without folder.yml is loaded with: that of no bytes. Saving then makes the file. */
const noFile = sha256("");

/** Reading and saving what is in the files of a collection. Throws FailureError. */
export interface Contents {
  readRequest(ref: ItemRef): Promise<LoadedRequest>;
  saveRequest(ref: ItemRef, save: Save<HttpRequest>): Promise<SaveResult>;
  readDefaults(ref: ItemRef): Promise<LoadedDefaults>;
  saveDefaults(ref: ItemRef, save: Save<Defaults>): Promise<SaveResult>;
  readText(ref: ItemRef): Promise<TextFile>;
  saveText(ref: ItemRef, save: Save<string>): Promise<SaveResult>;
}

export function createContents(store: CollectionStore): Contents {
  const load = async (ref: ItemRef, file: ItemPath): Promise<TextFile> => {
    const { root } = store.get(ref.collectionId);
    const loaded = await readTextFile(await locate(root, file, "file"), file);
    store.loaded(ref.collectionId, file, loaded.hash);
    return loaded;
  };
  const done = async (
    ref: ItemRef,
    result: { kind: "saved"; hash: string } | { kind: "conflict"; hash: string | null },
  ): Promise<SaveResult> => {
    if (result.kind === "conflict") return result;
    await store.refreshFile(ref.collectionId, ref.path);
    return { kind: "saved", path: ref.path, hash: result.hash };
  };

  const saveDefaults = async (ref: ItemRef, save: Save<Defaults>): Promise<SaveResult> => {
    const collection = store.get(ref.collectionId);
    const file = defaultsFile(ref.path);
    await locate(collection.root, ref.path, "folder");
    const fresh = (): YamlData =>
      patchDefaults(
        ref.path === "" ? newCollectionData(save.value.name) : newFolderData(save.value.name, null),
        save.value,
      );
    if (save.hash === noFile && !save.overwrite) {
      const started = patchDefaults(newFolderData(baseOf(ref.path), null), save.value);
      return done(ref, await writeText(store, collection, file, canonicalYaml(started), null));
    }
    const change = (data: YamlData) => patchDefaults(data, save.value);
    return done(ref, await saveEdit(store, collection, { ...save, file, change, fresh }));
  };

  return {
    readRequest: async (ref) => {
      const { text, hash } = await load(ref, ref.path);
      const { data } = parseYaml(text);
      return { value: readRequest(data), hash, kept: keptOfRequest(data) };
    },
    saveRequest: async (ref, save) => {
      const collection = store.get(ref.collectionId);
      needItemFile(ref.path);
      const seq = () => seqAt(collection, ref.path);
      const change = (data: YamlData) => patchRequest(data, save.value);
      const fresh = () => newRequestData(save.value, seq());
      return done(
        ref,
        await saveEdit(store, collection, { ...save, file: ref.path, change, fresh }),
      );
    },
    readDefaults: async (ref) => {
      const file = defaultsFile(ref.path);
      try {
        const { text, hash } = await load(ref, file);
        const { data } = parseYaml(text);
        const value = readDefaults(data);
        return {
          value: { ...value, name: value.name || baseOf(ref.path) },
          hash,
          kept: keptOfDefaults(data),
        };
      } catch (error) {
        const missing = error instanceof FailureError && error.failure.kind === "not-found";
        if (!missing || ref.path === "") throw error;
        await locate(store.get(ref.collectionId).root, ref.path, "folder");
        // A folder without folder.yml gives nothing and cuts nothing: auth is inherited through it.
        const value = readDefaults(newFolderData(baseOf(ref.path), null));
        return { value, hash: noFile, kept: [] };
      }
    },
    saveDefaults,
    readText: (ref) => load(ref, ref.path),
    saveText: async (ref, save) => {
      const collection = store.get(ref.collectionId);
      itemSegments(ref.path, "create");
      const now = await currentHash(collection, ref.path);
      if (now !== save.hash && !save.overwrite) return { kind: "conflict", hash: now };
      if (now === null) {
        needItemFile(ref.path);
        await remakeFolder(collection.root, parentOf(ref.path));
      }
      return done(ref, await writeText(store, collection, ref.path, save.value, now));
    },
  };
}

function defaultsFile(item: ItemPath): ItemPath {
  return item === "" ? "opencollection.yml" : childOf(item, "folder.yml");
}

/** A save may bring back a file that is gone; it must not make anything but a request. */
function needItemFile(item: ItemPath): void {
  itemSegments(item);
  if (item.endsWith(".yml")) return;
  throw new FailureError({
    kind: "policy",
    code: "not-a-request-file",
    message: "Requests are kept in files that end in .yml.",
    place: item,
  });
}

function seqAt(collection: OpenCollection, item: ItemPath): number {
  const siblings: readonly Ordered[] = orderedIn(collection, parentOf(item), "request");
  return nextSeq(siblings.filter((other) => other.path !== item));
}

async function currentHash(collection: OpenCollection, item: ItemPath): Promise<string | null> {
  try {
    return (await readTextFile(await locate(collection.root, item, "file"), item)).hash;
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === "not-found") return null;
    throw error;
  }
}
