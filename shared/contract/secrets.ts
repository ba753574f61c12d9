import type { SecretStoreChoice, SecretStoreState } from "../model/secret-store.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** How this machine keeps secrets, and where else their values come from. Values never come back over the link. */
export type SecretsContract = {
  "secretStore.state": Topic<SecretStoreState>;
  /** For as long as the app runs. Failure `input/passphrase-wrong`. */
  "secretStore.unlock": Call<{ readonly passphrase: string }, null>;
  "secretStore.lock": Call<null, null>;
  /** Keeps everything with something else from now on; a new passphrase too. */
  "secretStore.choose": Call<SecretStoreChoice, null>;
  /** Seals everything anew with a new key. */
  "secretStore.rotate": Call<null, null>;
};

export const secretsKinds: Kinds<SecretsContract> = {
  "secretStore.state": "topic",
  "secretStore.unlock": "call",
  "secretStore.lock": "call",
  "secretStore.choose": "call",
  "secretStore.rotate": "call",
};
