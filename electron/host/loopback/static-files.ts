import fs from "node:fs/promises";
import path from "node:path";

export interface StaticFile {
  readonly file: string;
  readonly type: string;
  /** The name holds a hash of the content. */
  readonly lasting: boolean;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/**
 * The built page, as a closed list from address to file. An address that is not in it does not exist: nothing a request
 * says is ever joined to a path.
 * @param folder holds index.html. Links and files of other types are left out. Rejects with the file system's error.
 */
export async function listStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const found = new Map<string, StaticFile>();
  const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    const type = types[path.extname(entry.name).toLowerCase()];
    if (type === undefined || !entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).map(encodeURIComponent).join("/")}`;
    found.set(address, { file, type, lasting: address.startsWith("/assets/") });
  }
  const index = found.get("/index.html");
  if (index !== undefined) found.set("/", index);
  return found;
}
