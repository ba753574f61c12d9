import path from "node:path";
import type { Handlers, SecretsContract } from "../../shared/contract/index.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { originsOf } from "../secrets/origins.ts";
import type { ProviderSource } from "../secrets/providers/source.ts";
import type { ProviderStore } from "../secrets/providers/store.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { SharedStore } from "../secrets/shared-secrets.ts";
import { importIdentities, shareValue, unshareValue, valueOf } from "../secrets/sharing.ts";
import { joinSources, type SecretPlace, storeSource } from "../secrets/sources.ts";
import type { Vault } from "../secrets/vault.ts";

/** Everything secrets of this machine are made of. Whoever built it ends it. */
export interface SecretServices {
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly shared: SharedStore;
  readonly providers: ProviderStore;
  readonly programs: ProviderSource;
  /** {}: environment variables do not count in this host. */
  readonly environment: NodeJS.ProcessEnv;
  /** The folder of an open collection. Throws FailureError `not-found`. */
  folderOf(collectionId: string): string;
}

/** The operations about how this machine keeps secrets, and who gives and shares their values. */
export function secretHandlers(services: SecretServices): Handlers<SecretsContract> {
  const { vault, secrets, shared, providers, programs } = services;
  const own = joinSources([storeSource(secrets), shared]);
  const placeOf = (of: { collectionId: string; environment: string }): SecretPlace => ({
    id: of.collectionId,
    root: services.folderOf(of.collectionId),
    environment: of.environment,
  });
  return {
    "secretStore.state": (signal) => vault.state.watch(signal),
    "secretStore.unlock": ({ passphrase }) => vault.unlock(passphrase).then(() => null),
    "secretStore.lock": () => vault.lock().then(() => null),
    "secretStore.reopen": () => vault.reopen().then(() => null),
    "secretStore.choose": (choice) => vault.choose(choice).then(() => null),
    "secretStore.rotate": () => vault.rotate().then(() => null),

    "secrets.origins": async ({ names, ...of }) =>
      await originsOf(placeOf(of), names, { ...services }),

    "secretProviders.list": async () => providers.list(),
    "secretProviders.set": async (entry) => {
      placeOf(entry);
      await providers.set(entry);
      return null;
    },
    "secretProviders.remove": ({ collectionId, environment, name }) =>
      providers.remove(collectionId, environment, name).then(() => null),
    "secretProviders.attempt": ({ collectionId, environment, name }) =>
      programs.attempt(collectionId, environment, name).then(() => null),
    "secretProviders.forget": async () => {
      programs.forget();
      return null;
    },

    "identities.list": () => shared.ownRecipients(),
    "identities.import": async ({ file }) => {
      if (!path.isAbsolute(file)) throw relativeFile();
      await importIdentities(shared, file);
      return await shared.ownRecipients();
    },

    "sharedSecrets.view": (of) => shared.view(placeOf(of)),
    "sharedSecrets.share": async ({ name, ...of }) => {
      const place = placeOf(of);
      await shareValue(place, name, await valueOf(own, place, name), { shared, secrets });
      return null;
    },
    "sharedSecrets.unshare": ({ name, ...of }) =>
      unshareValue(placeOf(of), name, { shared, secrets }).then(() => null),
    "sharedSecrets.addRecipient": ({ key, label, ...of }) =>
      shared.addRecipient(placeOf(of), key.trim(), label).then(() => null),
    "sharedSecrets.removeRecipient": ({ key, ...of }) =>
      shared.removeRecipient(placeOf(of), key).then(() => null),
    "sharedSecrets.encrypt": (of) => shared.encryptAgain(placeOf(of)).then(() => null),
  };
}

function relativeFile(): FailureError {
  return new FailureError({
    kind: "input",
    code: "path-not-absolute",
    message: "The file must be named by an absolute path.",
    place: "file",
  });
}
