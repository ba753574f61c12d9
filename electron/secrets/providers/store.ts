import path from "node:path";
import * as v from "valibot";
import type { SecretProvider, SecretProviderEntry } from "../../../shared/model/secret-provider.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import {
  secretProviderSchema,
  type SecretProvidersFile,
  secretProvidersFileSchema,
} from "../../../shared/schema/secret-providers.ts";
import { atomicWrite } from "../../base/atomic-write.ts";
import { readJsonFile } from "../../base/json-file.ts";

/** Which programs a person of this machine allowed to give values to secrets. No collection is ever asked. */
export interface ProviderStore {
  list(): readonly SecretProviderEntry[];
  of(collectionId: string, environment: string, name: string): SecretProvider | null;
  /** In place of the one before. Rejects with FailureError `input/secret-provider` or `storage`. */
  set(entry: SecretProviderEntry): Promise<void>;
  remove(collectionId: string, environment: string, name: string): Promise<void>;
  /** They follow their environment to its new name. */
  rename(collectionId: string, from: string, to: string): Promise<void>;
  /** They follow their variable to its new name, in every environment. */
  renameVariable(collectionId: string, from: string, to: string): Promise<void>;
}

/** @param dataFolder may not be there; then it has none. `secret-providers.json` in it, mode 0600. */
export async function openProviderStore(dataFolder: string): Promise<ProviderStore> {
  const file = path.join(dataFolder, "secret-providers.json");
  const stored = await readJsonFile(file, (value) => v.parse(secretProvidersFileSchema, value));
  let entries: readonly SecretProviderEntry[] = stored?.providers ?? [];
  const write = async (next: readonly SecretProviderEntry[]): Promise<void> => {
    const content: SecretProvidersFile = { version: 1, providers: [...next].map(copied) };
    await atomicWrite(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    entries = next;
  };
  const without = (collectionId: string, environment: string, name: string) =>
    entries.filter(
      (entry) =>
        entry.collectionId !== collectionId ||
        entry.environment !== environment ||
        entry.name !== name,
    );
  return {
    list: () => entries,
    of: (collectionId, environment, name) =>
      entries.find(
        (entry) =>
          entry.collectionId === collectionId &&
          entry.environment === environment &&
          entry.name === name,
      )?.provider ?? null,
    async set(entry) {
      const checked = v.safeParse(secretProviderSchema, entry.provider);
      if (!checked.success) throw badProvider(entry.provider);
      const others = without(entry.collectionId, entry.environment, entry.name);
      await write([...others, entry]);
    },
    async remove(collectionId, environment, name) {
      const left = without(collectionId, environment, name);
      if (left.length !== entries.length) await write(left);
    },
    async rename(collectionId, from, to) {
      const isOf = (entry: SecretProviderEntry, environment: string) =>
        entry.collectionId === collectionId && entry.environment === environment;
      if (!entries.some((entry) => isOf(entry, from))) return;
      await write(
        entries
          .filter((entry) => !isOf(entry, to))
          .map((entry) => (isOf(entry, from) ? { ...entry, environment: to } : entry)),
      );
    },
    async renameVariable(collectionId, from, to) {
      const isOf = (entry: SecretProviderEntry, name: string) =>
        entry.collectionId === collectionId && entry.name === name;
      const moved = new Set(
        entries.flatMap((entry) => (isOf(entry, from) ? [entry.environment] : [])),
      );
      if (moved.size === 0) return;
      await write(
        entries
          .filter((entry) => !isOf(entry, to) || !moved.has(entry.environment))
          .map((entry) => (isOf(entry, from) ? { ...entry, name: to } : entry)),
      );
    },
  };
}

function copied({
  provider,
  ...entry
}: SecretProviderEntry): SecretProvidersFile["providers"][number] {
  return {
    ...entry,
    provider: provider.kind === "exec" ? { ...provider, args: [...provider.args] } : provider,
  };
}

function badProvider(provider: SecretProvider): FailureError {
  const wanted = {
    "1password": "A reference of 1Password is written op://vault/item/field.",
    bitwarden: "An item of Bitwarden is named by its id or name, on one line.",
    pass: "An entry of pass is named as pass lists it, on one line.",
    exec: "A program is an absolute path or a name in PATH, with up to 64 arguments.",
  } as const;
  return new FailureError({
    kind: "input",
    code: `secret-provider-${provider.kind}`,
    message: wanted[provider.kind],
    place: "provider",
  });
}
