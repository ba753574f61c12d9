import type { FolderNode, ItemPath, TreeNode } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { compareItems, type Ordered } from "./order.ts";
import { parentOf } from "./paths.ts";
import type { OpenCollection } from "./store.ts";

/** The node at a path, or undefined. */
export function nodeAt(collection: OpenCollection, item: ItemPath): TreeNode | undefined {
  return childrenOf(collection, parentOf(item))?.find((node) => node.path === item);
}

/** The node at a path; Failure `not-found` when the tree has none. */
export function needNode(collection: OpenCollection, item: ItemPath): TreeNode {
  const node = nodeAt(collection, item);
  if (node !== undefined) return node;
  throw new FailureError({
    kind: "not-found",
    code: "item-not-found",
    message: "There is no such item in the collection.",
    place: item,
  });
}

/** What a folder of the tree holds, in order; undefined when there is no such folder. */
export function childrenOf(
  collection: OpenCollection,
  folder: ItemPath,
): readonly TreeNode[] | undefined {
  let nodes = collection.tree.children;
  if (folder === "") return nodes;
  let at = "";
  for (const segment of folder.split("/")) {
    at = at === "" ? segment : `${at}/${segment}`;
    const next = nodes.find(
      (node): node is FolderNode => node.kind === "folder" && node.path === at,
    );
    if (next === undefined) return undefined;
    nodes = next.children;
  }
  return nodes;
}

/** The ordered siblings of one kind in a folder. Broken files have no seq and take no part. */
export function orderedIn(
  collection: OpenCollection,
  folder: ItemPath,
  kind: "folder" | "request",
): readonly Ordered[] {
  const nodes = childrenOf(collection, folder) ?? [];
  return nodes.filter((node) => node.kind === kind) as readonly (TreeNode & Ordered)[];
}

/** Folders first, then files, each in their order; broken files come last. */
export function sortNodes(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const folders = nodes.filter((node) => node.kind === "folder");
  const files = nodes.filter((node) => node.kind !== "folder");
  const byFile = compareItems("request");
  const ordered = (node: Exclude<TreeNode, FolderNode>): Ordered =>
    node.kind === "request" ? node : { ...node, seq: Infinity };
  return [
    ...folders.sort(compareItems("folder")),
    ...files.sort((left, right) => byFile(ordered(left), ordered(right))),
  ];
}

/** The nodes with the one at its path replaced, wherever it is below; everything else is the same object. */
export function withNode(nodes: readonly TreeNode[], node: TreeNode): readonly TreeNode[] {
  const at = nodes.findIndex(
    (other) => other.path === node.path || node.path.startsWith(`${other.path}/`),
  );
  const found = nodes[at];
  if (found === undefined) return nodes;
  if (found.path === node.path) return sortNodes(nodes.with(at, node));
  if (found.kind !== "folder") return nodes;
  return nodes.with(at, { ...found, children: withNode(found.children, node) });
}
