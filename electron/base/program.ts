import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Envoi's own files: the same from sources, from dist/ and inside a package. */
export interface Program {
  /** Holds package.json. */
  readonly folder: string;
  readonly version: string;
  /** The built page. */
  readonly page: string;
}

/** Finds Envoi's package.json above a module. Throws Error when there is none: the installation is broken. */
export function findProgram(moduleUrl: string): Program {
  let folder = path.dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const version = readVersion(path.join(folder, "package.json"));
    if (version !== null) return { folder, version, page: path.join(folder, "dist", "renderer") };
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error("Envoi's package.json is missing.");
    folder = parent;
  }
}

function readVersion(file: string): string | null {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
  const manifest = JSON.parse(text) as { readonly name?: unknown; readonly version?: unknown };
  return manifest.name === "envoi" && typeof manifest.version === "string"
    ? manifest.version
    : null;
}
