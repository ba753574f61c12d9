import { mkdir, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { FailureError } from "../../../shared/model/failure.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { lockFolder } from "../../base/folder-lock.ts";
import { storageFailure } from "../../base/storage-failure.ts";
import { openRegistry } from "../../collections/registry.ts";
import type { SecretValue } from "../../imports/print.ts";
import { fileKeySealer } from "../../secrets/sealer.ts";
import { createSecrets } from "../../secrets/secrets.ts";

/** This machine's secret store, held by this process. */
export interface SecretStore {
  /** Puts a collection's secrets under its id; the collection is open in Envoi from then on. */
  keep(folder: string, secrets: readonly SecretValue[]): Promise<void>;
  release(): Promise<void>;
}

/** Takes the store. Rejects with FailureError `storage` (`in-use`: an open Envoi holds it). */
export async function storeSecrets(data: string | null): Promise<SecretStore> {
  const folder =
    data === null
      ? defaultDataFolder(process.platform, process.env, homedir())
      : path.resolve(data);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(error, path.basename(folder));
  }
  const lock = await lockFolder(folder).catch((error: unknown) => {
    throw inUse(error);
  });
  const registry = await openRegistry(folder);
  const secrets = createSecrets(folder, await fileKeySealer(folder));
  return {
    keep: async (collection, values) => {
      if (values.length === 0) return;
      const id = await registry.open(await realpath(collection));
      for (const { environment, name, value } of values)
        await secrets.set(id, environment, name, value);
    },
    release: () => lock.release(),
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
