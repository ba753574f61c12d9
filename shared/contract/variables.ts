import type { CollectionId, ItemPath } from "../model/collection.ts";
import type {
  RenameInput,
  RenamePreview,
  RenameResult,
  VariableSurvey,
  VariableUse,
} from "../model/variable-survey.ts";
import type { Call, Kinds } from "./kinds.ts";

export type VariablesContract = {
  /** Every variable of a collection: where it is, what it hides, how often it is used. */
  "variables.survey": Call<
    { readonly collectionId: CollectionId; readonly environment: string | null },
    VariableSurvey
  >;
  /** Where a name stands in the files of a collection. */
  "variables.uses": Call<
    { readonly collectionId: CollectionId; readonly name: string },
    readonly VariableUse[]
  >;
  /** What a rename everywhere would change. Writes nothing. */
  "variables.previewRename": Call<RenameInput, RenamePreview>;
  /** Renames a variable in every file of a collection, definitions and uses. Failure `input` where the preview has a refusal. */
  "variables.rename": Call<RenameInput, RenameResult>;
  /** Puts the files back that are still as the rename left them; gives the others. */
  "variables.undoRename": Call<
    { readonly undoId: string },
    { readonly skipped: readonly ItemPath[] }
  >;
  /** Which globals count: an environment of the open workspace, which its collections see, else one of this machine; null: none. */
  "globals.choose": Call<{ readonly name: string | null }, null>;
};

export const variablesKinds: Kinds<VariablesContract> = {
  "variables.survey": "call",
  "variables.uses": "call",
  "variables.previewRename": "call",
  "variables.rename": "call",
  "variables.undoRename": "call",
  "globals.choose": "call",
};
