import type { Worker } from "node:worker_threads";
import { FailureError } from "../../shared/model/failure.ts";
import { startThread } from "../base/thread.ts";
import { createSearchIndex, type SearchJob, type SearchResult } from "./job.ts";

/** An index in a thread of its own, so that no expression can hold the window. Questions one after the other. */
export interface SearchThread {
  /**
   * `patience` ms: after it the thread is ended and the answer is FailureError `timeout`; the index is then empty (`isFresh`). Rejects with
   * what the job failed with.
   */
  ask(job: SearchJob, patience: number): Promise<SearchResult>;
  /** True when it knows nothing: at the beginning and after it had to be ended. Reset by asking. */
  isFresh(): boolean;
  close(): void;
}

const memoryMb = 2048;

export function createSearchThread(): SearchThread {
  let worker: Worker | null = null;
  /** Where no thread can be started the index is here; expressions are then refused, since nothing could stop them. */
  let here: ((job: SearchJob) => SearchResult) | null = null;
  let fresh = true;
  let last: Promise<unknown> = Promise.resolve();

  const drop = () => {
    void worker?.terminate();
    worker = null;
    fresh = true;
  };
  const askHere = (job: SearchJob): SearchResult => {
    if ("query" in job && job.query.regex) throw noThread();
    here ??= createSearchIndex();
    return here(job);
  };
  const ask = async (job: SearchJob, patience: number): Promise<SearchResult> => {
    fresh = false;
    if (here !== null) return askHere(job);
    worker ??= startWorker();
    const thread = worker;
    let timer: NodeJS.Timeout | undefined;
    const stop = new AbortController();
    try {
      return await new Promise<SearchResult>((resolve, reject) => {
        const on = (event: string, listener: (value: never) => void) => {
          thread.on(event, listener as (value: unknown) => void);
          stop.signal.addEventListener("abort", () =>
            thread.off(event, listener as (value: unknown) => void),
          );
        };
        on("message", resolve);
        on("error", () => {
          drop();
          fresh = false;
          try {
            resolve(askHere(job));
          } catch (thrown) {
            reject(thrown as Error);
          }
        });
        timer = setTimeout(() => {
          drop();
          reject(tooSlow());
        }, patience);
        thread.postMessage(job);
      });
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  };
  return {
    ask: (job, patience) => {
      const mine = last.then(
        () => ask(job, patience),
        () => ask(job, patience),
      );
      last = mine.catch(() => undefined);
      return mine.then((result) => {
        if (result.kind === "failed") throw new FailureError(result.failure);
        return result;
      });
    },
    isFresh: () => fresh,
    close: drop,
  };
}

function startWorker(): Worker {
  const worker = startThread(import.meta.url, "./worker.ts", "search-worker.js", {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  worker.unref();
  return worker;
}

function tooSlow(): FailureError {
  return new FailureError({
    kind: "timeout",
    code: "search-too-slow",
    message: "This search took too long and was stopped.",
    remedy: "Make the expression simpler: nested repetitions such as (a+)+ are the usual reason.",
  });
}

function noThread(): FailureError {
  return new FailureError({
    kind: "policy",
    code: "search-no-thread",
    message:
      "Regular expressions cannot be searched for here, since nothing could stop a slow one.",
    remedy: "Search for plain text.",
  });
}
