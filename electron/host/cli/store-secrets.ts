import { realpath } from "node:fs/promises";
import { FailureError } from "../../../shared/model/failure.ts";
import { openRegistry } from "../../collections/registry.ts";
import type { SecretValue } from "../../imports/print.ts";
import { dataFolderOf, machineToWrite, unlockMachine } from "./secrets/machine.ts";
import type { PassphraseSource } from "./secrets/passphrase.ts";

/** This machine's secret store, held by this process. */
export interface SecretStore {
  /** Puts a collection's secrets under its id; the collection is open in Envoi from then on. */
  keep(folder: string, secrets: readonly SecretValue[]): Promise<void>;
  /** Names of a collection's own secrets. */
  names(folder: string): Promise<readonly string[]>;
  release(): Promise<void>;
}

/** Takes the store. Rejects with FailureError `storage` (`in-use`: an open Envoi holds it). */
export async function storeSecrets(
  data: string | null,
  source: PassphraseSource,
): Promise<SecretStore> {
  const machine = await machineToWrite(dataFolderOf(data)).catch((error: unknown) => {
    throw inUse(error);
  });
  try {
    await unlockMachine(machine.vault, source);
  } catch (error) {
    await machine.release();
    throw error;
  }
  const registry = await openRegistry(machine.data);
  return {
    keep: async (collection, values) => {
      if (values.length === 0) return;
      const id = await registry.open(await realpath(collection));
      for (const { environment, name, value } of values)
        await machine.secrets.set(id, environment, name, value);
    },
    names: async (collection) =>
      machine.secrets.names(await registry.open(await realpath(collection)), ""),
    release: () => machine.release(),
  };
}

function inUse(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== "in-use") return error;
  return new FailureError({
    ...error.failure,
    message: "The secrets in this import cannot be stored while Envoi is open.",
    remedy: "Import it in the window, close Envoi first, or add --keep-secrets.",
  });
}
