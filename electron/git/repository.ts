import fs from "node:fs/promises";
import path from "node:path";

/** Where git keeps what belongs to a folder. All paths are absolute. */
export interface Repository {
  /** Top of the working tree. */
  readonly top: string;
  /** HEAD and the index: `.git`, or what a `.git` file names (worktrees, submodules). */
  readonly gitDir: string;
  /** Objects and refs: the same, but for worktrees. */
  readonly commonDir: string;
}

/** What HEAD says. */
export interface Head {
  readonly branch: string | null;
  /** Object name, 40 or 64 hex digits; null: no commit yet. */
  readonly commit: string | null;
}

const longest = 4096;
const hex = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The repository a folder is in; null: none, or one that belongs to another user, as git itself would refuse. Nothing is run. Never
 * rejects.
 */
export async function findRepository(folder: string): Promise<Repository | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = await repositoryAt(at);
    if (found !== null) return found;
    if (path.dirname(at) === at) return null;
  }
}

async function repositoryAt(top: string): Promise<Repository | null> {
  const dot = path.join(top, ".git");
  try {
    const stat = await fs.lstat(dot);
    if (!(await isOwn(top)) || !(await isOwn(dot))) return null;
    let gitDir = dot;
    if (stat.isFile()) {
      const [, named] = /^gitdir: (.+?)\s*$/.exec(await readShort(dot)) ?? [];
      // A share of the network is asked for nothing: the question alone would send credentials (Windows).
      if (named === undefined || /^[\\/]{2}/.test(named)) return null;
      gitDir = path.resolve(top, named);
    } else if (!stat.isDirectory()) return null;
    const common = await readShort(path.join(gitDir, "commondir")).catch(() => ".");
    const commonDir = path.resolve(gitDir, common.trim() || ".");
    if (/^[\\/]{2}/.test(common) || !(await isOwn(gitDir)) || !(await isOwn(commonDir)))
      return null;
    await fs.access(path.join(gitDir, "HEAD"));
    await fs.access(path.join(commonDir, "objects"));
    return { top, gitDir, commonDir };
  } catch {
    return null;
  }
}

async function isOwn(place: string): Promise<boolean> {
  if (process.getuid === undefined) return true;
  return (await fs.stat(place)).uid === process.getuid();
}

/** The branch and commit that are checked out, read from the files. Never rejects. */
export async function readHead({ gitDir, commonDir }: Repository): Promise<Head> {
  try {
    const text = (await readShort(path.join(gitDir, "HEAD"))).trim();
    if (hex.test(text)) return { branch: null, commit: text };
    const [, ref] = /^ref: (refs\/[^\s\\:]+)$/.exec(text) ?? [];
    if (ref === undefined || ref.includes("..")) return { branch: null, commit: null };
    const branch = ref.replace(/^refs\/heads\//, "");
    return { branch, commit: await commitOf(commonDir, ref) };
  } catch {
    return { branch: null, commit: null };
  }
}

async function commitOf(commonDir: string, ref: string): Promise<string | null> {
  const loose = await readShort(path.join(commonDir, ...ref.split("/"))).catch(() => "");
  if (hex.test(loose.trim())) return loose.trim();
  const packed = await fs.readFile(path.join(commonDir, "packed-refs"), "utf8").catch(() => "");
  for (const line of packed.split("\n")) {
    const [commit = "", name] = line.split(" ");
    if (name === ref && hex.test(commit)) return commit;
  }
  return null;
}

/** A small ordinary file. */
async function readShort(file: string): Promise<string> {
  const stat = await fs.stat(file);
  if (!stat.isFile() || stat.size > longest) throw new Error("not a small file");
  return fs.readFile(file, "utf8");
}
