import type { Handlers } from "../../shared/contract/kinds.ts";
import type { VariablesContract } from "../../shared/contract/variables.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import type { Globals } from "./globals.ts";

/** Choosing the globals of the workspace that is open. */
export function globalsHandlers(
  globals: Globals,
  workspace: () => OpenWorkspace | null,
): Pick<Handlers<VariablesContract>, "globals.chosen" | "globals.choose"> {
  return {
    "globals.chosen": async () => {
      const open = workspace();
      return open === null ? null : globals.chosen(open.folder);
    },
    "globals.choose": async ({ name }) => {
      const open = workspace();
      if (open === null)
        throw new FailureError({
          kind: "not-found",
          code: "no-workspace",
          message: "No workspace is open.",
        });
      await globals.choose(open.folder, name);
      return null;
    },
  };
}
