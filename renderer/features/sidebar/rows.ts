import {
  methodMark,
  type CollectionTree,
  type TreeNode,
} from "../../../shared/model/collection.ts";
import type { TreeRow } from "../../ui/tree-keys.ts";
import { type Filter, marksOf, matches } from "./filter.ts";

/** One visible line of the sidebar. */
export interface SidebarRow extends TreeRow {
  readonly collection: CollectionTree;
  /** null: the collection itself. */
  readonly node: TreeNode | null;
  readonly path: string;
  /** A line that says something about its collection instead of being an item. */
  readonly hint: "problem" | "empty" | null;
  /** Parts of the name the filter found, [start, end). */
  readonly marks: readonly (readonly [number, number])[];
}

/** The name of a place in `session.expanded`, and of its row. */
export const placeId = (collectionId: string, path: string): string => `${collectionId}:${path}`;

/** The folder an item lies in; "" is the collection itself. */
export const folderOf = (path: string): string =>
  path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";

/** The folder a new item goes to when this row is the current one. */
export const homeOf = (row: SidebarRow): string =>
  row.node === null || row.node.kind === "folder" ? row.path : folderOf(row.path);

/**
 * The lines of the open collections. Without a filter: what is expanded. With one: what matches, with the folders above it,
 * all open but those in `folded`.
 */
export function sidebarRows(
  collections: readonly CollectionTree[],
  expanded: ReadonlySet<string>,
  filter: Filter | null,
  folded: ReadonlySet<string>,
): readonly SidebarRow[] {
  const rows: SidebarRow[] = [];

  const isOpen = (id: string) => (filter ? !folded.has(id) : expanded.has(id));

  const addAll = (
    collection: CollectionTree,
    nodes: readonly TreeNode[],
    level: number,
    kept: ReadonlySet<TreeNode> | null,
  ) => {
    const here = kept ? nodes.filter((node) => kept.has(node)) : nodes;
    for (const [index, node] of here.entries()) {
      const id = placeId(collection.id, node.path);
      const open = node.kind === "folder" && isOpen(id);
      rows.push({
        id,
        level,
        expanded: node.kind === "folder" ? open : null,
        position: index + 1,
        siblings: here.length,
        text: node.name,
        collection,
        node,
        path: node.path,
        hint: null,
        marks: filter ? marksOf(node.name, filter) : [],
      });
      if (node.kind === "folder" && open) addAll(collection, node.children, level + 1, kept);
    }
  };

  const shown = collections.flatMap((collection) => {
    const kept = filter ? keptNodes(collection, filter) : null;
    const itself = !filter || matches(filter, collection.name, "", "");
    return kept && kept.size === 0 && !itself ? [] : [{ collection, kept }];
  });
  for (const [index, { collection, kept }] of shown.entries()) {
    const id = placeId(collection.id, "");
    const open = isOpen(id);
    rows.push({
      id,
      level: 1,
      expanded: open,
      position: index + 1,
      siblings: shown.length,
      text: collection.name,
      collection,
      node: null,
      path: "",
      hint: null,
      marks: filter ? marksOf(collection.name, filter) : [],
    });
    if (!open) continue;
    if (collection.children.length === 0 || collection.problem) {
      const hint = collection.problem ? "problem" : "empty";
      rows.push(hintRow(collection, hint));
    }
    addAll(collection, collection.children, 2, kept);
  }
  return rows;
}

function hintRow(collection: CollectionTree, hint: "problem" | "empty"): SidebarRow {
  return {
    id: `${collection.id}?${hint}`,
    level: 2,
    expanded: null,
    position: 1,
    siblings: 1,
    text: "",
    collection,
    node: null,
    path: "",
    hint,
    marks: [],
  };
}

/** Every node that matches, and every folder above one. */
function keptNodes(collection: CollectionTree, filter: Filter): ReadonlySet<TreeNode> {
  const kept = new Set<TreeNode>();
  const visit = (nodes: readonly TreeNode[], above: string): boolean => {
    let any = false;
    for (const node of nodes) {
      const method = node.kind === "request" ? methodMark(node) : "";
      const found = matches(filter, node.name, method, above);
      const below = node.kind === "folder" && visit(node.children, `${above} ${node.name}`);
      if (found || below) {
        kept.add(node);
        any = true;
      }
    }
    return any;
  };
  visit(collection.children, collection.name);
  return kept;
}
