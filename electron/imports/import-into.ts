import type { Imported } from "../../shared/formats/import/imported.ts";
import type { PlaceThere } from "../../shared/formats/import/write.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { type PrintedInto, printInto, type SecretValue } from "./print.ts";
import { readPlace } from "./read-place.ts";
import { NameTaken, writeIntoFolder } from "./write-into.ts";

/** Times names are chosen again because somebody took one meanwhile. */
const mostAttempts = 5;

export interface IntoOptions {
  /** Real path of the collection's folder. */
  readonly root: string;
  /** Path in the collection, "" for its top. */
  readonly folder: string;
  /** Names of the secrets the collection has. */
  readonly taken: readonly string[];
  readonly signal?: AbortSignal;
  /** Works the files out; absent: here. */
  readonly print?: (there: PlaceThere, taken: readonly string[]) => Promise<PrintedInto>;
}

/**
 * Writes an import into a collection that is there, whole or not at all, and gives the secrets that are now to be kept for it. Throws
 * FailureError `policy`, `not-found`, `storage` or `cancelled`.
 */
export async function writeInto(
  imported: Imported,
  { root, folder, taken, signal, print }: IntoOptions,
): Promise<readonly SecretValue[]> {
  for (let attempt = 1; ; attempt += 1) {
    const there = await readPlace(root, folder);
    const printed = (await print?.(there, taken)) ?? printInto(imported, there, taken);
    try {
      await writeIntoFolder(root, folder, printed.files, signal);
      return printed.secrets;
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
      if (attempt === mostAttempts) throw busy(folder);
    }
  }
}

function busy(folder: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "EEXIST",
    message: "There is something of this name already.",
    remedy: "Choose another name.",
    place: folder,
  });
}
