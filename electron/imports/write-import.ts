import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { Imported, ImportedCollection } from "../../shared/formats/import/imported.ts";
import { collectionData } from "../../shared/formats/import/build.ts";
import { writeCollection } from "../../shared/formats/import/write.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

/** A secret to put into the store once the collection has an id. `environment` "": the collection's own. */
export interface SecretValue {
  readonly environment: string;
  readonly name: string;
  readonly value: string;
}

export interface WrittenImport {
  /** Absolute path of the new folder. */
  readonly folder: string;
  readonly name: string;
  readonly secrets: readonly SecretValue[];
}

/** Environments that belong to no collection go into each; without any collection they make one. */
export function collectionsToWrite(
  imported: Imported,
  fallbackName: string,
): readonly ImportedCollection[] {
  const { collections, environments } = imported;
  if (environments.length === 0) return collections;
  if (collections.length > 0)
    return collections.map((collection) => ({
      ...collection,
      environments: [...collection.environments, ...environments],
    }));
  return [
    emptyCollection(
      environments.length === 1 ? (environments[0]?.name ?? fallbackName) : fallbackName,
      environments,
    ),
  ];
}

function emptyCollection(
  name: string,
  environments: ImportedCollection["environments"],
): ImportedCollection {
  const data = collectionData({ name });
  return { name, data, children: [], environments, secrets: new Map(), files: [] };
}

/**
 * Writes a collection into a new folder of `parent`, whole or not at all: the files go to a folder beside it, which then takes the free name.
 * Nothing that is there is touched. `progress` is called with files written. Throws FailureError `not-found` or `storage`.
 */
export async function writeImport(
  collection: ImportedCollection,
  parent: string,
  progress: (written: number, total: number) => void = () => undefined,
): Promise<WrittenImport> {
  const { files, environments } = writeCollection(collection);
  const temp = path.join(
    parent,
    `.envoi-import.${process.pid}.${randomBytes(6).toString("hex")}.tmp`,
  );
  try {
    await fs.mkdir(temp);
    let written = 0;
    const made = new Set<string>();
    for (const file of files) {
      const target = path.join(temp, ...file.path.split("/"));
      const folder = path.dirname(target);
      if (!made.has(folder)) await fs.mkdir(folder, { recursive: true });
      made.add(folder);
      await fs.writeFile(target, file.content, { flag: "wx" });
      written += 1;
      progress(written, files.length);
    }
    const folder = await takeName(temp, parent, collection.name);
    return { folder, name: collection.name, secrets: secretsOf(collection, environments) };
  } catch (error) {
    await fs.rm(temp, { recursive: true, force: true });
    throw storageFailure(error, path.basename(parent));
  }
}

/** Gives the finished folder the first free name; one that somebody takes meanwhile is passed over. */
async function takeName(temp: string, parent: string, name: string): Promise<string> {
  for (;;) {
    const folder = path.join(
      parent,
      freeName(fileNameFor(name, "folder"), "", await fs.readdir(parent)),
    );
    try {
      // A new empty folder of that name would be replaced by the rename: it is made here, by us.
      await fs.mkdir(folder);
      await fs.rename(temp, folder);
      return folder;
    } catch (error) {
      if (errorCode(error) === "EEXIST" || errorCode(error) === "ENOTEMPTY") continue;
      if (process.platform === "win32" && errorCode(error) === "EPERM") {
        // Windows renames a folder onto nothing, not even onto an empty folder.
        await fs.rmdir(folder);
        await fs.rename(temp, folder);
        return folder;
      }
      throw error;
    }
  }
}

function secretsOf(
  collection: ImportedCollection,
  environments: readonly string[],
): readonly SecretValue[] {
  const own = [...collection.secrets].map(([name, value]) => ({ environment: "", name, value }));
  const theirs = collection.environments.flatMap(({ secrets }, index) =>
    [...secrets].map(([name, value]) => ({ environment: environments[index] ?? "", name, value })),
  );
  return [...own, ...theirs];
}

/** A folder to import into. Made when it is not there. Throws FailureError. */
export async function makeParent(parent: string): Promise<void> {
  try {
    await fs.mkdir(parent, { recursive: true });
    if (!(await fs.stat(parent)).isDirectory()) throw notAFolder(parent);
  } catch (error) {
    throw storageFailure(error, path.basename(parent));
  }
}

function notAFolder(parent: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "ENOTDIR",
    message: "Part of this path is a file, not a folder.",
    remedy: "Check the path.",
    place: path.basename(parent),
  });
}
