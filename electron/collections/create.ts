import fs from "node:fs/promises";
import path from "node:path";
import { newCollectionData } from "../../shared/formats/opencollection/defaults.ts";
import { gitignore } from "../../shared/formats/opencollection/gitignore.ts";
import { canonicalYaml } from "../../shared/formats/yaml/patch.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { namesIn } from "./disk.ts";
import { fileNameFor, freeName } from "../../shared/model/item-name.ts";

/** Makes a new collection's folder in `parent` and gives its path. Throws FailureError `not-found` or `storage`. */
export async function createCollectionFolder(parent: string, name: string): Promise<string> {
  const folder = path.join(
    parent,
    freeName(fileNameFor(name, "folder"), "", await namesIn(parent)),
  );
  try {
    await fs.mkdir(folder);
  } catch (error) {
    throw storageFailure(error, path.basename(folder));
  }
  return makeCollection(folder, name);
}

/**
 * Makes a folder that is there into a collection and gives its path. What it holds stays: neither file is written over.
 * Throws FailureError `not-found` or `storage`.
 */
export async function makeCollection(folder: string, name: string): Promise<string> {
  await atomicWrite(path.join(folder, ".gitignore"), gitignore, { expectHash: null });
  const data = newCollectionData(name || path.basename(folder));
  await atomicWrite(path.join(folder, "opencollection.yml"), canonicalYaml(data), {
    expectHash: null,
  });
  return folder;
}
