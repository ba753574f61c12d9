// @ts-check
/**
 * The file-length rule: no source file over 400 lines, tests included. A file that grows past it has two nouns in it.
 * Run by `npm run check`; prints each offender and ends with 1.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

export const limit = 400;
const folders = ["shared", "electron", "renderer", "e2e", "bench", "scripts"];
const source = /\.(ts|tsx|mts|mjs|cjs|js|css)$/;
const skipped = new Set(["node_modules", "dist"]);

/**
 * @param {string} root repository root
 * @returns {{ file: string, lines: number }[]} files longer than the limit, longest first
 */
export function longFiles(root) {
  /** @type {{ file: string, lines: number }[]} */
  const found = [];
  /** @param {string} folder */
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) walk(path);
      } else if (source.test(entry.name)) {
        const text = readFileSync(path, "utf8");
        const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
        if (lines > limit) found.push({ file: relative(root, path), lines });
      }
    }
  };
  const present = new Set(readdirSync(root));
  for (const folder of folders) if (present.has(folder)) walk(join(root, folder));
  return found.toSorted((a, b) => b.lines - a.lines);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const found = longFiles(process.cwd());
  for (const { file, lines } of found)
    console.error(`${file}: ${lines} lines, the limit is ${limit}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
