import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Trial } from "./collection.ts";

/** ms: a program that has not ended by then is ended; what it sent counts. */
const patience = 180_000;
const preload = fileURLToPath(new URL("to-recorder.mjs", import.meta.url));

/** Where and with what a program of others runs. */
export interface Ground {
  readonly tools: string;
  /** An empty folder of this run. */
  readonly folder: string;
  readonly port: number;
}

/** Runs a script of Node with its connections turned to the recorder; gives the end of what it said. */
export async function runTurned(
  script: string,
  words: readonly string[],
  { cwd, port }: { readonly cwd: string; readonly port: number },
): Promise<string> {
  const child = spawn(process.execPath, ["--import", preload, script, ...words], {
    cwd,
    env: { ...process.env, ENVOI_RECORDER: `${port}`, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (bytes: Buffer): void => {
    said = (said + bytes.toString()).slice(-4000);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const late = setTimeout(() => child.kill("SIGKILL"), patience);
  await once(child, "close");
  clearTimeout(late);
  return said;
}

/** Sends a collection with newman. The files its bodies name lie in `files`. */
export async function runNewman(trial: Trial, files: string, ground: Ground): Promise<string> {
  const collection = join(ground.folder, "collection.json");
  const environment = join(ground.folder, "environment.json");
  const values = Object.entries(trial.environment).map(([key, value]) => ({ key, value }));
  await writeFile(collection, JSON.stringify(trial.collection));
  await writeFile(environment, JSON.stringify({ name: "trial", values }));
  const script = join(ground.tools, "node_modules", "newman", "bin", "newman.js");
  const words = ["run", collection, "-e", environment, "-k", "--working-dir", files];
  return runTurned(script, [...words, "--timeout-request", "20000", "--suppress-exit-code"], {
    cwd: files,
    port: ground.port,
  });
}
