import * as v from "valibot";
import type { GitContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { itemRef } from "./model.ts";

export const gitInputs = {
  "git.compare": v.strictObject(itemRef),
} satisfies InputSchemas<GitContract>;
