import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The build to drive: the one in dist/, or another named in the environment, as one out of a package. */
const program =
  process.env["ENVOI_PROGRAM"] ??
  fileURLToPath(new URL("../../dist/main/loopback.js", import.meta.url));

/** The built loopback host as a process of its own. */
export interface Envoi {
  /** The address with the one-time token, as printed. */
  readonly address: string;
  readonly process: ChildProcess;
  /** SIGKILL: nothing gets a chance to be written. */
  kill(): Promise<void>;
  /** SIGTERM, as Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts Envoi on a data folder. Rejects when it ends before it prints its address. */
export async function startEnvoi(dataFolder: string): Promise<Envoi> {
  const args = [program, "--no-open", "--port", "0", "--data", dataFolder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const address = await Promise.race([
    addressFrom(child),
    ended.then(() => Promise.reject(new Error("Envoi ended before it printed its address"))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  };
  return {
    address,
    process: child,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

async function addressFrom(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /(http:\/\/127\.0\.0\.1:\d+\/\S*)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error("Envoi printed no address");
}

/** A folder that goes when the test is over. */
export async function tempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "envoi-e2e-"));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
