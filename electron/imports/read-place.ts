import fs from "node:fs/promises";
import path from "node:path";
import type { PlaceThere } from "../../shared/formats/import/write.ts";
import { glanceOf } from "../../shared/formats/opencollection/glance.ts";
import { yamlData } from "../../shared/formats/yaml/parse.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import { locate } from "../collections/paths.ts";

/**
 * What lies where an import goes: names, and the numbers new items come after. `folder`: path in the collection, "" at its top.
 * @param root real path of the collection's folder
 * Throws FailureError `policy`, `not-found` or `storage`.
 */
export async function readPlace(root: string, folder: string): Promise<PlaceThere> {
  const absolute = await locate(root, folder, "folder");
  try {
    const entries = await fs.readdir(absolute, { withFileTypes: true });
    let folders = 0;
    let requests = 0;
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory())
        folders = Math.max(folders, await seqIn(path.join(absolute, entry.name, "folder.yml")));
      else if (entry.isFile() && entry.name.endsWith(".yml"))
        requests = Math.max(requests, await seqIn(path.join(absolute, entry.name)));
    }
    return {
      folder,
      folders,
      requests,
      names: entries.map(({ name }) => name),
      environments: await environmentsIn(root),
    };
  } catch (error) {
    throw storageFailure(error, folder || path.basename(root));
  }
}

async function environmentsIn(root: string): Promise<readonly string[]> {
  try {
    return await fs.readdir(await locate(root, "environments", "folder"));
  } catch (error) {
    const { failure } = storageFailure(error, "environments");
    if (failure.kind === "not-found") return [];
    throw error;
  }
}

/** The `seq` of a file; without one an item counts as the first, and one that cannot be read has none. */
async function seqIn(file: string): Promise<number> {
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 1;
    throw error;
  }
  try {
    const { seq } = glanceOf(yamlData(text));
    return seq ?? 1;
  } catch {
    return 1;
  }
}
