import type { Handlers } from "../../shared/contract/kinds.ts";
import type { VariablesContract } from "../../shared/contract/variables.ts";
import type { GlobalsFolder } from "../environments/environment-store.ts";
import type { Globals } from "./globals.ts";

/** Choosing the globals that count now. */
export function globalsHandlers(
  globals: Globals,
  { folder, refresh }: GlobalsFolder,
): Pick<Handlers<VariablesContract>, "globals.choose"> {
  return {
    "globals.choose": async ({ name }) => {
      await globals.choose(folder(), name);
      await refresh();
      return null;
    },
  };
}
