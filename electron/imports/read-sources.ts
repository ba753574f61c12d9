import fs from "node:fs/promises";
import path from "node:path";
import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { isZip, unzip } from "./unzip.ts";

/** One file more than this is no description of requests. */
const maxFile = 64 * 1024 * 1024;
const maxTotal = 256 * 1024 * 1024;
const maxFiles = 20_000;
const skipped = new Set([".git", "node_modules", "__MACOSX", ".DS_Store"]);

/**
 * What was chosen, read into memory: a file, the files of a zip archive, or those of a folder. Links that lead out of the folder are not
 * followed; `.git` and `node_modules` are left out. Throws FailureError `not-found`, `storage` or `input` (`import-too-large`, `zip-…`).
 */
export async function readSources(chosen: string): Promise<readonly SourceFile[]> {
  try {
    const stat = await fs.stat(chosen);
    if (stat.isDirectory()) return await readFolder(await fs.realpath(chosen));
    // A pipe would be waited for without end.
    if (!stat.isFile()) throw notAFile(path.basename(chosen));
    if (stat.size > maxFile) throw importTooLarge(path.basename(chosen));
    return unpacked({ path: path.basename(chosen), bytes: await fs.readFile(chosen) });
  } catch (error) {
    throw storageFailure(error, path.basename(chosen));
  }
}

/** A file as itself, or a zip archive as the files in it. Throws FailureError `input`. */
export function unpacked(file: SourceFile): readonly SourceFile[] {
  return isZip(file.bytes) ? unzip(file.bytes) : [file];
}

async function readFolder(root: string): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  let total = 0;
  const walk = async (folder: string, prefix: string): Promise<void> => {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
      if (skipped.has(entry.name)) continue;
      const absolute = path.join(folder, entry.name);
      const inside = `${prefix}${entry.name}`;
      if (entry.isDirectory()) await walk(absolute, `${inside}/`);
      else if (entry.isFile()) {
        const { size } = await fs.stat(absolute);
        total += size;
        if (total > maxTotal || files.length >= maxFiles) throw importTooLarge(path.basename(root));
        if (size <= maxFile) files.push({ path: inside, bytes: await fs.readFile(absolute) });
      }
    }
  };
  await walk(root, "");
  return files;
}

function notAFile(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "not-a-file",
    message: "This is not an ordinary file.",
    remedy: "Choose a file or a folder.",
    place,
  });
}

/** What is chosen is more than an import may be. */
export function importTooLarge(place: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "import-too-large",
    message: "This is too large to be imported.",
    remedy: "Choose the file or folder that holds the requests.",
    place,
  });
}
