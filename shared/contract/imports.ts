import type { ImportFormat } from "../formats/import/imported.ts";
import type { ImportNote } from "../formats/import/note.ts";
import type { FolderRule } from "../formats/import/openapi/folders.ts";
import type { ApiUpdate } from "../formats/import/openapi/update.ts";
import type { PickEntry } from "../formats/import/pick.ts";
import type { CollectionId, ItemPath } from "../model/collection.ts";
import type { HttpRequest } from "../model/request.ts";
import type { Call, Kinds, Stream } from "./kinds.ts";

/** A line of the tree as it would be written. */
export type ImportPreviewItem =
  | {
      readonly kind: "folder";
      readonly name: string;
      readonly children: readonly ImportPreviewItem[];
    }
  | {
      readonly kind: "request";
      readonly name: string;
      /** "" where the kind has none. */
      readonly method: string;
      /** `http`, `graphql`, `grpc`, `websocket` or the file's own word. */
      readonly itemKind: string;
    };

/** How many of what. */
export interface ImportFigures {
  readonly folders: number;
  readonly requests: number;
  readonly examples: number;
  readonly scripts: number;
  readonly assertions: number;
  readonly environments: number;
  readonly auth: readonly (readonly [kind: string, count: number])[];
  readonly kinds: readonly (readonly [kind: string, count: number])[];
}

/** A literal secret, without its value. */
export interface ImportSecret {
  readonly id: string;
  /** Variable it becomes. */
  readonly name: string;
  /** Its first characters, at most a quarter. */
  readonly hint: string;
  /** Names of folders and request, then the field: the first place it was found in. */
  readonly place: readonly string[];
  /** In how many places. */
  readonly count: number;
}

/** Everything a person should see before an import is written. */
export interface ImportPreview {
  readonly format: ImportFormat;
  readonly formatName: string;
  readonly collections: readonly {
    readonly name: string;
    readonly children: readonly ImportPreviewItem[];
  }[];
  readonly environments: readonly string[];
  readonly figures: ImportFigures;
  readonly secrets: readonly ImportSecret[];
  /** Names of the values the other program itself calls secret: they always go to the secret store. */
  readonly marked: readonly string[];
  readonly notes: readonly ImportNote[];
  /** What can be chosen one by one: the requests of an archive. Empty for every other format. */
  readonly entries: readonly PickEntry[];
  /** True: it comes from a description of an API and may stay linked to it. */
  readonly linkable: boolean;
  /** Addresses that are referred to and were not fetched. */
  readonly remote: readonly string[];
}

/** What is decided about an update: see `UpdateChoices`. */
export interface ImportUpdateChoices {
  readonly skip: readonly string[];
  readonly theirs: readonly string[];
  readonly remove: readonly string[];
  readonly restore: readonly string[];
}

/** What a newer description would change, and what the import of it has to say. */
export interface ImportUpdateView {
  readonly update: ApiUpdate;
  readonly notes: readonly ImportNote[];
  /** Addresses it refers to that were not fetched. */
  readonly remote: readonly string[];
}

/** Where the description of a collection lies. */
export interface ImportSource {
  /** Relative to the collection's folder, or an address; "" when it is not known. */
  readonly source: string;
  readonly document: string;
}

/** Where an import goes: new folders in `parent`, or into a folder of an open collection ("" is its top). */
export type ImportTarget =
  | { readonly kind: "new"; readonly parent: string }
  | { readonly kind: "into"; readonly collectionId: CollectionId; readonly folder: ItemPath };

export type ImportWriting =
  | { readonly kind: "progress"; readonly written: number; readonly total: number }
  | {
      readonly kind: "done";
      readonly collections: readonly {
        readonly id: CollectionId;
        readonly folder: string;
        readonly name: string;
      }[];
    };

export type ImportsContract = {
  /**
   * Adds bytes of one file to an import; `id` null begins a new one. A file larger than a message comes in several, `more` on all but the last.
   * `path` is relative, as dropped. Failure `input` (`import-too-large`).
   */
  "imports.add": Call<
    {
      readonly id: string | null;
      readonly path: string;
      readonly base64: string;
      readonly more: boolean;
    },
    { readonly id: string }
  >;
  /** Begins an import with a file, archive or folder of this machine. */
  "imports.read": Call<{ readonly path: string }, { readonly id: string }>;
  /** Begins an import with a file at an http or https address, fetched by Envoi's own client because a person asked for it. */
  "imports.fetch": Call<{ readonly address: string }, { readonly id: string }>;
  /**
   * Fetches the documents an import refers to, and those they refer to, because a person asked for it. `failed`: how many could not be
   * fetched.
   */
  "imports.fetchReferences": Call<
    { readonly id: string },
    { readonly fetched: number; readonly failed: number }
  >;
  /** Reads what was added. Nothing is written, fetched or run. `folders`: how operations of an API become folders. */
  "imports.preview": Call<
    { readonly id: string; readonly folders?: FolderRule | undefined },
    ImportPreview
  >;
  /** Leaves only some requests of an archive, by their places among `entries`; null: all of them. Gives the preview of what is left. */
  "imports.pick": Call<
    { readonly id: string; readonly only: readonly number[] | null },
    ImportPreview
  >;
  /**
   * Writes what was read, puts the chosen secrets into the store and opens the collections. Nothing that is there is changed: names that
   * are taken get a number.
   */
  "imports.write": Stream<
    {
      readonly id: string;
      readonly target: ImportTarget;
      readonly secrets: readonly string[];
      /** False: the collection forgets the description it came from. */
      readonly link?: boolean | undefined;
    },
    ImportWriting
  >;
  /** The description an open collection is linked to; null: none. */
  "imports.source": Call<{ readonly collectionId: CollectionId }, ImportSource | null>;
  /** Begins an import with the description a collection is linked to: a person saw where it lies and asked for it. */
  "imports.readSource": Call<{ readonly collectionId: CollectionId }, { readonly id: string }>;
  /** What a newer description would change in a collection that is linked to it. Writes nothing. */
  "imports.planUpdate": Call<
    { readonly id: string; readonly collectionId: CollectionId },
    ImportUpdateView
  >;
  /** Does it. `left`: files that changed meanwhile and were left alone. */
  "imports.update": Call<
    {
      readonly id: string;
      readonly collectionId: CollectionId;
      readonly choices: ImportUpdateChoices;
    },
    { readonly written: number; readonly left: readonly string[] }
  >;
  /** Forgets an import. Unknown ids are ignored. */
  "imports.discard": Call<{ readonly id: string }, null>;
  /** The HTTP requests in pasted commands, for the editor; empty when there are none. `secrets`: how many literal ones are in them. */
  "imports.commands": Call<
    { readonly text: string },
    {
      readonly requests: readonly HttpRequest[];
      readonly notes: readonly ImportNote[];
      readonly secrets: number;
    }
  >;
};

export const importsKinds: Kinds<ImportsContract> = {
  "imports.add": "call",
  "imports.read": "call",
  "imports.fetch": "call",
  "imports.fetchReferences": "call",
  "imports.preview": "call",
  "imports.pick": "call",
  "imports.write": "stream",
  "imports.source": "call",
  "imports.readSource": "call",
  "imports.planUpdate": "call",
  "imports.update": "call",
  "imports.discard": "call",
  "imports.commands": "call",
};
