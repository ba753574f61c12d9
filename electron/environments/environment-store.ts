import type { CollectionId } from "../../shared/model/collection.ts";
import type { CollectionStore, OpenCollection } from "../collections/store.ts";
import { globalsIdOf } from "../variables/globals-place.ts";

/** What there is to know of a folder with environments: a collection's, or that of globals. */
export type EnvironmentPlace = Pick<OpenCollection, "id" | "root">;

/** The folders with environments, and who is told of changes in them. */
export interface EnvironmentStore extends Pick<
  CollectionStore,
  "loaded" | "changed" | "moved" | "refresh"
> {
  /** Throws FailureError `not-found` for an id that is not open. */
  get(id: CollectionId): EnvironmentPlace;
}

/** Where globals lie now. */
export interface GlobalsFolder {
  /** Of the open workspace, else this machine's. */
  folder(): string;
  /** Its environments have changed. */
  refresh(): Promise<void>;
}

/** The collections, and beside them the globals under the id of their folder. Nobody watches their files but the workspace itself. */
export function withGlobals(
  store: CollectionStore,
  globals: GlobalsFolder | undefined,
): EnvironmentStore {
  if (globals === undefined) return store;
  const isGlobals = (id: CollectionId) => id === globalsIdOf(globals.folder());
  return {
    get: (id) => (isGlobals(id) ? { id, root: globals.folder() } : store.get(id)),
    loaded: (id, ...file) => {
      if (!isGlobals(id)) store.loaded(id, ...file);
    },
    changed: (id, ...file) => {
      if (!isGlobals(id)) store.changed(id, ...file);
    },
    moved: (id, ...paths) => {
      if (!isGlobals(id)) store.moved(id, ...paths);
    },
    refresh: (id) => (isGlobals(id) ? globals.refresh() : store.refresh(id)),
  };
}
