import type { YamlMap } from "../yaml/data.ts";
import type { ImportNote } from "./note.ts";

/** What an importer recognised. */
export type ImportFormat =
  | "postman"
  | "postman-v3"
  | "bruno"
  | "insomnia"
  | "hoppscotch"
  | "openapi"
  | "wsdl"
  | "graphql"
  | "har"
  | "http-file"
  | "curl"
  | "opencollection";

/** A request. `data` is its whole file as OpenCollection has it, less `info.seq`, which the place in the list gives. */
export interface ImportedRequest {
  readonly kind: "request";
  readonly name: string;
  readonly data: YamlMap;
}

/** A folder. `data` is its `folder.yml`, less `info.seq`. */
export interface ImportedFolder {
  readonly kind: "folder";
  readonly name: string;
  readonly data: YamlMap;
  readonly children: readonly ImportedItem[];
}

export type ImportedItem = ImportedFolder | ImportedRequest;

/** An environment. `data` is its file; the value of a secret variable is in `secrets` only. */
export interface ImportedEnvironment {
  readonly name: string;
  readonly data: YamlMap;
  readonly secrets: ReadonlyMap<string, string>;
}

/** A file that goes along as it is: a body, a `.proto`, a `.env`. */
export interface ImportedFile {
  /** `/`-separated, inside the collection. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A collection as it would be written. */
export interface ImportedCollection {
  readonly name: string;
  /** `opencollection.yml`. */
  readonly data: YamlMap;
  readonly children: readonly ImportedItem[];
  readonly environments: readonly ImportedEnvironment[];
  /** Values of secret variables of the collection itself and its folders: they belong to no environment. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly files: readonly ImportedFile[];
}

/** What an importer gives. Data only: nothing was read but what was handed in, nothing is written. */
export interface Imported {
  readonly format: ImportFormat;
  /** For people: "Postman Collection 2.1". A name, the same in every language. */
  readonly formatName: string;
  readonly collections: readonly ImportedCollection[];
  /** Environments that belong to no collection of their own (Postman and Hoppscotch keep them apart). */
  readonly environments: readonly ImportedEnvironment[];
  readonly notes: readonly ImportNote[];
  /** Addresses of documents that are referred to and were not handed in. They are fetched only when a person says so. */
  readonly remote?: readonly string[];
}
