import { basename, dirname } from "node:path";
import { isRecord } from "../conformance/suites.ts";
import type { Found } from "./tally.ts";

interface HttpYac {
  readonly io: { readonly fileProvider: object };
  readonly store: { readonly HttpFileStore: new () => Store };
}
interface Store {
  getOrCreate(
    path: string,
    text: () => Promise<string>,
    version: number,
    options: { readonly workingDir: string },
  ): Promise<{ readonly httpRegions: readonly unknown[] }>;
}

/** httpYac's library with a file system that holds nothing: no environment file of this machine is read. null: it is not there. */
export function httpYacOf(load: NodeJS.Require): HttpYac | null {
  try {
    const found = load("httpyac") as HttpYac;
    Object.assign(found.io.fileProvider, {
      EOL: "\n",
      exists: async () => false,
      dirname: (path: string) => dirname(path),
      hasExtension: (path: string, ...endings: readonly string[]) =>
        endings.some((ending) => path.endsWith(ending)),
      isAbsolute: async () => true,
      joinPath: (...parts: readonly string[]) => parts.join("/"),
      readFile: async () => "",
      readBuffer: async () => Buffer.alloc(0),
      readdir: async () => [],
      fsPath: (path: string) => path,
      toString: (path: string) => path,
    });
    return found;
  } catch {
    return null;
  }
}

/** Requests of a .http file, by httpYac's own parser. */
export async function byHttpYac(
  text: string,
  file: string,
  { store }: HttpYac,
): Promise<Partial<Found>> {
  const read = await new store.HttpFileStore().getOrCreate(
    `/${basename(file)}`,
    async () => text,
    0,
    { workingDir: "/" },
  );
  const requests = read.httpRegions.filter((region) => isRecord(region) && region["request"]);
  return { requests: requests.length };
}
