import type { CollectionId, ItemPath } from "./collection.ts";

/** Parts of a file a search can be limited to. `other`: whatever is none of these (examples, extensions …). */
export const searchScopes = [
  "name",
  "url",
  "headers",
  "body",
  "auth",
  "variables",
  "scripts",
  "docs",
  "other",
] as const;
export type SearchScope = (typeof searchScopes)[number];

/** What is looked for. */
export interface SearchQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** Empty: everywhere. */
  readonly scopes: readonly SearchScope[];
  /** Only below this folder, or in this file; null: in all open collections. */
  readonly within: { readonly collectionId: CollectionId; readonly path: ItemPath } | null;
}

/** One place where something was found. */
export interface SearchMatch {
  /** The field, as a JSON pointer (RFC 6901) into the file's data. */
  readonly field: string;
  readonly scope: SearchScope;
  /** Which match in the field, from 0. */
  readonly index: number;
  /** The line of the value it was found in, cut around it. */
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** What a replacement would put in its place; absent when none was asked for. */
  readonly replaced?: string;
}

/** A file something was found in. */
export interface SearchFile {
  readonly collectionId: CollectionId;
  readonly path: ItemPath;
  readonly matches: readonly SearchMatch[];
}

export interface SearchFound {
  readonly files: readonly SearchFile[];
  /** Matches and files in all, also those that are not listed. */
  readonly total: number;
  readonly totalFiles: number;
  /** Files that were looked at. */
  readonly searched: number;
}

/** Matches that are to be replaced; null in a file: all of them. */
export interface ReplacePick {
  readonly collectionId: CollectionId;
  readonly path: ItemPath;
  readonly matches: readonly { readonly field: string; readonly index: number }[] | null;
}

export interface Replaced {
  /** Takes it back; null when nothing was changed. */
  readonly undoId: string | null;
  readonly matches: number;
  readonly files: number;
  /** Files that could not be changed: which, and why in one sentence. */
  readonly failed: readonly {
    readonly collectionId: CollectionId;
    readonly path: ItemPath;
    readonly message: string;
  }[];
}
