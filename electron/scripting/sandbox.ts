import { Worker } from "node:worker_threads";

/** One script and the one question asked of it. */
export interface SandboxRun {
  /** Ours, evaluated first: what the script finds there. */
  readonly prelude: string;
  /** The stranger's. */
  readonly source: string;
  /** Ours, evaluated last; its value must be a string. */
  readonly expression: string;
  /** What the guest may ask of us by these names: strings in, a string out; null in the guest when it fails. */
  readonly functions: Readonly<Record<string, (...args: readonly string[]) => Promise<string>>>;
}

export interface SandboxLimits {
  /** ms from the start of the thread, the functions' time included. */
  readonly time: number;
  /** Bytes; a multiple of 64 KiB, at least 16 MiB. */
  readonly memory: number;
}

export type SandboxResult =
  | { readonly kind: "done"; readonly value: string }
  | {
      readonly kind: "failed";
      readonly why: "time" | "memory" | "depth" | "syntax" | "threw" | "result";
      /** Of the source, from 1; null: not known. */
      readonly line: number | null;
    };

/** Bytes of an answer of a function; a longer one counts as failed. */
const mostAnswer = 64 << 10;
const header = 8;
/** ms after its own deadline before the thread is ended from outside: native loops do not look at the clock. */
const grace = 100;

/**
 * Runs a script in QuickJS, in a thread of its own with a memory of its own, and ends the thread: nothing of one run is there in the
 * next. Never rejects but with the reason of the abort, in the turn it comes. What the script may do is answer, take too long, or break its own thread.
 */
export async function runInSandbox(
  run: SandboxRun,
  limits: SandboxLimits,
  signal: AbortSignal,
): Promise<SandboxResult> {
  signal.throwIfAborted();
  const shared = new SharedArrayBuffer(header + mostAnswer);
  const { functions, ...texts } = run;
  const worker = new Worker(workerFile(), {
    workerData: { run: { ...texts, functions: Object.keys(functions) }, limits, shared },
    // Nothing of this process: no variables, no loaders, no output.
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
  });
  let timer: NodeJS.Timeout | null = null;
  let onAbort = (): void => undefined;
  try {
    return await new Promise<SandboxResult>((resolve, reject) => {
      onAbort = (): void => reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      const failed = (why: "time" | "memory"): void => resolve({ kind: "failed", why, line: null });
      timer = setTimeout(() => failed("time"), limits.time + grace);
      worker.on("message", (message: Message) => {
        if (message.kind === "call") void answerCall(functions, message, shared);
        else resolve(message);
      });
      // The module or the thread broke: there was too much of something.
      worker.once("error", () => failed("memory"));
      worker.once("exit", () => failed("memory"));
    });
  } finally {
    if (timer !== null) clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}

type Message =
  | SandboxResult
  | { readonly kind: "call"; readonly name: string; readonly args: readonly string[] };

async function answerCall(
  functions: SandboxRun["functions"],
  { name, args }: Extract<Message, { kind: "call" }>,
  shared: SharedArrayBuffer,
): Promise<void> {
  const flag = new Int32Array(shared, 0, 2);
  const space = new Uint8Array(shared, header);
  let length = -1;
  try {
    const wanted = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const bytes = Buffer.from((await wanted?.(...args)) ?? "", "utf8");
    if (wanted !== undefined && bytes.length <= mostAnswer) {
      space.set(bytes);
      length = bytes.length;
    }
  } catch {
    // The guest is told that it failed, and nothing else.
  }
  Atomics.store(flag, 1, length);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

/** Beside this file in the sources; built, a file of its own beside the hosts. */
function workerFile(): URL {
  const here = import.meta.url;
  const name = here.endsWith(".ts") ? "./sandbox-worker.mjs" : "../main/sandbox-worker.js";
  return new URL(name, here);
}
