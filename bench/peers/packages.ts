import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** Gives what a package of npm exports; null: it is not there, and was not to be fetched. */
export type LoadPackage = (name: string, version: string) => Promise<unknown>;

const run = promisify(execFile);

/**
 * Takes a package from this repository's own, else from `folder`, into which it is installed when `install` says so. Rejects when npm
 * cannot install it.
 */
export function packageLoader(folder: string, install: boolean): LoadPackage {
  const own = createRequire(import.meta.url);
  const other = createRequire(join(folder, "package.json"));
  const found = (name: string): string | null => {
    for (const { resolve } of [own, other]) {
      try {
        return resolve(name);
      } catch {
        // The other one may have it.
      }
    }
    return null;
  };
  return async (name, version) => {
    if (found(name) === null && install) {
      const words = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
      await run("npm", [...words, "--prefix", folder, `${name}@${version}`]);
    }
    const file = found(name);
    if (file === null) return null;
    return (await import(pathToFileURL(file).href)) as unknown;
  };
}
