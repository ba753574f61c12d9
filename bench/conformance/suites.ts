import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** ENVOI_SUITES, else a folder `shared/suites` beside the repository. null: there is none. */
export function findSuites(): string | null {
  const named = process.env["ENVOI_SUITES"];
  const beside = fileURLToPath(new URL("../../../shared/suites", import.meta.url));
  const folder = named === undefined || named === "" ? beside : named;
  return existsSync(folder) ? folder : null;
}

export function missing(suites: string, folder: string): string | null {
  return existsSync(join(suites, folder)) ? null : `there is no folder ${folder} among the suites`;
}

/** Every JSON file below a folder, by name, without lines of comment before it; one that is no JSON is left out. */
export async function jsonFiles(
  folder: string,
): Promise<readonly { readonly name: string; readonly data: unknown }[]> {
  const found: { name: string; data: unknown }[] = [];
  for (const file of await filesBelow(folder, ".json")) {
    try {
      const text = await readFile(file, "utf8");
      const data: unknown = JSON.parse(text.replace(/^(?:\s*\/\/[^\n]*\n)+/, ""));
      found.push({ name: basename(file, ".json"), data });
    } catch {
      // Some suites hold files that are broken on purpose.
    }
  }
  return found;
}

/** Files with this ending, in all folders below, sorted. */
export async function filesBelow(folder: string, ending: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((one, two) => (one < two ? -1 : 1));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The records in a list; comments between them are text. */
export function recordsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
