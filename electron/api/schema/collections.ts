import * as v from "valibot";
import type { CollectionsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import {
  count,
  defaults,
  environment,
  filePath,
  flag,
  hash,
  id,
  itemPath,
  itemRef,
  line,
  none,
  request,
  text,
} from "./model.ts";

const overwrite = v.exactOptional(flag);
const ref = v.strictObject(itemRef);
const ofEnvironment = { collectionId: id, environment: line };

export const collectionsInputs = {
  "collections.open": v.strictObject({ folder: filePath }),
  "collections.create": v.strictObject({
    parent: filePath,
    name: line,
    here: v.exactOptional(flag),
  }),
  "collections.close": v.strictObject({ id }),
  "collections.createFolder": v.strictObject({ collectionId: id, parent: itemPath, name: line }),
  "collections.createRequest": v.strictObject({ collectionId: id, parent: itemPath, request }),
  "collections.rename": v.strictObject({ ...itemRef, name: line }),
  "collections.duplicate": ref,
  "collections.move": v.strictObject({
    from: ref,
    toCollection: id,
    to: v.strictObject({ folder: itemPath, after: v.nullable(itemPath) }),
  }),
  "collections.delete": ref,
  "collections.undoDelete": v.strictObject({ undoId: id }),
  "collections.readRequest": ref,
  "collections.saveRequest": v.strictObject({ ...itemRef, request, hash, overwrite }),
  "collections.readDefaults": ref,
  "collections.saveDefaults": v.strictObject({ ...itemRef, defaults, hash, overwrite }),
  "collections.readText": ref,
  "collections.saveText": v.strictObject({ ...itemRef, text, hash, overwrite }),

  "environments.read": v.strictObject({ collectionId: id, name: line }),
  "environments.create": v.strictObject({
    collectionId: id,
    name: line,
    copyOf: v.exactOptional(line),
  }),
  "environments.save": v.strictObject({ collectionId: id, environment, hash, overwrite }),
  "environments.rename": v.strictObject({ collectionId: id, from: line, to: line }),
  "environments.delete": v.strictObject({ collectionId: id, name: line }),

  "secrets.set": v.strictObject({ ...ofEnvironment, name: line, value: text }),
  "secrets.remove": v.strictObject({ ...ofEnvironment, name: line }),
  "secrets.names": v.strictObject(ofEnvironment),

  "variables.view": v.strictObject({
    collectionId: v.nullable(id),
    path: itemPath,
    environment: v.nullable(line),
    request: v.exactOptional(request),
  }),

  "drafts.list": none,
  "drafts.put": v.strictObject({
    key: line,
    ref: v.nullable(ref),
    target: v.picklist(["request", "defaults", "environment", "text"]),
    baseHash: v.nullable(hash),
    json: text,
    updatedAt: count,
  }),
  "drafts.remove": v.strictObject({ key: line }),
} satisfies InputSchemas<CollectionsContract>;
