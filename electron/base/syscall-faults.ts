import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs/promises";

/** Faults put into the system calls of another process (strace), to see what is left on disk. For tests and `npm run faults` only. */

/** A process to be tampered with. */
export interface Traced {
  readonly command: readonly string[];
  /** Only calls whose line names this path are points: the rest is Node starting. */
  readonly place: string;
  /** Where strace writes what it saw. */
  readonly log: string;
}

/** One system call of it: the n-th of its name in its thread. */
export interface CallPoint {
  readonly name: string;
  /** `3`, or `3+` for that one and all after it. */
  readonly ordinal: string;
  readonly text: string;
}

/** What a run with one fault came to. */
export interface FaultRun {
  /** True when the fault hit a call about `place`, or killed the process. */
  readonly hit: boolean;
  readonly killed: boolean;
  readonly stdout: string;
}

const tracer = "strace";
/** One thread of the pool, so that calls have the same ordinals in every run. */
const env = { ...process.env, UV_THREADPOOL_SIZE: "1" };
const calls =
  "openat,open,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,fchmod,close,statx,unlink,unlinkat,mkdir,mkdirat,rmdir,copy_file_range,sendfile,linkat,symlinkat";

/** False where system calls cannot be tampered with. */
export function straceWorks(): boolean {
  if (process.platform !== "linux") return false;
  const { status } = spawnSync(tracer, ["-qq", "-e", "inject=fsync:error=EIO", "true"]);
  return status === 0;
}

/** Every system call the process makes about `place`, in order. */
export async function tracePoints(traced: Traced): Promise<readonly CallPoint[]> {
  await run(traced, [`trace=${calls}`]);
  const counts = new Map<string, number>();
  const points: CallPoint[] = [];
  for (const line of (await fs.readFile(traced.log, "utf8")).split("\n")) {
    const [, thread = "", name = "", rest] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? [];
    if (rest === undefined) continue;
    const count = (counts.get(`${thread} ${name}`) ?? 0) + 1;
    counts.set(`${thread} ${name}`, count);
    if (rest.includes(traced.place)) points.push({ name, ordinal: String(count), text: rest });
  }
  return points;
}

/** Runs the process with one fault: `signal=SIGKILL`, `error=ENOSPC`, `retval=3` … at one call. */
export async function runWithFault(
  traced: Traced,
  point: Pick<CallPoint, "name" | "ordinal">,
  fault: string,
): Promise<FaultRun> {
  const inject = `inject=${point.name}:${fault}:when=${point.ordinal}`;
  const { stdout, killed } = await run(traced, [`trace=${point.name}`, inject]);
  const lines = (await fs.readFile(traced.log, "utf8")).split("\n");
  const hit =
    killed || lines.some((line) => line.includes("(INJECTED)") && line.includes(traced.place));
  return { hit, killed, stdout };
}

function run(
  { command, log }: Traced,
  expressions: readonly string[],
): Promise<{ stdout: string; killed: boolean }> {
  const words = [
    ...["-f", "-y", "-qq", "-s", "40", "-o", log],
    ...expressions.flatMap((expression) => ["-e", expression]),
    ...command,
  ];
  return new Promise((resolve) => {
    execFile(tracer, words, { env }, (error, stdout) => {
      const signal = (error as { signal?: string | null } | null)?.signal;
      const code = (error as { code?: unknown } | null)?.code;
      resolve({ stdout, killed: signal === "SIGKILL" || code === 137 });
    });
  });
}
