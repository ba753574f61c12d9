import type { Taken } from "../taken.ts";
import { readJson } from "../read-json.ts";
import { asText, folderOf, type SourceFile, type SourceText } from "../source-file.ts";
import { isBrunoConfig } from "./config.ts";
import { importBrunoFolder } from "./import.ts";

/** Takes the folders of .bru files: each that a `bruno.json` lies in, and the one all other .bru files lie in. */
export function importBrunoFolders(sources: readonly SourceFile[]): Taken {
  if (!sources.some((source) => source.path.endsWith(".bru"))) return { parts: [], left: sources };
  const roots = sources
    .filter((source) => /(?:^|\/)bruno\.json$/.test(source.path))
    .filter((source) => isBrunoConfig(readJson(asText(source.bytes) ?? "").data))
    .map((source) => folderOf(source.path));
  const under = (root: string) => (source: SourceFile) =>
    root === "" || source.path.startsWith(`${root}/`);
  // The deepest root a file lies under is its own.
  const deepest = roots.toSorted((left, right) => right.length - left.length);
  const homeless = sources.filter(
    (source) => source.path.endsWith(".bru") && !roots.some((root) => under(root)(source)),
  );
  if (homeless.length > 0) deepest.push(commonFolder(homeless.map((source) => source.path)));
  let left = sources;
  const parts = deepest.map((root) => {
    const inside = left.filter(under(root));
    left = left.filter((source) => !under(root)(source));
    return importRoot(inside, root);
  });
  return { parts: parts.reverse(), left };
}

function importRoot(inside: readonly SourceFile[], root: string) {
  const texts: SourceText[] = [];
  const others: SourceFile[] = [];
  for (const source of inside) {
    const isOwn = source.path.endsWith(".bru") || /(?:^|\/)bruno\.json$/.test(source.path);
    const text = isOwn ? asText(source.bytes) : null;
    if (text === null) others.push(source);
    else texts.push({ path: source.path, text });
  }
  const named = new Set(
    texts.flatMap(({ text }) =>
      [...text.matchAll(/@file\(([^()]*)\)/g)].flatMap((match) => (match[1] ?? "").split("|")),
    ),
  );
  const prefix = root === "" ? 0 : root.length + 1;
  const files = others
    .map((source) => ({ path: source.path.slice(prefix), bytes: source.bytes }))
    .filter(
      ({ path }) => named.has(path) || path.endsWith(".proto") || /^\.env(?:\.|$)/.test(path),
    );
  return importBrunoFolder(texts, root, files);
}

function commonFolder(paths: readonly string[]): string {
  const [first = "", ...rest] = paths.map(folderOf);
  let common = first.split("/");
  for (const folder of rest) {
    const parts = folder.split("/");
    const stop = common.findIndex((part, index) => part !== parts[index]);
    if (stop >= 0) common = common.slice(0, stop);
  }
  return common.join("/");
}
