import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { SecretProvider } from "../../../shared/model/secret-provider.ts";
import { type Command, commandOf, environmentFor, placesOf } from "./command.ts";
import {
  emptyAnswer,
  endedBadly,
  notText,
  programMissing,
  tookTooLong,
  tooMuch,
} from "./failures.ts";

export interface AskOptions {
  /** Where PATH and the variables a program needs are taken from. */
  readonly environment: NodeJS.ProcessEnv;
  /** ms; a person may have to type a passphrase into a window of the program's. Default 60 s. */
  readonly patience?: number;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

const usualPatience = 60_000;
/** Bytes of a value at most. */
const mostBytes = 64 << 10;
/** Bytes of what a program complains, read to know its kind and then forgotten. */
const mostComplaint = 4 << 10;

/**
 * The value a provider's program prints: without a shell, with nothing to read, and its processes ended when it takes too long or says too
 * much. One line end after the value is not part of it. Rejects with FailureError, which never holds what the program printed.
 */
export async function askProgram(
  provider: SecretProvider,
  name: string,
  options: AskOptions,
): Promise<string> {
  const command = commandOf(provider);
  const environment = environmentFor(provider, options.environment);
  const file = await findProgram(command.program, environment["PATH"] ?? "");
  if (file === null) throw programMissing(command.program, name);
  const bytes = await run(file, command, { provider, name, environment, options });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notText(command.program, name);
  }
  const value = command.firstLine ? text.replace(/\r?\n[^]*$/, "") : text.replace(/\r?\n$/, "");
  if (value === "") throw emptyAnswer(command.program, name);
  return value;
}

async function findProgram(program: string, searchPath: string): Promise<string | null> {
  for (const place of placesOf(program, searchPath)) {
    const runs = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return place;
  }
  return null;
}

interface Run {
  readonly provider: SecretProvider;
  readonly name: string;
  readonly environment: Record<string, string>;
  readonly options: AskOptions;
}

function run(
  file: string,
  { program, args }: Command,
  { provider, name, environment, options }: Run,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // A group of its own: a script's children end with it.
    const group = process.platform !== "win32";
    const child = spawn(file, args, {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: group,
    });
    const said: Buffer[] = [];
    const complained: Buffer[] = [];
    let size = 0;
    let complaint = 0;
    let ended = false;
    const kill = (): void => {
      try {
        if (group && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        else child.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
    };
    const end = (result: Buffer | Error): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      if (result instanceof Error) {
        kill();
        reject(result);
      } else resolve(result);
    };
    const timer = setTimeout(
      () => end(tookTooLong(program, name)),
      options.patience ?? usualPatience,
    );
    const onAbort = (): void => end(options.signal?.reason as Error);
    if (options.signal?.aborted === true) onAbort();
    else options.signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBytes) end(tooMuch(program, name));
      else said.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.length;
      if (complaint <= mostComplaint) complained.push(chunk);
    });
    child.on("error", () => end(programMissing(program, name)));
    child.on("close", (code) => {
      if (code === 0) end(Buffer.concat(said));
      else end(endedBadly(provider, { program, name, code, complaint: text(complained) }));
    });
  });
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
