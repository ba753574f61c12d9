import type { Worker } from "node:worker_threads";
import { FailureError } from "../../shared/model/failure.ts";
import { startThread } from "../base/thread.ts";
import { type ImportJob, type ImportResult, runImportJob } from "./job.ts";

/** ms: a file that takes longer is no description of requests. */
const longest = 120_000;
const memoryMb = 2048;

/**
 * Does a job in a thread of its own, so that the window stays alive. Rejects with FailureError `cancelled`, `timeout` or `input`
 * (`import-too-large`: the thread ran out of memory). Where no thread can be started, the job is done here.
 */
export async function runJob(job: ImportJob, signal: AbortSignal): Promise<ImportResult> {
  signal.throwIfAborted();
  const worker = startImportThread(job);
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  try {
    return await new Promise<ImportResult>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") reject(tooLarge());
        // The thread never ran: a job does not throw.
        else resolve(runImportJob(job));
      });
      timer = setTimeout(() => reject(tooSlow()), longest);
      stop = () => reject(cancelled());
      signal.addEventListener("abort", stop);
    });
  } finally {
    clearTimeout(timer);
    if (stop !== undefined) signal.removeEventListener("abort", stop);
    void worker.terminate();
  }
}

/** The thread of a job: its one message is the result. */
export function startImportThread(job: ImportJob): Worker {
  return startThread(import.meta.url, "./worker.ts", "import-worker.js", {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
}

function tooLarge(): FailureError {
  return new FailureError({
    kind: "input",
    code: "import-too-large",
    message: "This is too large to be imported.",
    remedy: "Choose the file or folder that holds the requests.",
  });
}

function tooSlow(): FailureError {
  return new FailureError({
    kind: "timeout",
    code: "import-too-slow",
    message: "The import took longer than two minutes.",
    remedy: "Import it in smaller parts.",
  });
}

function cancelled(): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "The import was cancelled.",
  });
}
