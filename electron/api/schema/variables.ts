import * as v from "valibot";
import type { VariablesContract } from "../../../shared/contract/variables.ts";
import type { InputSchemas } from "./exact.ts";
import { id, line } from "./model.ts";

const rename = v.strictObject({ collectionId: id, from: line, to: line });

export const variablesInputs = {
  "variables.survey": v.strictObject({ collectionId: id, environment: v.nullable(line) }),
  "variables.uses": v.strictObject({ collectionId: id, name: line }),
  "variables.previewRename": rename,
  "variables.rename": rename,
  "variables.undoRename": v.strictObject({ undoId: id }),
  "globals.choose": v.strictObject({ name: v.nullable(line) }),
} satisfies InputSchemas<VariablesContract>;
