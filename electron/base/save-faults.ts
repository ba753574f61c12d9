import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type CallPoint, runWithFault, type Traced, tracePoints } from "./syscall-faults.ts";

/** One save of one file under faults. For tests and `npm run faults` only. */
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

/** Makes a program of ours one plain file that Node runs as it is, and gives its path. */
export async function buildProgram(source: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true },
    build: {
      ssr: source,
      outDir: folder,
      minify: false,
      rolldownOptions: {
        external: ["@parcel/watcher"],
        output: { entryFileNames: "program.mjs" },
      },
    },
  });
  return path.join(folder, "program.mjs");
}

/** The program that saves. */
export function buildProbe(folder: string): Promise<string> {
  return buildProgram(fileURLToPath(import.meta.resolve("./save-probe.ts")), folder);
}

export interface SaveCase {
  readonly probe: string;
  /** An empty folder for this case. */
  readonly folder: string;
  readonly oldBytes: Buffer;
  readonly newBytes: Buffer;
}

async function prepare({
  probe,
  folder,
  oldBytes,
  newBytes,
}: SaveCase): Promise<{ target: string; traced: Traced }> {
  await fs.rm(folder, { recursive: true, force: true });
  const place = path.join(folder, "place");
  await fs.mkdir(place, { recursive: true });
  const target = path.join(place, "request.yml");
  const content = path.join(folder, "content");
  await fs.writeFile(target, oldBytes);
  await fs.writeFile(content, newBytes);
  const command = [process.execPath, probe, target, content];
  return { target, traced: { command, place, log: path.join(folder, "strace.log") } };
}

/** Every system call a save makes about the file's folder, in order. */
export async function pointsOf(saveCase: SaveCase): Promise<readonly CallPoint[]> {
  return tracePoints((await prepare(saveCase)).traced);
}

/** Runs a save with one fault: `signal=SIGKILL`, `error=ENOSPC`, `retval=3` … at one call. */
export async function faultAt(
  saveCase: SaveCase,
  point: CallPoint,
  fault: string,
): Promise<Outcome> {
  const { target, traced } = await prepare(saveCase);
  const { hit, killed, stdout } = await runWithFault(traced, point, fault);
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
  return { call: point.text, hit, left, reported };
}
