import type { Handlers, SecretsContract } from "../../shared/contract/index.ts";
import type { Vault } from "../secrets/vault.ts";

/** The operations about how this machine keeps secrets. */
export function secretHandlers(vault: Vault): Handlers<SecretsContract> {
  return {
    "secretStore.state": (signal) => vault.state.watch(signal),
    "secretStore.unlock": ({ passphrase }) => vault.unlock(passphrase).then(() => null),
    "secretStore.lock": () => vault.lock().then(() => null),
    "secretStore.choose": (choice) => vault.choose(choice).then(() => null),
    "secretStore.rotate": () => vault.rotate().then(() => null),
  };
}
