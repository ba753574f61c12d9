import type {
  CollectionId,
  CollectionTree,
  Defaults,
  ItemPath,
  LoadedDefaults,
  LoadedRequest,
  SaveResult,
} from "../model/collection.ts";
import type { HttpRequest } from "../model/request.ts";
import type { Environment, VariableView } from "../model/variable.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** Where an item is. */
export interface ItemRef {
  readonly collectionId: CollectionId;
  readonly path: ItemPath;
}

/** A place among siblings: first of the folder when `after` is null. */
export interface Position {
  readonly folder: ItemPath;
  readonly after: ItemPath | null;
}

/** Every change of the open collections. The first item is always `snapshot`. */
export type CollectionsItem =
  | { readonly kind: "snapshot"; readonly collections: readonly CollectionTree[] }
  | { readonly kind: "collection"; readonly collection: CollectionTree }
  | { readonly kind: "closed"; readonly id: CollectionId }
  /** The bytes of one file changed on disk, from outside or by us. hash null: it is gone. */
  | { readonly kind: "file"; readonly ref: ItemRef; readonly hash: string | null }
  /** We renamed or moved an item: open tabs follow. */
  | {
      readonly kind: "moved";
      readonly collectionId: CollectionId;
      readonly from: ItemPath;
      readonly to: ItemPath;
    };

/** A deleted item that can come back. `undoId` is null when the system trash took it. */
export interface Deleted {
  readonly undoId: string | null;
}

/** An unsaved edit, journaled by main. `value` is a structured-clone-safe object owned by the renderer. */
export interface Draft {
  /** `<collectionId>:<path>` of the edited file, or `scratch:<id>` for a request that has no file yet. */
  readonly key: string;
  readonly ref: ItemRef | null;
  readonly target: "request" | "defaults" | "environment" | "text";
  /** Hash of the file the edit began from; null for scratch. */
  readonly baseHash: string | null;
  /** JSON text. */
  readonly json: string;
  /** Epoch ms. */
  readonly updatedAt: number;
}

export type CollectionsContract = {
  "collections.watch": Topic<CollectionsItem>;
  /** Opens a folder. Runs nothing. Failure `not-found`, or `input` when it holds no opencollection.yml. */
  "collections.open": Call<{ readonly folder: string }, { readonly id: CollectionId }>;
  /**
   * Makes `<parent>/<file name of name>/` with opencollection.yml and .gitignore, and opens it. `here`: `parent` itself
   * becomes the collection; no file that is there is changed.
   */
  "collections.create": Call<
    { readonly parent: string; readonly name: string; readonly here?: boolean },
    { readonly id: CollectionId }
  >;
  "collections.close": Call<{ readonly id: CollectionId }, null>;
  "collections.createFolder": Call<
    { readonly collectionId: CollectionId; readonly parent: ItemPath; readonly name: string },
    ItemRef
  >;
  "collections.createRequest": Call<
    {
      readonly collectionId: CollectionId;
      readonly parent: ItemPath;
      readonly request: HttpRequest;
    },
    ItemRef & { readonly hash: string }
  >;
  /** Changes `info.name` and the file name made from it. */
  "collections.rename": Call<ItemRef & { readonly name: string }, ItemRef>;
  "collections.duplicate": Call<ItemRef, ItemRef>;
  /** Move and reorder are one thing. May go to another open collection. */
  "collections.move": Call<
    { readonly from: ItemRef; readonly toCollection: CollectionId; readonly to: Position },
    ItemRef
  >;
  "collections.delete": Call<ItemRef, Deleted>;
  "collections.undoDelete": Call<{ readonly undoId: string }, ItemRef>;
  "collections.readRequest": Call<ItemRef, LoadedRequest>;
  /** `hash`: what the edit began from. `overwrite` after the person chose so in a conflict. */
  "collections.saveRequest": Call<
    ItemRef & {
      readonly request: HttpRequest;
      readonly hash: string;
      readonly overwrite?: boolean;
    },
    SaveResult
  >;
  /** Folder (path) or collection (path ""). */
  "collections.readDefaults": Call<ItemRef, LoadedDefaults>;
  "collections.saveDefaults": Call<
    ItemRef & { readonly defaults: Defaults; readonly hash: string; readonly overwrite?: boolean },
    SaveResult
  >;
  /** Any text file of the collection, for "open as text". Text is decoded as UTF-8, BOM and line ends kept. */
  "collections.readText": Call<ItemRef, { readonly text: string; readonly hash: string }>;
  "collections.saveText": Call<
    ItemRef & { readonly text: string; readonly hash: string; readonly overwrite?: boolean },
    SaveResult
  >;

  "environments.read": Call<
    { readonly collectionId: CollectionId; readonly name: string },
    { readonly environment: Environment; readonly hash: string }
  >;
  "environments.create": Call<
    { readonly collectionId: CollectionId; readonly name: string; readonly copyOf?: string },
    { readonly name: string }
  >;
  "environments.save": Call<
    {
      readonly collectionId: CollectionId;
      readonly environment: Environment;
      readonly hash: string;
      readonly overwrite?: boolean;
    },
    SaveResult
  >;
  "environments.rename": Call<
    { readonly collectionId: CollectionId; readonly from: string; readonly to: string },
    { readonly name: string }
  >;
  "environments.delete": Call<
    { readonly collectionId: CollectionId; readonly name: string },
    Deleted
  >;

  /** Values never come back over the link. */
  "secrets.set": Call<
    {
      readonly collectionId: CollectionId;
      readonly environment: string;
      readonly name: string;
      readonly value: string;
    },
    null
  >;
  "secrets.remove": Call<
    { readonly collectionId: CollectionId; readonly environment: string; readonly name: string },
    null
  >;
  /** Names that have a value in this machine's store. */
  "secrets.names": Call<
    { readonly collectionId: CollectionId; readonly environment: string },
    readonly string[]
  >;

  /** Every variable a request sees: for highlighting, completion and hover. */
  "variables.view": Call<
    {
      readonly collectionId: CollectionId | null;
      readonly path: ItemPath;
      readonly environment: string | null;
      readonly request?: HttpRequest;
    },
    readonly VariableView[]
  >;

  "drafts.list": Call<null, readonly Draft[]>;
  "drafts.put": Call<Draft, null>;
  "drafts.remove": Call<{ readonly key: string }, null>;
};

export const collectionsKinds: Kinds<CollectionsContract> = {
  "collections.watch": "topic",
  "collections.open": "call",
  "collections.create": "call",
  "collections.close": "call",
  "collections.createFolder": "call",
  "collections.createRequest": "call",
  "collections.rename": "call",
  "collections.duplicate": "call",
  "collections.move": "call",
  "collections.delete": "call",
  "collections.undoDelete": "call",
  "collections.readRequest": "call",
  "collections.saveRequest": "call",
  "collections.readDefaults": "call",
  "collections.saveDefaults": "call",
  "collections.readText": "call",
  "collections.saveText": "call",
  "environments.read": "call",
  "environments.create": "call",
  "environments.save": "call",
  "environments.rename": "call",
  "environments.delete": "call",
  "secrets.set": "call",
  "secrets.remove": "call",
  "secrets.names": "call",
  "variables.view": "call",
  "drafts.list": "call",
  "drafts.put": "call",
  "drafts.remove": "call",
};
