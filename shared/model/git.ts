import type { CollectionId, ItemPath } from "./collection.ts";

/** How a file differs from the last commit. */
export type GitMark = "changed" | "added" | "untracked" | "deleted" | "conflicted" | "ignored";

/** What git says of the folder of a collection. */
export interface GitState {
  /** The branch; null: none (a commit is checked out by itself). */
  readonly branch: string | null;
  /** The first characters of the commit; null: there is none yet. */
  readonly commit: string | null;
  /** Files that differ, by their path in the collection. */
  readonly marks: Readonly<Record<ItemPath, GitMark>>;
  /** True: there are more than are listed. */
  readonly cut: boolean;
}

/** What is known of git here. */
export interface GitView {
  /** False: git is not installed, so nothing is shown. */
  readonly installed: boolean;
  /** Of the open collections; one that is in no repository is not in it. */
  readonly collections: Readonly<Record<CollectionId, GitState>>;
}
