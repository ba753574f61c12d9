import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { HttpRequest } from "../../model/request.ts";
import { readRequest } from "../opencollection/request.ts";
import { parseYaml } from "../yaml/parse.ts";
import { importSources } from "./import.ts";
import type { Imported, ImportedCollection, ImportedItem, ImportedRequest } from "./imported.ts";
import { writeCollection } from "./write.ts";

/** Imports one text under a file name. */
export function importText(text: string, file = "import.json"): Imported {
  return importSources([{ path: file, bytes: new TextEncoder().encode(text) }]);
}

/** The only collection of an import. */
export function onlyCollection(imported: Imported): ImportedCollection {
  const [collection] = imported.collections;
  if (collection === undefined) throw new Error(`no collection: ${JSON.stringify(imported.notes)}`);
  return collection;
}

/** Every request with the names above it, in order. */
export function requestsOf(
  items: readonly ImportedItem[],
  above = "",
): readonly { readonly path: string; readonly item: ImportedRequest }[] {
  return items.flatMap((item) => {
    const here = above === "" ? item.name : `${above}/${item.name}`;
    return item.kind === "folder" ? requestsOf(item.children, here) : [{ path: here, item }];
  });
}

/** The HTTP request at a path, as Envoi will read it from its file. */
export function requestAt(imported: Imported, name: string): HttpRequest {
  const found = requestsOf(onlyCollection(imported).children).find(({ path: at }) => at === name);
  if (found === undefined) throw new Error(`no request ${name}`);
  return readRequest(found.item.data);
}

/** Files a collection becomes, by path; each is read back. */
export function writtenFiles(collection: ImportedCollection): ReadonlyMap<string, string> {
  const { files } = writeCollection(collection);
  const texts = files.map(
    ({ path: at, content }) => [at, typeof content === "string" ? content : ""] as const,
  );
  for (const [at, text] of texts) if (at.endsWith(".yml")) parseYaml(text);
  return new Map(texts);
}

/** Real files others wrote, outside this repository; empty where they are not there. */
export function sampleFiles(folder: string): readonly string[] {
  const root = path.resolve(import.meta.dirname, "../../../../shared", folder);
  if (!existsSync(root)) return [];
  const walk = (at: string): readonly string[] =>
    statSync(at).isDirectory()
      ? readdirSync(at).flatMap((name) => walk(path.join(at, name)))
      : [at];
  return walk(root);
}

/** Says once that real files were not tried. */
export function skipped(what: string): void {
  console.log(`skipped: ${what} are not on this machine`);
}

export function bytesOf(file: string): Uint8Array {
  return readFileSync(file);
}
