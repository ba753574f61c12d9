import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Faults put into the system calls of a process that saves (strace), and what was left on disk. For tests only. */
export interface Outcome {
  /** The call as strace wrote it down, with the file it was about. */
  readonly call: string;
  /** True when the fault hit a call about our file or folder. */
  readonly hit: boolean;
  /** What was on disk afterwards. */
  readonly left: "old" | "new" | "torn";
  /** The code the saver reported; "killed" when it was. */
  readonly reported: string;
}

/** One system call of a save: the n-th of its name in its thread. */
export interface CallPoint {
  readonly name: string;
  /** `3`, or `3+` for that one and all after it. */
  readonly ordinal: string;
  readonly text: string;
}

const tracer = "strace";

/** False where system calls cannot be tampered with. */
export function straceWorks(): boolean {
  if (process.platform !== "linux") return false;
  const { status } = spawnSync(tracer, ["-qq", "-e", "inject=fsync:error=EIO", "true"]);
  return status === 0;
}

/** Makes the saver one plain file that Node runs as it is. */
export async function buildProbe(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: "silent",
    build: {
      ssr: fileURLToPath(import.meta.resolve("./save-probe.ts")),
      outDir: folder,
      minify: false,
      rolldownOptions: { output: { entryFileNames: "probe.mjs" } },
    },
  });
  return path.join(folder, "probe.mjs");
}

export interface SaveCase {
  readonly probe: string;
  /** An empty folder for this case. */
  readonly folder: string;
  readonly oldBytes: Buffer;
  readonly newBytes: Buffer;
}

async function prepare({
  folder,
  oldBytes,
  newBytes,
}: SaveCase): Promise<{ target: string; content: string }> {
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(path.join(folder, "place"), { recursive: true });
  const target = path.join(folder, "place", "request.yml");
  const content = path.join(folder, "content");
  await fs.writeFile(target, oldBytes);
  await fs.writeFile(content, newBytes);
  return { target, content };
}

const env = { ...process.env, UV_THREADPOOL_SIZE: "1" };

function run(command: readonly string[]): Promise<{ stdout: string; killed: boolean }> {
  return new Promise((resolve) => {
    execFile(command[0] ?? "", command.slice(1), { env }, (error, stdout) => {
      const signal = (error as { signal?: string | null } | null)?.signal;
      resolve({
        stdout,
        killed: signal === "SIGKILL" || (error as { code?: unknown } | null)?.code === 137,
      });
    });
  });
}

const calls =
  "openat,open,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,fchmod,close,statx,unlink";

/** Every system call a save makes about the file's folder, in order. */
export async function pointsOf(saveCase: SaveCase): Promise<readonly CallPoint[]> {
  const { target, content } = await prepare(saveCase);
  const log = path.join(saveCase.folder, "strace.log");
  await run([
    tracer,
    "-f",
    "-y",
    "-qq",
    "-s",
    "40",
    "-o",
    log,
    "-e",
    `trace=${calls}`,
    process.execPath,
    saveCase.probe,
    target,
    content,
  ]);
  const counts = new Map<string, number>();
  const points: CallPoint[] = [];
  for (const line of (await fs.readFile(log, "utf8")).split("\n")) {
    const match = /^(\d+)\s+(\w+)\((.*)$/.exec(line);
    const [, thread = "", name = "", rest = ""] = match ?? [];
    if (match === null) continue;
    const count = (counts.get(`${thread} ${name}`) ?? 0) + 1;
    counts.set(`${thread} ${name}`, count);
    if (rest.includes(`${saveCase.folder}/place`))
      points.push({ name, ordinal: String(count), text: rest });
  }
  return points;
}

/** Runs a save with one fault: `signal=SIGKILL`, `error=ENOSPC`, `retval=3` … at one call. */
export async function faultAt(
  saveCase: SaveCase,
  point: CallPoint,
  fault: string,
): Promise<Outcome> {
  const { target, content } = await prepare(saveCase);
  const log = path.join(saveCase.folder, "strace.log");
  const inject = `inject=${point.name}:${fault}:when=${point.ordinal}`;
  const { stdout, killed } = await run([
    tracer,
    "-f",
    "-y",
    "-qq",
    "-s",
    "40",
    "-o",
    log,
    "-e",
    `trace=${point.name}`,
    "-e",
    inject,
    process.execPath,
    saveCase.probe,
    target,
    content,
  ]);
  const lines = (await fs.readFile(log, "utf8")).split("\n");
  const injected = lines.filter(
    (line) => line.includes("(INJECTED)") || (killed && /\+\+\+ killed|= \?$/.test(line)),
  );
  const now = await fs.readFile(target).catch(() => Buffer.alloc(0));
  const left = now.equals(saveCase.oldBytes)
    ? "old"
    : now.equals(saveCase.newBytes)
      ? "new"
      : "torn";
  let reported = killed ? "killed" : "nothing";
  try {
    const answer = JSON.parse(stdout.trim()) as { kind: string; code?: string };
    reported = answer.code ?? answer.kind;
  } catch {
    // The process ended before it could say anything.
  }
  const hit = killed || injected.some((line) => line.includes(`${saveCase.folder}/place`));
  return { call: point.text, hit, left, reported };
}
