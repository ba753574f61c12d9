import { fileNameFor, isDeviceName, nameKey } from "../../model/item-name.ts";
import { mapAt, order, withField } from "../opencollection/fields.ts";
import { gitignore } from "../opencollection/gitignore.ts";
import { type YamlMap, yamlNumber } from "../yaml/data.ts";
import { canonicalYaml } from "../yaml/patch.ts";
import type { ImportedCollection, ImportedEnvironment, ImportedItem } from "./imported.ts";
import { type Placed, withFilesUnder } from "./into.ts";

/** A file to write. `path` is `/`-separated, inside the collection's folder. */
export interface WrittenFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A collection as files, with where each environment ended up: its file name is its identity. */
export interface WrittenCollection {
  readonly files: readonly WrittenFile[];
  /** File name without `.yml`, in the order of `collection.environments`. */
  readonly environments: readonly string[];
}

/**
 * The files of a collection, canonical as in docs/file-format.md. Names are made from the items' names and are unique in each folder on
 * every system; `seq` is the place among siblings, folders and requests counted apart.
 */
export function writeCollection(collection: ImportedCollection): WrittenCollection {
  const files: WrittenFile[] = [
    { path: "opencollection.yml", content: canonicalYaml(collection.data) },
    { path: ".gitignore", content: gitignore },
  ];
  const root = createNames();
  const kept = new Set(collection.files.map((file) => file.path));
  for (const file of collection.files) root.take(file.path.split("/")[0] ?? "");
  for (const { path, bytes } of collection.files)
    if (isInside(path)) files.push({ path, content: bytes });
  const environmentNames = createNames();
  const environments = collection.environments.map((environment) =>
    environmentFile(environment, environmentNames, files),
  );
  for (const file of itemFiles(collection.children, "", root))
    if (!kept.has(file.path)) files.push(file);
  return { files: withoutClashes(files), environments };
}

/** The first of those that no system can hold side by side: the same but for case or composition, or a file where another needs a folder. */
function withoutClashes(files: readonly WrittenFile[]): readonly WrittenFile[] {
  const taken = new Set<string>();
  const folders = new Set<string>();
  return files.filter(({ path }) => {
    const segments = nameKey(path).split("/");
    const above = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
    const key = segments.join("/");
    if (taken.has(key) || folders.has(key) || above.some((folder) => taken.has(folder)))
      return false;
    taken.add(key);
    for (const folder of above) folders.add(folder);
    return true;
  });
}

/** The highest `seq` of the folders and of the requests that are there already. */
interface Seqs {
  folders: number;
  requests: number;
}

function* itemFiles(
  items: readonly ImportedItem[],
  folder: string,
  names: Names,
  last: Seqs = { folders: 0, requests: 0 },
): IterableIterator<WrittenFile> {
  for (const item of items) {
    if (item.kind === "folder") {
      last.folders += 1;
      const path = `${folder}${names.free(fileNameFor(item.name, "folder"), "")}`;
      yield {
        path: `${path}/folder.yml`,
        content: canonicalYaml(withSeq(item.data, last.folders)),
      };
      yield* itemFiles(item.children, `${path}/`, createNames());
    } else {
      last.requests += 1;
      const path = `${folder}${names.free(fileNameFor(item.name, "request"), ".yml")}.yml`;
      yield { path, content: canonicalYaml(withSeq(item.data, last.requests)) };
    }
  }
}

/** What is in the folder of a collection an import goes into. */
export interface PlaceThere {
  /** Its path in the collection, "" at the top. */
  readonly folder: string;
  /** Names of everything in it. */
  readonly names: readonly string[];
  readonly folders: number;
  readonly requests: number;
  /** Names of everything in the collection's `environments`. */
  readonly environments: readonly string[];
}

/**
 * The files of an import for a collection that is there: none has the name of one that is there, all come after them. Paths begin at the
 * collection.
 */
export function writeInto(placed: Placed, there: PlaceThere): WrittenCollection {
  const files: WrittenFile[] = [];
  const prefix = there.folder === "" ? "" : `${there.folder}/`;
  const names = createNames();
  // At the top of a collection a few names mean something.
  for (const name of ["opencollection.yml", "folder.yml", "workspace.yml", ...there.names])
    names.take(name);
  const last: Seqs = { folders: there.folders, requests: there.requests };
  for (const { item, files: own } of placed.items) {
    const name = names.peek(
      fileNameFor(item.name, item.kind),
      item.kind === "folder" ? "" : ".yml",
    );
    const moved = withFilesUnder(item, `${prefix}${name}/`, own);
    const inside = [...itemFiles([moved], prefix, names, last)];
    const written = new Set(inside.map(({ path }) => path));
    files.push(...inside);
    for (const { path, bytes } of own)
      if (isInside(path) && !written.has(`${prefix}${name}/${path}`))
        files.push({ path: `${prefix}${name}/${path}`, content: bytes });
  }
  const environmentNames = createNames();
  for (const name of there.environments) environmentNames.take(name);
  const environments = placed.environments.map((environment) =>
    environmentFile(environment, environmentNames, files),
  );
  return { files, environments };
}

function environmentFile(
  environment: ImportedEnvironment,
  names: Names,
  files: WrittenFile[],
): string {
  const name = names.free(fileNameFor(environment.name, "environment"), ".yml");
  const data = withField(environment.data, "name", name, order.environment);
  files.push({ path: `environments/${name}.yml`, content: canonicalYaml(data) });
  return name;
}

function withSeq(data: YamlMap, seq: number): YamlMap {
  return withField(
    data,
    "info",
    withField(mapAt(data, "info"), "seq", yamlNumber(seq), order.info),
    order.request,
  );
}

/** Names given out in one folder, the same on every system: case and composition do not count. */
interface Names {
  take(name: string): void;
  /** `base`, or `base 2`, `base 3` …; the extension counts for being taken, and is not in the result. */
  free(base: string, extension: string): string;
  /** What `free` would give, without taking it. */
  peek(base: string, extension: string): string;
}

function createNames(): Names {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  const find = (
    base: string,
    extension: string,
  ): { readonly name: string; readonly number: number } => {
    let number = next.get(nameKey(base + extension)) ?? 1;
    let name = number === 1 ? base : `${base} ${number}`;
    while (taken.has(nameKey(name + extension))) {
      number += 1;
      name = `${base} ${number}`;
    }
    return { name, number };
  };
  return {
    take: (name) => void taken.add(nameKey(name)),
    peek: (base, extension) => find(base, extension).name,
    free: (base, extension) => {
      const { name, number } = find(base, extension);
      next.set(nameKey(base + extension), number + 1);
      taken.add(nameKey(name + extension));
      return name;
    },
  };
}

/**
 * True for a path that stays in the collection on every system: made by importers, yet never trusted. `.git` is left out in any spelling:
 * what is in it is run by git.
 */
function isInside(path: string): boolean {
  return path.split("/").every((part) => {
    if (part === "" || part === ".." || part === "." || /[. ]$/.test(part)) return false;
    if (/[\\:<>"|?*\u0000-\u001f\u007f]|\p{Surrogate}/u.test(part)) return false;
    return (
      !/^\.git$|^git~\d+$/i.test(withoutIgnorable(part)) &&
      !isDeviceName(part) &&
      part.length <= 200
    );
  });
}

/** HFS+ takes a name with these for the one without. */
function withoutIgnorable(name: string): string {
  return name.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "");
}
