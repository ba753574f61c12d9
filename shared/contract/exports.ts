import type { CollectionId, ItemPath } from "../model/collection.ts";
import type { Call, Kinds } from "./kinds.ts";

export interface ExportInput {
  readonly collectionId: CollectionId;
  /** Folder or request; "" for the whole collection. */
  readonly path: ItemPath;
  /** Id of a format. */
  readonly format: string;
  /** True: literal secrets stay in the text. */
  readonly keepSecrets: boolean;
}

export interface ExportView {
  readonly text: string;
  /** Literal secrets that were found: what each became, and where it stood first. Never a value. */
  readonly secrets: readonly { readonly name: string; readonly place: string }[];
  /** What the format has no place for: one sentence each. */
  readonly left: readonly string[];
}

export type ExportsContract = {
  /** What would be written; nothing is. Failure `not-found`, `input`. */
  "exports.preview": Call<ExportInput, ExportView>;
  /** Writes it to a file of this machine that the person chose. Returns bytes written. */
  "exports.write": Call<ExportInput & { readonly file: string }, number>;
};

export const exportsKinds: Kinds<ExportsContract> = {
  "exports.preview": "call",
  "exports.write": "call",
};
