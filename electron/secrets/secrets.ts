import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { CollectionId } from "../../shared/model/collection.ts";
import { type Failure, FailureError } from "../../shared/model/failure.ts";
import { type SecretFile, secretFileSchema } from "../../shared/schema/secret-file.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { Sealed, Vault } from "./vault.ts";

/** Values of secret variables, sealed, in app data. They leave this only towards a request that is sent. */
export interface Secrets {
  set(id: CollectionId, environment: string, name: string, value: string): Promise<void>;
  remove(id: CollectionId, environment: string, name: string): Promise<void>;
  names(id: CollectionId, environment: string): Promise<readonly string[]>;
  open(id: CollectionId, environment: string): Promise<OpenedSecrets>;
  /** Values follow their environment to its new name. */
  rename(id: CollectionId, from: string, to: string): Promise<void>;
  /** Values follow their variable to its new name, in every environment; sealed as they are, so while the store is locked too. */
  renameVariable(id: CollectionId, from: string, to: string): Promise<void>;
}

/** What a store gave for one environment. */
export interface OpenedSecrets {
  readonly values: ReadonlyMap<string, string>;
  /** Names it has a value for that cannot be had now, and why. */
  readonly missing: ReadonlyMap<string, Failure>;
  /** Names that are for this source alone to give: none behind it is asked. */
  readonly claimed?: ReadonlySet<string>;
}

/** The id under which this user's own keys (age identities) are kept: they belong to no collection. */
export const identitiesId = "identities";

/** @param dataFolder exists; values go into `secrets/<collection id>.json`, mode 0600. */
export function createSecrets(dataFolder: string, vault: Vault): Secrets {
  const folder = path.join(dataFolder, "secrets");
  let last: Promise<unknown> = Promise.resolve();

  const fileOf = (id: CollectionId): string => {
    if (id !== identitiesId && !/^[a-z0-9]{16,64}$/.test(id)) throw unknownCollection();
    return path.join(folder, `${id}.json`);
  };
  const readFile = async (file: string): Promise<SecretFile["values"]> => {
    const stored = await readJsonFile(file, (value) => v.parse(secretFileSchema, value));
    return stored?.values ?? [];
  };
  const read = (id: CollectionId): Promise<SecretFile["values"]> => readFile(fileOf(id));
  const changeFile = (
    file: string,
    edit: (values: SecretFile["values"]) => SecretFile["values"],
  ): Promise<void> => {
    const work = async () => {
      const before = await readFile(file);
      const values = edit(before);
      if (values === before) return;
      const content: SecretFile = { version: 1, values };
      await fs.mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw storageFailure(error, "secrets");
      });
      await atomicWrite(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    };
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const change = (
    id: CollectionId,
    edit: (values: SecretFile["values"]) => SecretFile["values"],
  ): Promise<void> => changeFile(fileOf(id), edit);
  const files = async (): Promise<string[]> => {
    const names = await fs.readdir(folder).catch(() => []);
    return names.filter((name) => name.endsWith(".json")).map((name) => path.join(folder, name));
  };

  type Entry = SecretFile["values"][number];
  const locked = (): boolean => vault.state.get().locked;
  /** This machine can open it, or could if the store were not locked. */
  const isOwn = (entry: Entry, environment: string): boolean =>
    entry.environment === environment && (locked() || vault.opener(entry.sealer) !== null);

  const sealed: Sealed = {
    reseal: async () => {
      for (const file of await files())
        await changeFile(file, (values) => values.map((entry) => resealed(entry, vault)));
    },
    sealers: async () => {
      const all = await Promise.all((await files()).map(readFile));
      return new Set(all.flat().map((entry) => entry.sealer));
    },
  };
  vault.register(sealed);

  return {
    set: async (id, environment, name, value) => {
      await change(id, (values) => {
        const { sealer } = vault;
        const bytes = Buffer.from(sealer.seal(value)).toString("base64");
        return [
          ...values.filter((entry) => !isOwn(entry, environment) || entry.name !== name),
          { environment, name, sealer: sealer.name, sealed: bytes },
        ];
      });
    },
    // Removed means removed, whoever sealed it.
    remove: (id, environment, name) =>
      change(id, (values) => {
        const left = values.filter(
          (entry) => entry.environment !== environment || entry.name !== name,
        );
        return left.length === values.length ? values : left;
      }),
    names: async (id, environment) => [
      ...new Set(
        (await read(id)).filter((entry) => isOwn(entry, environment)).map((entry) => entry.name),
      ),
    ],
    open: async (id, environment) => {
      const values = new Map<string, string>();
      const missing = new Map<string, Failure>();
      for (const entry of await read(id)) {
        if (!isOwn(entry, environment)) continue;
        if (locked()) {
          missing.set(entry.name, closed(vault.why(), entry.name));
          continue;
        }
        try {
          const opener = vault.opener(entry.sealer) ?? vault.sealer;
          values.set(entry.name, opener.open(Buffer.from(entry.sealed, "base64")));
        } catch {
          // Sealed with a key this machine no longer has: the person is told that the value is missing.
        }
      }
      return { values, missing };
    },
    rename: (id, from, to) =>
      change(id, (values) => {
        if (!values.some((entry) => entry.environment === from)) return values;
        const others = values.filter((entry) => entry.environment !== to);
        return others.map((entry) =>
          entry.environment === from ? { ...entry, environment: to } : entry,
        );
      }),
    renameVariable: (id, from, to) =>
      change(id, (values) => {
        const moved = new Set(
          values.flatMap(({ name, environment }) => (name === from ? [environment] : [])),
        );
        if (moved.size === 0) return values;
        const others = values.filter(
          ({ name, environment }) => name !== to || !moved.has(environment),
        );
        return others.map((entry) => (entry.name === from ? { ...entry, name: to } : entry));
      }),
  };
}

/** The same value under the newest key; what cannot be opened stays as it is, for its key may come back. */
function resealed(entry: SecretFile["values"][number], vault: Vault): SecretFile["values"][number] {
  const { sealer } = vault;
  if (entry.sealer === sealer.name) return entry;
  let text: string;
  try {
    const opener = vault.opener(entry.sealer);
    if (opener === null) return entry;
    text = opener.open(Buffer.from(entry.sealed, "base64"));
  } catch {
    return entry;
  }
  const bytes = Buffer.from(sealer.seal(text)).toString("base64");
  return { ...entry, sealer: sealer.name, sealed: bytes };
}

/** Why a value of the store cannot be had now. */
function closed(why: Failure | null, name: string): Failure {
  if (why !== null && why.code !== "secrets-locked") return why;
  return {
    kind: "storage",
    code: "secrets-locked",
    message: "The secret store is locked, so this request's secrets are not at hand.",
    remedy:
      "Unlock it with its passphrase: in the settings under Secrets, or with --passphrase-file or envoi secrets unlock.",
    phase: "prepare",
    place: name,
  };
}

function unknownCollection(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "collection-not-open",
    message: "This collection is not open.",
  });
}
