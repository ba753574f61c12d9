import fs from "node:fs/promises";
import path from "node:path";
import { errorCode, storageFailure } from "./storage-failure.ts";

/**
 * Reads a JSON file of app data. null when there is none. A file that cannot be understood is put aside under a name
 * ending in `.broken`, so that it is neither lost nor overwritten, and counts as none. Throws FailureError `storage`.
 * @param read throws when the value is not what it should be
 */
export async function readJsonFile<T>(
  file: string,
  read: (value: unknown) => T,
): Promise<T | null> {
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw storageFailure(error, path.basename(file));
  }
  try {
    return read(JSON.parse(text));
  } catch {
    await fs.rename(file, `${file}.${Date.now()}.broken`).catch(() => undefined);
    return null;
  }
}
