import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import type { CollectionId } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { type SecretFile, secretFileSchema } from "../../shared/schema/secret-file.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { Sealer } from "./sealer.ts";

/** Values of secret variables, sealed, in app data. They leave this only towards a request that is sent. */
export interface Secrets {
  set(id: CollectionId, environment: string, name: string, value: string): Promise<void>;
  remove(id: CollectionId, environment: string, name: string): Promise<void>;
  names(id: CollectionId, environment: string): Promise<readonly string[]>;
  /** The values of one environment. One that cannot be opened counts as missing. */
  open(id: CollectionId, environment: string): Promise<ReadonlyMap<string, string>>;
  /** Values follow their environment to its new name. */
  rename(id: CollectionId, from: string, to: string): Promise<void>;
}

/** @param dataFolder exists; values go into `secrets/<collection id>.json`, mode 0600. */
export function createSecrets(dataFolder: string, sealer: Sealer): Secrets {
  const folder = path.join(dataFolder, "secrets");
  let last: Promise<unknown> = Promise.resolve();

  const fileOf = (id: CollectionId): string => {
    if (!/^[a-z0-9]{16,64}$/.test(id)) throw unknownCollection();
    return path.join(folder, `${id}.json`);
  };
  const read = async (id: CollectionId): Promise<SecretFile["values"]> => {
    const stored = await readJsonFile(fileOf(id), (value) => v.parse(secretFileSchema, value));
    return stored?.values ?? [];
  };
  const change = (
    id: CollectionId,
    edit: (values: SecretFile["values"]) => SecretFile["values"],
  ): Promise<void> => {
    const work = async () => {
      const before = await read(id);
      const values = edit(before);
      if (values === before) return;
      const content: SecretFile = { version: 1, values };
      await fs.mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw storageFailure(error, "secrets");
      });
      await atomicWrite(fileOf(id), `${JSON.stringify(content)}\n`, { mode: 0o600 });
    };
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  type Entry = SecretFile["values"][number];
  const isOwn = (entry: Entry, environment: string): boolean =>
    entry.environment === environment && entry.sealer === sealer.name;

  return {
    set: async (id, environment, name, value) => {
      const sealed = Buffer.from(sealer.seal(value)).toString("base64");
      await change(id, (values) => [
        ...values.filter((entry) => !isOwn(entry, environment) || entry.name !== name),
        { environment, name, sealer: sealer.name, sealed },
      ]);
    },
    // Removed means removed, whoever sealed it.
    remove: (id, environment, name) =>
      change(id, (values) => {
        const left = values.filter(
          (entry) => entry.environment !== environment || entry.name !== name,
        );
        return left.length === values.length ? values : left;
      }),
    names: async (id, environment) =>
      (await read(id)).filter((entry) => isOwn(entry, environment)).map((entry) => entry.name),
    open: async (id, environment) => {
      const opened = new Map<string, string>();
      for (const entry of await read(id)) {
        if (!isOwn(entry, environment)) continue;
        try {
          opened.set(entry.name, sealer.open(Buffer.from(entry.sealed, "base64")));
        } catch {
          // Sealed with a key this machine no longer has: the person is told that the value is missing.
        }
      }
      return opened;
    },
    rename: (id, from, to) =>
      change(id, (values) => {
        if (!values.some((entry) => entry.environment === from)) return values;
        const others = values.filter((entry) => entry.environment !== to);
        return others.map((entry) =>
          entry.environment === from ? { ...entry, environment: to } : entry,
        );
      }),
  };
}

function unknownCollection(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "collection-not-open",
    message: "This collection is not open.",
  });
}
