import type { SecretOrigin } from "../model/secret-origin.ts";
import type { SecretProviderEntry } from "../model/secret-provider.ts";
import type { SecretStoreChoice, SecretStoreState } from "../model/secret-store.ts";
import type { SharedSecretsView } from "../model/shared-secrets.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** Whose secrets: of an environment of a collection; of the collection and its folders when `environment` is "". */
interface SecretsOf {
  readonly collectionId: string;
  readonly environment: string;
}

/** How this machine keeps secrets, and where else their values come from. Values never come back over the link. */
export type SecretsContract = {
  "secretStore.state": Topic<SecretStoreState>;
  /** For as long as the app runs. Failure `input/passphrase-wrong`. */
  "secretStore.unlock": Call<{ readonly passphrase: string }, null>;
  "secretStore.lock": Call<null, null>;
  /** Looks again where the store could not be opened. Failure: what is wrong still. */
  "secretStore.reopen": Call<null, null>;
  /** Keeps everything with something else from now on; a new passphrase too. */
  "secretStore.choose": Call<SecretStoreChoice, null>;
  /** Seals everything anew with a new key. */
  "secretStore.rotate": Call<null, null>;

  /** Where each of these names gets its value from on this machine, in their order. Runs nothing. */
  "secrets.origins": Call<
    SecretsOf & { readonly names: readonly string[] },
    readonly SecretOrigin[]
  >;

  /** Secrets whose values programs of this machine give. */
  "secretProviders.list": Call<null, readonly SecretProviderEntry[]>;
  /** In place of the one before. Failure `input/secret-provider-…`. */
  "secretProviders.set": Call<SecretProviderEntry, null>;
  "secretProviders.remove": Call<SecretsOf & { readonly name: string }, null>;
  /** Runs the program and keeps its value until Envoi ends. Failure `policy/secret-provider-…`. */
  "secretProviders.attempt": Call<SecretsOf & { readonly name: string }, null>;
  /** Forgets what programs gave: the next send asks them again. */
  "secretProviders.forget": Call<null, null>;

  /** The public keys of this machine's age identities; makes one when there is none. Failure `storage/secrets-locked`. */
  "identities.list": Call<null, readonly string[]>;
  /** Keeps the identities of a file of age-keygen; gives all public keys. Failure `input/age-identity`, `not-found`, `storage`. */
  "identities.import": Call<{ readonly file: string }, readonly string[]>;

  "sharedSecrets.view": Call<SecretsOf, SharedSecretsView>;
  /** Moves the value this machine has into the shared file. Failure `not-found/secret-missing`. */
  "sharedSecrets.share": Call<SecretsOf & { readonly name: string }, null>;
  /** Takes the value out of the shared file, back into this machine's store when it can be opened here. */
  "sharedSecrets.unshare": Call<SecretsOf & { readonly name: string }, null>;
  /** Failure `input/age-recipient`. */
  "sharedSecrets.addRecipient": Call<
    SecretsOf & { readonly key: string; readonly label: string },
    null
  >;
  /** Failure `input/last-recipient`. */
  "sharedSecrets.removeRecipient": Call<SecretsOf & { readonly key: string }, null>;
  /** Every value anew for those listed, after a merge. */
  "sharedSecrets.encrypt": Call<SecretsOf, null>;
};

export const secretsKinds: Kinds<SecretsContract> = {
  "secretStore.state": "topic",
  "secretStore.unlock": "call",
  "secretStore.lock": "call",
  "secretStore.reopen": "call",
  "secretStore.choose": "call",
  "secretStore.rotate": "call",
  "secrets.origins": "call",
  "secretProviders.list": "call",
  "secretProviders.set": "call",
  "secretProviders.remove": "call",
  "secretProviders.attempt": "call",
  "secretProviders.forget": "call",
  "identities.list": "call",
  "identities.import": "call",
  "sharedSecrets.view": "call",
  "sharedSecrets.share": "call",
  "sharedSecrets.unshare": "call",
  "sharedSecrets.addRecipient": "call",
  "sharedSecrets.removeRecipient": "call",
  "sharedSecrets.encrypt": "call",
};
