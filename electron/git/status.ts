import path from "node:path";
import type { ItemPath } from "../../shared/model/collection.ts";
import type { GitMark } from "../../shared/model/git.ts";

/** More than anybody looks through. */
const most = 20_000;

/** The words for git: what differs below a folder. */
export const statusWords = (below: string): readonly string[] => [
  "status",
  "--porcelain=v2",
  "-z",
  "--no-renames",
  "--ignore-submodules=all",
  "--untracked-files=all",
  "--ignored=matching",
  "--",
  below,
];

/**
 * Marks from what `git status --porcelain=v2 -z` printed (git-status(1)), for paths below `prefix`.
 * @param prefix the collection's folder seen from the top of the working tree, `/`-separated; "" is the top
 */
export function parseStatus(
  printed: string,
  prefix: string,
): { readonly marks: Readonly<Record<ItemPath, GitMark>>; readonly cut: boolean } {
  const marks = new Map<ItemPath, GitMark>();
  const entries = printed.split("\0");
  for (const entry of entries) {
    const read = readEntry(entry);
    if (read === null) continue;
    const inside = below(read.path.replace(/\/$/, ""), prefix);
    if (inside === null) continue;
    if (marks.size >= most) return { marks: Object.fromEntries(marks), cut: true };
    marks.set(inside, read.mark);
  }
  return { marks: Object.fromEntries(marks), cut: false };
}

function readEntry(entry: string): { readonly path: string; readonly mark: GitMark } | null {
  const kind = entry.slice(0, 2);
  if (kind === "? ") return { path: entry.slice(2), mark: "untracked" };
  if (kind === "! ") return { path: entry.slice(2), mark: "ignored" };
  // `1 XY sub mH mI mW hH hI path` and `u XY sub m1 m2 m3 mW h1 h2 h3 path`; a path may hold spaces.
  const fields = kind === "1 " ? 8 : kind === "u " ? 10 : 0;
  if (fields === 0) return null;
  let at = 0;
  for (let count = 0; count < fields; count += 1) at = entry.indexOf(" ", at) + 1;
  const file = entry.slice(at);
  if (kind === "u ") return { path: file, mark: "conflicted" };
  const [staged = ".", unstaged = "."] = entry.slice(2, 4);
  if (unstaged === "D" || (staged === "D" && unstaged === "."))
    return { path: file, mark: "deleted" };
  return { path: file, mark: staged === "A" ? "added" : "changed" };
}

function below(file: string, prefix: string): ItemPath | null {
  if (prefix === "") return file;
  if (file === prefix) return "";
  return file.startsWith(`${prefix}/`) ? file.slice(prefix.length + 1) : null;
}

/** A folder seen from the top of the working tree. */
export function prefixOf(top: string, folder: string): string {
  return path.relative(top, folder).split(path.sep).join("/");
}
