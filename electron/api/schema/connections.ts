import * as v from "valibot";
import type { ConnectionsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { count } from "./model.ts";

export const connectionsInputs = {
  "connections.close": v.strictObject({ number: v.nullable(count) }),
} satisfies InputSchemas<ConnectionsContract>;
