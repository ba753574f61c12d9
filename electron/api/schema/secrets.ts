import * as v from "valibot";
import type { SecretsContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { line, none, text } from "./model.ts";

export const secretsInputs = {
  "secretStore.unlock": v.strictObject({ passphrase: line }),
  "secretStore.lock": none,
  "secretStore.choose": v.variant("kind", [
    v.strictObject({ kind: v.literal("keychain") }),
    v.strictObject({ kind: v.literal("passphrase"), passphrase: line }),
    v.strictObject({ kind: v.literal("key-file"), file: text }),
  ]),
  "secretStore.rotate": none,
} satisfies InputSchemas<SecretsContract>;
