import { fileNameFor, nameKey } from "../../../model/item-name.ts";
import { order, withField } from "../../opencollection/fields.ts";
import { patchSeq } from "../../opencollection/info.ts";
import type { YamlMap } from "../../yaml/data.ts";
import { canonicalYaml } from "../../yaml/patch.ts";
import type { ImportedCollection } from "../imported.ts";
import type { FolderNames } from "./folder-names.ts";

/** A file as it is and as it becomes; null: it is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface NamedOperation {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  /** Names of folders. */
  readonly folders: readonly string[];
}

/** An operation with its request as a new import has it. */
export interface Operation extends NamedOperation {
  readonly data: YamlMap;
}

/** The file of a new request, and those of folders it needs. */
export function newFiles(
  operation: Operation,
  sealed: ImportedCollection,
  names: FolderNames,
): readonly FileChange[] {
  const files: FileChange[] = [];
  let folder = "";
  let items = sealed.children;
  for (let depth = 1; depth <= operation.folders.length; depth += 1) {
    const chain = operation.folders.slice(0, depth);
    const item = items.find((one) => one.kind === "folder" && one.name === chain.at(-1));
    const known = names.find(chain);
    if (known === null && item?.kind === "folder") {
      const path = names.free(folder, item.name, "");
      const data = patchSeq(item.data, names.seq(folder, true));
      files.push({ path: `${path}/folder.yml`, before: null, after: canonicalYaml(data) });
      names.add(path, chain);
      folder = path;
    } else folder = known ?? folder;
    items = item?.kind === "folder" ? item.children : [];
  }
  const path = names.free(folder, operation.name, ".yml");
  const data = patchSeq(operation.data, names.seq(folder, false));
  return [...files, { path, before: null, after: canonicalYaml(data) }];
}

/** Environments the description did not have before; those that were deleted here stay away. */
export function newEnvironments(
  files: ReadonlyMap<string, string>,
  known: readonly string[],
  sealed: ImportedCollection,
  out: FileChange[],
): readonly string[] {
  const added: string[] = [];
  const taken = new Set([...files.keys()].map(nameKey));
  for (const environment of sealed.environments) {
    const name = fileNameFor(environment.name, "environment");
    const path = `environments/${name}.yml`;
    if (taken.has(nameKey(path)) || known.includes(environment.name)) continue;
    taken.add(nameKey(path));
    added.push(name);
    out.push({
      path,
      before: null,
      after: canonicalYaml(withField(environment.data, "name", name, order.environment)),
    });
  }
  return added;
}
