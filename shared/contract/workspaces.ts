import type { CollectionId, SaveResult } from "../model/collection.ts";
import type { OpenWorkspace, RecentPlace, Workspace } from "../model/workspace.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** Where the window is. */
export interface WorkspaceState {
  /** null: the open collections belong to no file. */
  readonly current: OpenWorkspace | null;
  /** Latest first; what is open is in it too. */
  readonly recent: readonly RecentPlace[];
  readonly globals: GlobalsState;
}

/** The environments that collections share: those beside the open workspace's file, else those of this machine. */
export interface GlobalsState {
  /** Stands where the id of a collection does in `environments.*`, `secrets.*` and `sharedSecrets.*`; null only before main has spoken. */
  readonly id: CollectionId | null;
  /** Sorted. */
  readonly environments: readonly string[];
  /** The one that counts; null: none. */
  readonly chosen: string | null;
}

export type WorkspacesContract = {
  "workspace.watch": Topic<WorkspaceState>;
  /**
   * Opens a workspace (its folder, or the workspace.yml in it): what was open closes, what it lists opens. Runs nothing. Failure
   * `not-found`, or `input` (`not-a-workspace`).
   */
  "workspace.open": Call<{ readonly folder: string }, null>;
  /**
   * Makes `<parent>/<file name of name>/workspace.yml` and opens it. `here`: in `parent` itself. `keep`: what is open now is listed in it.
   * No file that is there is changed.
   */
  "workspace.create": Call<
    {
      readonly parent: string;
      readonly name: string;
      readonly here?: boolean;
      readonly keep: boolean;
    },
    null
  >;
  /** Back to the collections that were open without a workspace. */
  "workspace.close": Call<null, null>;
  /** The file of the open workspace. Failure `not-found` when none is open. */
  "workspace.read": Call<null, { readonly value: Workspace; readonly hash: string }>;
  /** Changes it in place. `hash`: what the edit began from. */
  "workspace.save": Call<
    { readonly workspace: Workspace; readonly hash: string; readonly overwrite?: boolean },
    SaveResult
  >;
  /** The person allows a line that leads outside: it is opened, on this machine, from now on. `path` as in the file. */
  "workspace.allow": Call<{ readonly path: string }, { readonly id: CollectionId }>;
  /** A line gets another folder: the collection was moved. */
  "workspace.locate": Call<{ readonly path: string; readonly folder: string }, null>;
  /** Takes a line out of the file; the collection's files stay. */
  "workspace.remove": Call<{ readonly path: string }, null>;
  /** Takes a place out of the recent list. */
  "workspace.forget": Call<{ readonly folder: string }, null>;
};

export const workspacesKinds: Kinds<WorkspacesContract> = {
  "workspace.watch": "topic",
  "workspace.open": "call",
  "workspace.create": "call",
  "workspace.close": "call",
  "workspace.read": "call",
  "workspace.save": "call",
  "workspace.allow": "call",
  "workspace.locate": "call",
  "workspace.remove": "call",
  "workspace.forget": "call",
};
