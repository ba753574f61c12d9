import { createStore, type StoreApi } from "zustand/vanilla";
import type { Selector } from "../../shared/model/action.ts";
import type { SearchQuery } from "../../shared/model/search.ts";
import type { ImportFile } from "./import-file.ts";

/** What lies over the window. One at a time. */
export type Overlay =
  | { readonly kind: "none" }
  | { readonly kind: "palette"; readonly mode: "all" | "requests" | "environments" }
  | { readonly kind: "settings"; readonly section: string | null }
  | { readonly kind: "save-as"; readonly key: string }
  | { readonly kind: "new-collection" }
  /** `locate`: the line of the workspace file whose collection is looked for. */
  | {
      readonly kind: "open-collection";
      readonly locate?: { readonly path: string; readonly name: string };
    }
  | { readonly kind: "new-environment"; readonly collectionId: string }
  | {
      /** Which program gives one secret its value. */
      readonly kind: "secret-program";
      readonly secret: {
        readonly collectionId: string;
        readonly environment: string;
        readonly name: string;
      };
      readonly onSaved: () => void;
    }
  | {
      readonly kind: "prompts";
      /** The names of what has to be said before a send. */
      readonly names: readonly string[];
      /** Called once: every answer by name, or null. */
      readonly done: (answers: Readonly<Record<string, string>> | null) => void;
    }
  | {
      readonly kind: "keep-value";
      /** The request's tab, and the exchange the value is of. */
      readonly documentKey: string;
      readonly exchangeId: string;
      readonly selector: Selector;
      readonly name: string;
      readonly shown: string;
    }
  /** `within`: the folder or collection it was asked for at. `text`: what is looked for; absent: what was last. */
  | { readonly kind: "search"; readonly within: SearchQuery["within"]; readonly text?: string }
  | { readonly kind: "variables"; readonly collectionId: string }
  | { readonly kind: "workspace" }
  /** `path`: the file to begin with; null: the first. */
  | { readonly kind: "changes"; readonly collectionId: string; readonly path: string | null }
  | { readonly kind: "cookies" }
  | { readonly kind: "code"; readonly key: string }
  /** Ids of exchanges; null: the history says which. */
  | { readonly kind: "compare"; readonly left: string | null; readonly right: string | null }
  | {
      readonly kind: "export";
      readonly collectionId: string;
      /** "" for the whole collection. */
      readonly path: string;
      readonly name: string;
    }
  /**
   * `given`: what was dropped or pasted; null: nothing yet. `from`: a folder or file of this machine instead. `into`: the folder of a collection
   * it is meant for.
   */
  | {
      readonly kind: "import";
      readonly from?: string;
      readonly given: readonly ImportFile[] | null;
      readonly into?: { readonly collectionId: string; readonly folder: string };
    }
  /** A newer API description into the collection that came from one. */
  | { readonly kind: "update-api"; readonly collectionId: string; readonly name: string }
  /** `number`: the connection somebody asked about. */
  | { readonly kind: "connections"; readonly number: number | null }
  | {
      readonly kind: "pick-file";
      readonly what: "file" | "folder";
      readonly title: string;
      /** Called once: the absolute path of what was chosen and granted, or null. */
      readonly done: (path: string | null) => void;
    };

export type OverlayStore = StoreApi<{ readonly overlay: Overlay }>;

export function createOverlay(): OverlayStore {
  return createStore(() => ({ overlay: { kind: "none" } }));
}

export function showOverlay(store: OverlayStore, overlay: Overlay): void {
  closeOverlay(store);
  store.setState({ overlay });
}

/** Closes what is open; what asked for something ends with null. */
export function closeOverlay(store: OverlayStore): void {
  const { overlay } = store.getState();
  store.setState({ overlay: { kind: "none" } });
  if (overlay.kind === "pick-file" || overlay.kind === "prompts") overlay.done(null);
}
