import { access, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";
import { defaultDataFolder } from "../../../base/data-folder.ts";
import { lockFolder } from "../../../base/folder-lock.ts";
import { storageFailure } from "../../../base/storage-failure.ts";
import { ownKeyFile } from "../../../secrets/sealer.ts";
import { createSecrets, type Secrets } from "../../../secrets/secrets.ts";
import { storeFileName } from "../../../secrets/store-file.ts";
import { openVault, type Vault } from "../../../secrets/vault.ts";
import { type PassphraseSource, passphraseFrom } from "./passphrase.ts";

/** This machine's secret store. */
export interface Machine {
  readonly data: string;
  readonly vault: Vault;
  readonly secrets: Secrets;
}

/** Envoi's data folder: the one given, or the usual one. */
export function dataFolderOf(given: string | null): string {
  return given === null
    ? defaultDataFolder(process.platform, process.env, homedir())
    : path.resolve(given);
}

/** The store for reading, beside an Envoi that may be open; null when this machine has none. Nothing is made. */
export async function machineToRead(data: string): Promise<Machine | null> {
  const there = await Promise.all(
    [ownKeyFile, storeFileName].map((name) => exists(path.join(data, name))),
  );
  return there.includes(true) ? await machineIn(data) : null;
}

/**
 * The store for writing: made when there is none, and held until `release`. Rejects with FailureError `storage` (`in-use`: an open Envoi
 * holds it). `cost`: scrypt's N for a new passphrase.
 */
export async function machineToWrite(
  data: string,
  cost?: number,
): Promise<Machine & { release(): Promise<void> }> {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(error, path.basename(data));
  }
  const lock = await lockFolder(data);
  try {
    return { ...(await machineIn(data, cost)), release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function machineIn(data: string, cost?: number): Promise<Machine> {
  const vault = await openVault({ dataFolder: data, ...(cost === undefined ? {} : { cost }) });
  return { data, vault, secrets: createSecrets(data, vault) };
}

/** Unlocks when it is locked. Rejects with FailureError: wrong passphrase, or nobody to ask for it. */
export async function unlockMachine(vault: Vault, source: PassphraseSource): Promise<void> {
  const { locked, problem, kind } = vault.state.get();
  if (!locked) return;
  if (problem !== null) throw new FailureError(problem);
  if (kind !== "passphrase") return;
  const passphrase = await passphraseFrom(source, "Passphrase of the secret store: ");
  if (passphrase === null) throw nobodyToAsk();
  await vault.unlock(passphrase);
}

function nobodyToAsk(): FailureError {
  return new FailureError({
    kind: "policy",
    code: "passphrase-missing",
    message: "The secret store is locked, and there is no terminal to ask for its passphrase.",
    remedy: "Give --passphrase-file FILE, or set ENVOI_PASSPHRASE_FILE or ENVOI_PASSPHRASE.",
  });
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
