import type { CollectionTree, TreeNode } from "../../../shared/model/collection.ts";
import type { TreeRow } from "../../ui/tree-keys.ts";

/** A collection or a folder one can save into. */
export interface FolderRow extends TreeRow {
  readonly collectionId: string;
  /** "" is the collection itself. */
  readonly path: string;
}

/** The name of a place among `open` and as a row. */
export const folderId = (collectionId: string, path: string): string => `${collectionId}:${path}`;

/** The collections and their folders as lines; folders in `open` show theirs. */
export function folderRows(
  collections: readonly CollectionTree[],
  open: ReadonlySet<string>,
): readonly FolderRow[] {
  const rows: FolderRow[] = [];
  const add = (
    collection: CollectionTree,
    path: string,
    text: string,
    children: readonly TreeNode[],
    at: { readonly level: number; readonly position: number; readonly siblings: number },
  ) => {
    const id = folderId(collection.id, path);
    const folders = children.filter((node) => node.kind === "folder");
    const expanded = folders.length === 0 ? null : open.has(id);
    rows.push({ id, text, path, collectionId: collection.id, expanded, ...at });
    if (!expanded) return;
    for (const [index, node] of folders.entries()) {
      const below = { level: at.level + 1, position: index + 1, siblings: folders.length };
      add(collection, node.path, node.name, node.children, below);
    }
  };
  const usable = collections.filter((collection) => !collection.problem);
  for (const [index, collection] of usable.entries()) {
    const at = { level: 1, position: index + 1, siblings: usable.length };
    add(collection, "", collection.name, collection.children, at);
  }
  return rows;
}
