import { collectionData } from "../../shared/formats/import/build.ts";
import type { Imported, ImportedCollection } from "../../shared/formats/import/imported.ts";
import { writeCollection, type WrittenFile } from "../../shared/formats/import/write.ts";

/** A secret to put into the store once the collection has an id. `environment` "": the collection's own. */
export interface SecretValue {
  readonly environment: string;
  readonly name: string;
  readonly value: string;
}

/** A collection as the files it becomes. */
export interface PrintedCollection {
  readonly name: string;
  readonly files: readonly WrittenFile[];
  readonly secrets: readonly SecretValue[];
}

/** Environments that belong to no collection go into each; without any collection they make one. */
export function collectionsToWrite(imported: Imported): readonly ImportedCollection[] {
  const { collections, environments } = imported;
  if (environments.length === 0) return collections;
  if (collections.length > 0)
    return collections.map((collection) => ({
      ...collection,
      environments: [...collection.environments, ...environments],
    }));
  const name = environments.length === 1 ? (environments[0]?.name ?? "") : "Environments";
  const data = collectionData({ name });
  return [{ name, data, children: [], environments, secrets: new Map(), files: [] }];
}

/** Prints a collection: its files, and the secrets by the name each environment's file got. */
export function printCollection(collection: ImportedCollection): PrintedCollection {
  const { files, environments } = writeCollection(collection);
  const own = [...collection.secrets].map(([name, value]) => ({ environment: "", name, value }));
  const theirs = collection.environments.flatMap(({ secrets }, index) =>
    [...secrets].map(([name, value]) => ({ environment: environments[index] ?? "", name, value })),
  );
  return { name: collection.name, files, secrets: [...own, ...theirs] };
}
