import * as v from "valibot";
import type { WorkspacesContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { filePath, flag, hash, line, none, workspace } from "./model.ts";

export const workspacesInputs = {
  "workspace.open": v.strictObject({ folder: filePath }),
  "workspace.create": v.strictObject({
    parent: filePath,
    name: line,
    here: v.exactOptional(flag),
    keep: flag,
  }),
  "workspace.close": none,
  "workspace.read": none,
  "workspace.save": v.strictObject({ workspace, hash, overwrite: v.exactOptional(flag) }),
  "workspace.allow": v.strictObject({ path: line }),
  "workspace.locate": v.strictObject({ path: line, folder: filePath }),
  "workspace.remove": v.strictObject({ path: line }),
  "workspace.forget": v.strictObject({ folder: filePath }),
} satisfies InputSchemas<WorkspacesContract>;
