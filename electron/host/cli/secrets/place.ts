import { access, readdir, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { readDefaults } from "../../../../shared/formats/opencollection/defaults.ts";
import { readEnvironment } from "../../../../shared/formats/opencollection/environment.ts";
import { parseYaml } from "../../../../shared/formats/yaml/parse.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import type { CollectionId } from "../../../../shared/model/collection.ts";
import type { Registry } from "../../../collections/registry.ts";
import { globalsIdOf } from "../../../variables/globals-place.ts";
import type { SecretWords } from "./words.ts";

/** The real folder of the collection that is meant, or (named by `--collection`) of a workspace, whose environments are its globals. Rejects with FailureError `not-found`. */
export async function secretsFolder(words: SecretWords, from: string): Promise<string> {
  const named = words.collection === null ? null : path.resolve(from, words.collection);
  if (named !== null && (await exists(path.join(named, "workspace.yml"))))
    return await realpath(named);
  return await collectionFolder(words, from);
}

/** The id under which this machine keeps what it knows about a place: of a collection, or of a workspace's globals. null: it knows nothing. */
export async function knownId(registry: Registry, root: string): Promise<CollectionId | null> {
  return (await isCollection(root)) ? registry.known(root) : globalsIdOf(root);
}

/** The same, for what is to be kept: a collection this machine does not know yet gets an id. */
export async function idToKeep(registry: Registry, root: string): Promise<CollectionId> {
  return (await isCollection(root)) ? await registry.open(root) : globalsIdOf(root);
}

const isCollection = (root: string): Promise<boolean> =>
  exists(path.join(root, "opencollection.yml"));

/** The real folder of the collection that is meant. Rejects with FailureError `not-found`. */
export async function collectionFolder({ collection }: SecretWords, from: string): Promise<string> {
  const start = path.resolve(from, collection ?? ".");
  const real = await realpath(start).catch(() => {
    throw noCollection(start);
  });
  if (collection !== null) {
    if (await exists(path.join(real, "opencollection.yml"))) return real;
    throw noCollection(start);
  }
  for (let folder = real; ; folder = path.dirname(folder)) {
    if (await exists(path.join(folder, "opencollection.yml"))) return folder;
    if (path.dirname(folder) === folder) throw noCollection(start);
  }
}

/** Rejects with FailureError `not-found` for an environment the collection does not have. */
export async function checkEnvironment(root: string, environment: string): Promise<void> {
  if (environment === "") return;
  const plain = /^[^/\\\0]+$/.test(environment) && environment !== "..";
  if (plain && (await exists(path.join(root, "environments", `${environment}.yml`)))) return;
  throw new FailureError({
    kind: "not-found",
    code: "environment",
    message: "The collection has no environment of that name.",
    place: "--env",
    remedy: "Environments are the files in the collection's environments folder, without .yml.",
  });
}

/** Names of the secret variables of an environment, or of the collection and its folders. */
export async function secretNames(root: string, environment: string): Promise<readonly string[]> {
  if (environment !== "") {
    const text = await readFile(path.join(root, "environments", `${environment}.yml`), "utf8");
    return names(readEnvironment(parseYaml(text).data, environment).variables);
  }
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => path.basename(file) === "folder.yml" && !/(?:^|[\\/])(?:node_modules|\.)/.test(file),
  );
  const found: string[] = [];
  for (const file of ["opencollection.yml", ...files]) {
    try {
      const text = await readFile(path.join(root, file), "utf8");
      found.push(...names(readDefaults(parseYaml(text).data).variables));
    } catch {
      // A folder that cannot be read gives no variables; sending says so.
    }
  }
  return [...new Set(found)];
}

function names(
  variables: readonly { readonly name: string; readonly secret?: boolean }[],
): readonly string[] {
  return variables.filter((row) => row.secret === true).map((row) => row.name);
}

function noCollection(place: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "no-collection",
    message: "There is no collection here.",
    place,
    remedy: "Give its folder with --collection: the one that holds opencollection.yml.",
  });
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
