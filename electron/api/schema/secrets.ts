import * as v from "valibot";
import type { SecretsContract } from "../../../shared/contract/index.ts";
import { secretProviderSchema } from "../../../shared/schema/secret-providers.ts";
import type { InputSchemas } from "./exact.ts";
import { filePath, id, line, none, text } from "./model.ts";

const of = { collectionId: id, environment: line };
const one = v.strictObject({ ...of, name: line });

export const secretsInputs = {
  "secretStore.unlock": v.strictObject({ passphrase: line }),
  "secretStore.lock": none,
  "secretStore.reopen": none,
  "secretStore.choose": v.variant("kind", [
    v.strictObject({ kind: v.literal("keychain") }),
    v.strictObject({ kind: v.literal("passphrase"), passphrase: line }),
    v.strictObject({ kind: v.literal("key-file"), file: text }),
  ]),
  "secretStore.rotate": none,
  "secrets.origins": v.strictObject({
    ...of,
    names: v.pipe(v.array(line), v.maxLength(10_000)),
  }),
  "secretProviders.list": none,
  "secretProviders.set": v.strictObject({ ...of, name: line, provider: secretProviderSchema }),
  "secretProviders.remove": one,
  "secretProviders.attempt": one,
  "secretProviders.forget": none,
  "identities.list": none,
  "identities.import": v.strictObject({ file: filePath }),
  "sharedSecrets.view": v.strictObject(of),
  "sharedSecrets.share": one,
  "sharedSecrets.unshare": one,
  "sharedSecrets.addRecipient": v.strictObject({ ...of, key: line, label: line }),
  "sharedSecrets.removeRecipient": v.strictObject({ ...of, key: line }),
  "sharedSecrets.encrypt": v.strictObject(of),
} satisfies InputSchemas<SecretsContract>;
