import type { Position } from "../../../shared/contract/index.ts";
import type { CollectionTree, TreeNode } from "../../../shared/model/collection.ts";
import { findNode } from "../../state/replica.ts";
import type { TreeDrop } from "../../ui/tree-drag.ts";
import { folderOf, type SidebarRow } from "./rows.ts";

/** Where an item would go. */
export interface Destination {
  readonly collectionId: string;
  readonly to: Position;
}

const isFolder = (row: SidebarRow | TreeNode | null) =>
  row !== null && ("node" in row ? row.node?.kind === "folder" : row.kind === "folder");

/** The children of a folder ("" = the collection), or nothing. */
function childrenOf(collection: CollectionTree, folder: string): readonly TreeNode[] {
  if (folder === "") return collection.children;
  const node = findNode(collection.children, folder);
  return node?.kind === "folder" ? node.children : [];
}

/** Siblings of the same sort: folders are ordered among folders, requests among requests (as in the files' `seq`). */
function peers(collection: CollectionTree, folder: string, like: TreeNode): readonly TreeNode[] {
  return childrenOf(collection, folder).filter((node) => isFolder(node) === isFolder(like));
}

/** At the end of a folder. */
export function lastIn(row: SidebarRow, collection: CollectionTree, folder: string): Destination {
  const others = row.node
    ? peers(collection, folder, row.node).filter(
        (node) => collection.id !== row.collection.id || node.path !== row.path,
      )
    : [];
  return { collectionId: collection.id, to: { folder, after: others.at(-1)?.path ?? null } };
}

/** True when the item cannot go there: into itself or below itself. */
export function isWithin(row: SidebarRow, collectionId: string, folder: string): boolean {
  return (
    row.collection.id === collectionId && (folder === row.path || folder.startsWith(`${row.path}/`))
  );
}

/** Where a dragged row lands over another; null: nowhere. */
export function dropTarget(dragged: SidebarRow, over: SidebarRow, share: number): TreeDrop | null {
  if (!dragged.node || over.collection.problem) return null;
  const into = (row: SidebarRow): TreeDrop | null =>
    isWithin(dragged, row.collection.id, row.path)
      ? null
      : { row: row.id, where: "into", level: row.level + 1 };
  if (over.node === null) return into(over);
  if (dragged.id === over.id) return null;
  const beside = (where: "before" | "after"): TreeDrop | null =>
    isWithin(dragged, over.collection.id, folderOf(over.path))
      ? null
      : { row: over.id, where, level: over.level };
  if (isFolder(over)) {
    if (isFolder(dragged) && share < 0.25) return beside("before");
    if (isFolder(dragged) && share > 0.75 && over.expanded === false) return beside("after");
    return into(over);
  }
  if (isFolder(dragged)) return null;
  return beside(share < 0.5 ? "before" : "after");
}

/** The place a drop means. */
export function dropDestination(
  dragged: SidebarRow,
  over: SidebarRow,
  drop: TreeDrop,
): Destination | null {
  if (!dragged.node) return null;
  const { collection } = over;
  if (drop.where === "into") return lastIn(dragged, collection, over.path);
  const folder = folderOf(over.path);
  if (drop.where === "after") {
    return { collectionId: collection.id, to: { folder, after: over.path } };
  }
  const others = peers(collection, folder, dragged.node);
  const at = others.findIndex((node) => node.path === over.path);
  return { collectionId: collection.id, to: { folder, after: others[at - 1]?.path ?? null } };
}

export type Nudge = "up" | "down" | "in" | "out";

/** One step by keyboard: past a sibling, into the folder above, out of the folder. null: there is no such step. */
export function nudge(row: SidebarRow, way: Nudge): Destination | null {
  const { node, collection } = row;
  if (!node) return null;
  const folder = folderOf(row.path);
  const same = peers(collection, folder, node);
  const at = same.findIndex((other) => other.path === row.path);
  const place = (inFolder: string, after: string | null): Destination => ({
    collectionId: collection.id,
    to: { folder: inFolder, after },
  });
  switch (way) {
    case "up":
      return at > 0 ? place(folder, same[at - 2]?.path ?? null) : null;
    case "down": {
      const next = same[at + 1];
      return next ? place(folder, next.path) : null;
    }
    case "in": {
      const all = childrenOf(collection, folder);
      const here = all.findIndex((other) => other.path === row.path);
      const above = all.slice(0, here).findLast((other) => other.kind === "folder");
      return above ? lastIn(row, collection, above.path) : null;
    }
    case "out":
      if (folder === "") return null;
      return isFolder(node)
        ? place(folderOf(folder), folder)
        : lastIn(row, collection, folderOf(folder));
  }
}
