import type { CollectionId } from "./collection.ts";
import type { Failure } from "./failure.ts";
import type { InheritedBasics } from "./network/own-settings.ts";
import type { OwnNetwork } from "./network/network.ts";

/** A line of a workspace file: a collection and where its folder is. */
export interface WorkspaceEntry {
  /** For people; the collection has a name of its own. */
  readonly name: string;
  /** As written: relative to the workspace's folder, or absolute. Identity. */
  readonly path: string;
  /** Where it can be cloned from. Shown, never fetched. */
  readonly remote?: string;
}

/** What a workspace file says: several collections as one place, and what it gives to all of them. */
export interface Workspace {
  readonly name: string;
  readonly collections: readonly WorkspaceEntry[];
  readonly docs: string;
  /** `extensions.envoi.settings`: what counts where a collection says nothing. */
  readonly settings?: InheritedBasics;
  /** `extensions.envoi.network`: how requests of all its collections travel. */
  readonly network?: OwnNetwork;
}

/**
 * How a line of the workspace file was taken. `outside`: it leads out of the workspace's folder to a folder nobody opened on
 * this machine, so it was not even looked at. `bruno`: a folder of Bruno's `.bru` files, which can be imported.
 */
export type EntryState =
  | "open"
  | "missing"
  | "outside"
  | "not-a-collection"
  | "bruno"
  | "duplicate"
  | "failed";

/** A line of the workspace file and what became of it here. */
export interface OpenEntry extends WorkspaceEntry {
  readonly state: EntryState;
  /** Where it leads on this machine, for people. */
  readonly folder: string;
  /** The open collection; null when it is not open. */
  readonly collectionId: CollectionId | null;
}

/** The workspace of the window. */
export interface OpenWorkspace {
  /** Absolute folder; the file in it is `workspace.yml`. */
  readonly folder: string;
  /** SHA-256 (hex) of the file as it was read last. */
  readonly hash: string;
  readonly workspace: Workspace;
  readonly entries: readonly OpenEntry[];
  /** Names of `environments/<name>.yml` beside the file: what all its collections share. Sorted. */
  readonly environments: readonly string[];
  /** Set when the file cannot be read any more: what was read last still counts. */
  readonly problem?: Failure;
}

/** A place that was open before. */
export interface RecentPlace {
  readonly kind: "collection" | "workspace";
  /** Absolute folder. */
  readonly folder: string;
  readonly name: string;
  /** Epoch ms of the last opening. */
  readonly openedAt: number;
  /** True: it is not where it was. */
  readonly missing: boolean;
}
