import * as v from "valibot";
import type { ImportsContract } from "../../../shared/contract/index.ts";
import { folderRules } from "../../../shared/formats/import/openapi/folders.ts";
import type { InputSchemas } from "./exact.ts";
import { filePath, flag, id, itemPath, line, text } from "./model.ts";

const one = v.strictObject({ id });
const ofCollection = v.strictObject({ collectionId: id });
const ids = v.array(text);

export const importsInputs = {
  "imports.add": v.strictObject({
    id: v.nullable(id),
    path: filePath,
    base64: text,
    more: flag,
  }),
  "imports.read": v.strictObject({ path: filePath }),
  "imports.fetch": v.strictObject({ address: line }),
  "imports.fetchReferences": one,
  "imports.preview": v.strictObject({ id, folders: v.optional(v.picklist(folderRules)) }),
  "imports.pick": v.strictObject({ id, only: v.nullable(v.array(v.number())) }),
  "imports.write": v.strictObject({
    id,
    target: v.variant("kind", [
      v.strictObject({ kind: v.literal("new"), parent: filePath }),
      v.strictObject({ kind: v.literal("into"), collectionId: id, folder: itemPath }),
    ]),
    secrets: v.array(line),
    link: v.optional(flag),
  }),
  "imports.source": ofCollection,
  "imports.readSource": ofCollection,
  "imports.planUpdate": v.strictObject({ id, collectionId: id }),
  "imports.update": v.strictObject({
    id,
    collectionId: id,
    choices: v.strictObject({ skip: ids, theirs: ids, remove: ids, restore: ids }),
  }),
  "imports.discard": one,
  "imports.commands": v.strictObject({ text }),
} satisfies InputSchemas<ImportsContract>;
