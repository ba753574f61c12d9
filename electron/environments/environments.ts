import fs from "node:fs/promises";
import path from "node:path";
import type { Deleted } from "../../shared/contract/collections.ts";
import {
  newEnvironmentData,
  patchEnvironment,
  readEnvironment,
  renameEnvironment,
} from "../../shared/formats/opencollection/environment.ts";
import { sharedSecretsFile } from "../../shared/formats/shared-secrets/file.ts";
import type { YamlData } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../../shared/formats/yaml/patch.ts";
import type { CollectionId, SaveResult } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { type Environment, localBase } from "../../shared/model/variable.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { namesIn, renameEntry } from "../collections/disk.ts";
import { saveEdit, writeText } from "../collections/file-edit.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";
import { itemSegments, locate } from "../collections/paths.ts";
import { readTextFile, type TextFile } from "../collections/read-file.ts";
import type { EnvironmentStore } from "./environment-store.ts";
import { ignoreLocal } from "./ignore-local.ts";
import type { UndoArea } from "../collections/undo.ts";

/** Environment files of a collection, and globals. A name is a file name: that is its identity. Throws FailureError. */
export interface Environments {
  read(
    id: CollectionId,
    name: string,
  ): Promise<{ readonly environment: Environment; readonly hash: string }>;
  create(id: CollectionId, name: string, copyOf?: string): Promise<string>;
  save(
    id: CollectionId,
    environment: Environment,
    hash: string,
    overwrite: boolean,
  ): Promise<SaveResult>;
  rename(id: CollectionId, from: string, to: string): Promise<string>;
  remove(id: CollectionId, name: string): Promise<Deleted>;
}

export interface EnvironmentsOptions {
  readonly store: EnvironmentStore;
  readonly undo: UndoArea;
  readonly trash?: (absolute: string) => Promise<void>;
  /** Called after a rename: the secrets' values are kept under the name. */
  readonly renamed: (id: CollectionId, from: string, to: string) => Promise<void>;
}

export function createEnvironments({
  store,
  undo,
  trash,
  renamed,
}: EnvironmentsOptions): Environments {
  const load = async (id: CollectionId, name: string): Promise<TextFile> => {
    const file = environmentFile(name);
    return readTextFile(await locate(store.get(id).root, file, "file"), file);
  };
  return {
    read: async (id, name) => {
      const { text, hash } = await load(id, name);
      store.loaded(id, environmentFile(name), hash);
      return { environment: readEnvironment(parseYaml(text).data, name), hash };
    },
    create: async (id, name, copyOf) => {
      const collection = store.get(id);
      const from = copyOf === undefined ? null : await load(id, copyOf);
      const folder = await environmentsFolder(collection.root);
      for (;;) {
        const file = freeName(fileNameFor(name, "environment"), ".yml", await namesIn(folder));
        const base = file.slice(0, -".yml".length);
        if (localBase(base, await environmentsIn(folder)) !== null)
          await ignoreLocal(collection.root);
        const text =
          from === null
            ? canonicalYaml(newEnvironmentData(base))
            : patchYaml(from.text, renameEnvironment(parseYaml(from.text).data, base)).text;
        const result = await writeText(store, collection, environmentFile(base), text, null);
        if (result.kind === "conflict") continue;
        await store.refresh(id);
        return base;
      }
    },
    save: async (id, environment, hash, overwrite) => {
      const file = environmentFile(environment.name);
      const result = await saveEdit(store, store.get(id), {
        file,
        hash,
        overwrite,
        change: (data: YamlData) => patchEnvironment(data, environment),
        fresh: () => patchEnvironment(newEnvironmentData(environment.name), environment),
      });
      if (result.kind === "conflict") return result;
      await store.refresh(id);
      return { kind: "saved", path: file, hash: result.hash };
    },
    rename: async (id, from, to) => {
      const collection = store.get(id);
      const { text, hash } = await load(id, from);
      const folder = await environmentsFolder(collection.root);
      const own = `${from}.yml`;
      const wanted = `${fileNameFor(to, "environment")}.yml`;
      const others = (await namesIn(folder)).filter((other) => other !== own);
      const file = wanted === own ? own : freeName(wanted.slice(0, -".yml".length), ".yml", others);
      const base = file.slice(0, -".yml".length);
      if (base === from) return base;
      await renameEntry(path.join(folder, own), path.join(folder, file));
      store.moved(id, environmentFile(from), environmentFile(base));
      await renamed(id, from, base);
      const { data } = parseYaml(text);
      const next = patchYaml(text, renameEnvironment(data, base)).text;
      await writeText(store, collection, environmentFile(base), next, hash);
      await store.refresh(id);
      return base;
    },
    remove: async (id, name) => {
      const collection = store.get(id);
      const file = environmentFile(name);
      const absolute = await locate(collection.root, file, "file");
      // The secrets shared under its name mean nothing without it.
      const shared = await locate(collection.root, sharedSecretsFile(name), "file").catch(
        () => null,
      );
      let undoId: string | null = null;
      if (trash === undefined) undoId = await undo.put(absolute, id, file, shared);
      else {
        await trash(absolute);
        if (shared !== null) await trash(shared);
      }
      store.changed(id, file, null);
      await store.refresh(id);
      return { undoId };
    },
  };
}

/** The item path of an environment. Throws FailureError `policy` for a name that is no file name. */
export function environmentFile(name: string): string {
  if (name.includes("/")) {
    throw new FailureError({
      kind: "policy",
      code: "bad-path",
      message: "This is not the name of an environment.",
    });
  }
  const file = `environments/${name}.yml`;
  itemSegments(file);
  return file;
}

async function environmentsIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => name.endsWith(".yml")).map((name) => name.slice(0, -".yml".length));
}

async function environmentsFolder(root: string): Promise<string> {
  try {
    await fs.mkdir(path.join(root, "environments"), { recursive: true });
  } catch (error) {
    throw storageFailure(error, "environments");
  }
  return locate(root, "environments", "folder");
}
