import * as v from "valibot";
import type { ExportsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { filePath, flag, id, itemPath, line } from "./model.ts";

const asked = v.strictObject({
  collectionId: id,
  path: itemPath,
  format: line,
  keepSecrets: flag,
});

export const exportsInputs = {
  "exports.preview": asked,
  "exports.write": v.strictObject({ ...asked.entries, file: filePath }),
} satisfies InputSchemas<ExportsContract>;
