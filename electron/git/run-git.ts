import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { atomicWrite } from "../base/atomic-write.ts";
import type { Head, Repository } from "./repository.ts";

/** ms: a repository that takes longer shows nothing. */
const longest = 15_000;
const mostBytes = 64 * 1024 * 1024;

/** Settings of a repository that change what a file is compared as, and can run nothing. */
const harmless = new Set([
  "core.autocrlf",
  "core.eol",
  "core.filemode",
  "core.ignorecase",
  "core.precomposeunicode",
  "core.symlinks",
]);

/**
 * Runs the installed git on a repository without its configuration, which may name programs (filters, monitors, helpers): git gets a
 * directory of ours with HEAD and the harmless settings, and only the objects and the index are the repository's own. Nothing is written there,
 * no other machine is asked. Gives what git prints. Rejects when git fails.
 */
export async function runGit(
  privateFolder: string,
  repository: Repository,
  head: Head,
  words: readonly string[],
): Promise<Buffer> {
  const own = await prepare(privateFolder, repository, head);
  return execute(words, repository.top, {
    GIT_DIR: own,
    GIT_WORK_TREE: repository.top,
    GIT_INDEX_FILE: path.join(repository.gitDir, "index"),
    GIT_OBJECT_DIRECTORY: path.join(repository.commonDir, "objects"),
  });
}

/** False: there is no git. */
export async function gitIsInstalled(): Promise<boolean> {
  try {
    await execute(["--version"], path.parse(process.cwd()).root, {});
    return true;
  } catch {
    return false;
  }
}

/** App data is for its owner's eyes, whatever is in it. */
const only = { mode: 0o600 };

async function prepare(
  privateFolder: string,
  { gitDir, commonDir }: Repository,
  head: Head,
): Promise<string> {
  const name = createHash("sha256").update(gitDir).digest("hex").slice(0, 24);
  const own = path.join(privateFolder, name);
  await fs.mkdir(path.join(own, "refs"), { recursive: true, mode: 0o700 });
  await fs.mkdir(path.join(own, "objects"), { recursive: true });
  await fs.mkdir(path.join(own, "info"), { recursive: true });
  await atomicWrite(path.join(own, "HEAD"), `${head.commit ?? "ref: refs/heads/none"}\n`, only);
  await atomicWrite(path.join(own, "config"), await configOf(commonDir, head), only);
  const exclude = await fs.readFile(path.join(commonDir, "info", "exclude")).catch(() => "");
  await atomicWrite(path.join(own, "info", "exclude"), exclude, only);
  return own;
}

async function configOf(commonDir: string, head: Head): Promise<string> {
  const sha256 = head.commit?.length === 64;
  const lines = sha256
    ? ["[core]", "repositoryformatversion = 1", "[extensions]", "objectFormat = sha256", "[core]"]
    : ["[core]", "repositoryformatversion = 0"];
  const file = path.join(commonDir, "config");
  const words = ["config", "--file", file, "--no-includes", "-z", "--list"];
  const listed = await execute(words, commonDir, {}).catch(() => Buffer.alloc(0));
  for (const entry of listed.toString("utf8").split("\0")) {
    const [key = "", value = "true"] = entry.split("\n");
    if (harmless.has(key) && /^[a-z]{1,8}$/i.test(value)) lines.push(`${key.slice(5)} = ${value}`);
  }
  return `${lines.join("\n")}\n`;
}

function execute(
  words: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    LC_ALL: "C",
    ...more,
  };
  const always = [
    "--no-pager",
    "--literal-pathspecs",
    ...["-c", "core.fsmonitor=false"],
    ...["-c", "core.hooksPath=/dev/null"],
    ...["-c", "core.untrackedCache=false"],
  ];
  return new Promise((resolve, reject) => {
    execFile(
      "git",
      [...always, ...words],
      { cwd, env, encoding: "buffer", timeout: longest, maxBuffer: mostBytes, windowsHide: true },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
  });
}
