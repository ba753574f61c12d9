import { createStore, type StoreApi } from "zustand/vanilla";
import type { CollectionsItem, Contract, Remote } from "../../shared/contract/index.ts";
import type { CollectionTree, FolderNode, TreeNode } from "../../shared/model/collection.ts";

/** The open collections as main has them. Read only here. */
export interface Replica {
  readonly collections: readonly CollectionTree[];
  /** False until the first snapshot. */
  readonly ready: boolean;
}

export type ReplicaStore = StoreApi<Replica>;

/** Mirrors `collections.watch` until the signal aborts; `onItem` sees every item after it was applied. */
export function createReplica(
  remote: Pick<Remote<Contract>, "collections.watch">,
  signal: AbortSignal,
  onItem: (item: CollectionsItem) => void,
): ReplicaStore {
  const store = createStore<Replica>(() => ({ collections: [], ready: false }));
  const follow = async () => {
    for await (const item of remote["collections.watch"](signal)) {
      store.setState((replica) => apply(replica, item));
      onItem(item);
    }
  };
  void follow().catch(() => undefined);
  return store;
}

function apply(replica: Replica, item: CollectionsItem): Replica {
  switch (item.kind) {
    case "snapshot":
      return { collections: item.collections, ready: true };
    case "collection": {
      const known = replica.collections.some((other) => other.id === item.collection.id);
      const collections = known
        ? replica.collections.map((other) =>
            other.id === item.collection.id ? item.collection : other,
          )
        : [...replica.collections, item.collection];
      return { ...replica, collections };
    }
    case "closed":
      return {
        ...replica,
        collections: replica.collections.filter((other) => other.id !== item.id),
      };
    case "file":
    case "moved":
      return replica;
  }
}

export function findCollection(replica: Replica, id: string | null): CollectionTree | undefined {
  return replica.collections.find((collection) => collection.id === id);
}

/** The node at a path, or undefined. */
export function findNode(nodes: readonly TreeNode[], path: string): TreeNode | undefined {
  for (const node of nodes) {
    if (node.path === path) return node;
    if (node.kind === "folder" && path.startsWith(`${node.path}/`)) {
      return findNode(node.children, path);
    }
  }
  return undefined;
}

/** The folders from the root down to an item, without the item. */
export function foldersAbove(nodes: readonly TreeNode[], path: string): readonly FolderNode[] {
  for (const node of nodes) {
    if (node.kind === "folder" && path.startsWith(`${node.path}/`)) {
      return [node, ...foldersAbove(node.children, path)];
    }
  }
  return [];
}
