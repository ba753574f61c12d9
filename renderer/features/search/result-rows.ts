import {
  type CollectionTree,
  isSendable,
  methodMark,
  type TreeNode,
} from "../../../shared/model/collection.ts";
import type { SearchFile, SearchFound, SearchMatch } from "../../../shared/model/search.ts";
import { findNode } from "../../state/replica.ts";
import type { Target } from "../../state/tab.ts";
import type { TreeRow } from "../../ui/tree-keys.ts";

/** A line of the results: a file, or a match in it. */
export interface ResultRow extends TreeRow {
  readonly file: SearchFile;
  /** null: the file itself. */
  readonly match: SearchMatch | null;
  readonly collection: string;
  readonly method: string;
}

/** The results as a tree of files; those in `folded` are closed. */
export function resultRows(
  found: SearchFound,
  collections: readonly CollectionTree[],
  folded: ReadonlySet<string>,
): readonly ResultRow[] {
  return found.files.flatMap((file, index) => {
    const collection = collections.find(({ id }) => id === file.collectionId);
    const node = collection && findNode(collection.children, itemOf(file.path));
    const id = `${file.collectionId}:${file.path}`;
    const open = !folded.has(id);
    const common = {
      file,
      collection: collection?.name ?? "",
      method: node?.kind !== "request" ? "" : methodMark(node),
    };
    const head: ResultRow = {
      ...common,
      id,
      level: 1,
      expanded: open,
      position: index + 1,
      siblings: found.files.length,
      text: nameOf(file.path, node, collection),
      match: null,
    };
    if (!open) return [head];
    const rows = file.matches.map((match, at): ResultRow => ({
      ...common,
      id: `${id} ${match.field} ${match.index}`,
      level: 2,
      expanded: null,
      position: at + 1,
      siblings: file.matches.length,
      text: match.before + match.text + match.after,
      match,
    }));
    return [head, ...rows];
  });
}

function nameOf(
  path: string,
  node: TreeNode | undefined,
  collection: CollectionTree | undefined,
): string {
  if (path === "opencollection.yml") return collection?.name ?? path;
  return node?.name ?? path.replace(/^environments\/|\.yml$/g, "");
}

/** The item a file describes. */
function itemOf(path: string): string {
  return path.replace(/\/folder\.yml$/, "");
}

/** What a file opens as, and under which path. */
export function targetOf(
  path: string,
  node: TreeNode | undefined,
): { readonly target: Target; readonly path: string } {
  const environment = /^environments\/([^/]+)\.yml$/.exec(path)?.[1];
  if (environment !== undefined) return { target: "environment", path: environment };
  if (path === "opencollection.yml") return { target: "defaults", path: "" };
  if (path.endsWith("/folder.yml")) return { target: "defaults", path: itemOf(path) };
  const request = node?.kind === "request" && isSendable(node.itemKind);
  return { target: request ? "request" : "text", path };
}
