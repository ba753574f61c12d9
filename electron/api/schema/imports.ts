import * as v from "valibot";
import type { ImportsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { filePath, flag, id, itemPath, line, text } from "./model.ts";

const one = v.strictObject({ id });

export const importsInputs = {
  "imports.add": v.strictObject({
    id: v.nullable(id),
    path: filePath,
    base64: text,
    more: flag,
  }),
  "imports.read": v.strictObject({ path: filePath }),
  "imports.preview": one,
  "imports.write": v.strictObject({
    id,
    target: v.variant("kind", [
      v.strictObject({ kind: v.literal("new"), parent: filePath }),
      v.strictObject({ kind: v.literal("into"), collectionId: id, folder: itemPath }),
    ]),
    secrets: v.array(line),
  }),
  "imports.discard": one,
  "imports.commands": v.strictObject({ text }),
} satisfies InputSchemas<ImportsContract>;
