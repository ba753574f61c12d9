import { collectionData } from "../../shared/formats/import/build.ts";
import type { Imported, ImportedCollection } from "../../shared/formats/import/imported.ts";
import { placeInto } from "../../shared/formats/import/into.ts";
import { sealLinks, unlinked } from "../../shared/formats/import/openapi/link.ts";
import {
  type PlaceThere,
  writeCollection,
  type WrittenFile,
  writeInto,
} from "../../shared/formats/import/write.ts";

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

/** An import as files for a collection that is there. */
export interface PrintedInto {
  /** Paths begin at the collection. */
  readonly files: readonly WrittenFile[];
  readonly secrets: readonly SecretValue[];
}

/** Prints an import for a place in a collection that is there. `taken`: names of the secrets the collection has. */
export function printInto(
  imported: Imported,
  there: PlaceThere,
  taken: readonly string[],
): PrintedInto {
  const placed = placeInto({ ...imported, collections: imported.collections.map(unlinked) }, taken);
  const { files, environments } = writeInto(placed, there);
  return { files, secrets: secretsOf(placed, environments) };
}

function secretsOf(
  { secrets, environments }: Pick<ImportedCollection, "secrets" | "environments">,
  names: readonly string[],
): readonly SecretValue[] {
  const own = [...secrets].map(([name, value]) => ({ environment: "", name, value }));
  const theirs = environments.flatMap((environment, index) =>
    [...environment.secrets].map(([name, value]) => ({
      environment: names[index] ?? "",
      name,
      value,
    })),
  );
  return [...own, ...theirs];
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

/** Prints every collection of an import. `link`: where the description lies it stays linked to; null: it forgets it. */
export function printImport(imported: Imported, link: string | null): readonly PrintedCollection[] {
  const kept = (collection: ImportedCollection) =>
    link === null ? unlinked(collection) : sealLinks(collection, link);
  return collectionsToWrite(imported).map((collection) => printCollection(kept(collection)));
}

/** Prints a collection: its files, and the secrets by the name each environment's file got. */
export function printCollection(collection: ImportedCollection): PrintedCollection {
  const { files, environments } = writeCollection(collection);
  return { name: collection.name, files, secrets: secretsOf(collection, environments) };
}
