import path from "node:path";
import type { CollectionId, ItemPath, TreeNode } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { writeText } from "./file-edit.ts";
import { childOf, locate } from "./paths.ts";
import { readTextFile, type TextFile } from "./read-file.ts";
import { markOf } from "./read-node.ts";
import type { CollectionStore, OpenCollection } from "./store.ts";

/** The files of the open collections as files, for what goes through many of them. Throws FailureError. */
export interface CollectionFiles {
  list(): readonly OpenCollection[];
  /** Every file that says something, with a mark that changes when it does: requests, folders, the collection, environments. */
  marks(id: CollectionId): Promise<ReadonlyMap<ItemPath, string>>;
  /** Reads one. Its changes are not watched for anybody. */
  read(id: CollectionId, file: ItemPath): Promise<TextFile>;
  /** Replaces its text, if it is still the one with `hash`, else FailureError `conflict`; gives the new hash. */
  write(id: CollectionId, file: ItemPath, text: string, hash: string): Promise<string>;
  /** Sends out what was written. */
  refresh(ids: readonly CollectionId[]): Promise<void>;
}

/** What is needed to know of the collections. */
export type FilesPort = Pick<CollectionStore, "list" | "get" | "markOf" | "changed" | "refresh">;

export function createCollectionFiles(store: FilesPort): CollectionFiles {
  return {
    list: store.list,
    marks: async (id) => {
      const { root, tree } = store.get(id);
      const marks = new Map<ItemPath, string>();
      const others = [
        "opencollection.yml",
        ...tree.environments.map((name) => `environments/${name}.yml`),
      ];
      const visit = (nodes: readonly TreeNode[]): void => {
        for (const node of nodes) {
          const file = node.kind === "folder" ? childOf(node.path, "folder.yml") : node.path;
          const mark = store.markOf(id, file);
          if (mark !== undefined) marks.set(file, mark);
          if (node.kind === "folder") visit(node.children);
        }
      };
      visit(tree.children);
      for (const file of others) {
        const mark = await markOf(path.join(root, file));
        if (mark !== null) marks.set(file, mark.text);
      }
      return marks;
    },
    read: async (id, file) => readTextFile(await locate(store.get(id).root, file, "file"), file),
    write: async (id, file, text, hash) => {
      const result = await writeText(store, store.get(id), file, text, hash);
      if (result.kind === "saved") return result.hash;
      throw new FailureError({
        kind: "conflict",
        code: "changed-on-disk",
        message: "This file was changed by another program at the same moment.",
        remedy: "Try again.",
        place: file,
      });
    },
    refresh: async (ids) => {
      for (const id of ids) await store.refresh(id);
    },
  };
}
