import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Canary, type Finding, findIn } from "./search.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = path.join(root, "dist", "main", "cli.js");
const source = path.join(root, "electron", "host", "cli", "main.ts");

/** How often `envoi` was run, how often it ended well, and what was found in what it printed. */
export interface PrintedOutcome {
  readonly runs: number;
  readonly well: number;
  readonly found: readonly Finding[];
}

export interface PrintedPlace {
  readonly collection: string;
  readonly scratch: string;
  readonly environment: string;
  /** Files of the collection to send. */
  readonly requests: readonly string[];
  /** Unlocks the store, by the environment. */
  readonly passphrase: string;
  readonly canaries: readonly Canary[];
}

/** Everything `envoi` prints, and writes beside it, about requests with secrets in them. Bodies go to nowhere: they are the server's. */
export async function tryCommandLine(place: PrintedPlace): Promise<PrintedOutcome> {
  const { collection, scratch, environment, requests, canaries } = place;
  const found: Finding[] = [];
  let runs = 0;
  let well = 0;
  const run = async (...words: readonly string[]): Promise<void> => {
    runs += 1;
    const { code, said } = await envoi(words, place);
    if (code === 0) well += 1;
    found.push(...findIn(said, `envoi ${words[0] ?? ""}`, canaries));
  };
  for (const [at, file] of requests.entries()) {
    const to = (name: string): string => path.join(scratch, `printed-${at}-${name}`);
    await run(
      ...["send", file, "--env", environment, "-v", "--trace", to("trace"), "--har", to("har")],
      ...["-w", "%{json}\n%header{x-echo}\n%{url_effective}\n", "-o", "/dev/null", "-L"],
    );
    await run("code", file, "--env", environment, "--lang", "curl");
  }
  await run("secrets", "list", "--env", environment, "--collection", collection);
  await run("secrets", "provider", "--env", environment, "--collection", collection);
  await run("secrets", "status");
  await run("vars", collection);
  await run("export", collection, "--format", "postman", "--out", path.join(scratch, "exported"));
  return { runs, well, found };
}

/** One run, in a process of its own. */
function envoi(
  words: readonly string[],
  { collection, scratch, passphrase }: PrintedPlace,
): Promise<{ readonly code: number; readonly said: Buffer }> {
  const program = existsSync(built) ? [built] : ["--import", import.meta.resolve("tsx"), source];
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: scratch,
    TMPDIR: process.env["TMPDIR"] ?? "",
    XDG_DATA_HOME: path.join(scratch, "share"),
    ENVOI_PASSPHRASE: passphrase,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...program, ...words],
      { cwd: collection, env, encoding: "buffer", maxBuffer: 64 << 20 },
      (error, stdout, stderr) =>
        resolve({
          code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1,
          said: Buffer.concat([stdout, stderr]),
        }),
    );
  });
}
