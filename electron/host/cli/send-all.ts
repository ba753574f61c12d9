import type { Failure } from "../../../shared/model/failure.ts";
import { exitCodes } from "./exit-code.ts";
import type { BuiltRequest } from "./file-request.ts";
import { isRequestFile, type Job, jobsOf } from "./options/jobs.ts";
import { type Given, isOn, type Operation } from "./options/parse.ts";
import type { Messages } from "./output/messages.ts";
import type { RunVariables } from "./request/variables.ts";
import { openRun, type Run } from "./run.ts";
import { numberOption, rateOption } from "./settings/values.ts";
import { transfer } from "./transfer.ts";

/** How requests come about, and who is told what went wrong. */
export interface Sending {
  build(job: Job, variables: RunVariables | undefined): Promise<BuiltRequest>;
  failed(failure: Failure, code: number): void;
  readonly messages: Messages;
}

/**
 * Sends what the operations say over connections they share, one after the other or with --parallel at the same time. As with curl the exit
 * code is that of the last URL, and one that fails does not keep the others from being sent unless --fail-early is given; a row of request
 * files, where one may need what another kept, ends at the first that fails. `given`: what counts for the whole run. Rejects with
 * FailureError for options that cannot be, and files that cannot be read or written.
 */
export async function sendAll(
  operations: readonly Operation[],
  given: Given,
  sending: Sending,
): Promise<number> {
  const jobs = jobsOf(operations);
  const parallel = isOn(given, "parallel");
  const most = parallel ? (numberOption(given, "parallel-max") ?? 50) : 1;
  const turn = openTurns(parallel ? 0 : rateOption(given));
  const runs: Promise<Run>[] = [];
  const theRun = (): Promise<Run> => (runs[0] ??= openRun(given));
  const variables = new Map<Operation["given"], Promise<RunVariables>>();
  let code: number = exitCodes.ok;
  let ended = false;

  async function one(job: Job): Promise<void> {
    await turn();
    const file = isRequestFile(job.target);
    const built = await sending.build(job, file ? await variablesOf(job) : undefined);
    const outcome = await transfer(built, job.given, sending.messages, await theRun());
    code = outcome.code;
    if (outcome.failure !== null) sending.failed(outcome.failure, code);
    for (const kept of outcome.kept) if (kept.failure) sending.failed(kept.failure, code);
    const stops = file || isOn(given, "fail-early") || code === exitCodes.interrupted;
    if (code !== exitCodes.ok && stops) ended = true;
  }

  async function work(): Promise<void> {
    try {
      for (let next = jobs.next(); !ended && next.done !== true; next = jobs.next()) {
        await one(next.value);
      }
    } catch (thrown) {
      ended = true;
      throw thrown;
    }
  }

  /** Files of one operation share what they keep. */
  function variablesOf({ operation }: Job): Promise<RunVariables> {
    const found =
      variables.get(operation.given) ??
      import("./request/variables.ts").then((loaded) => loaded.runVariables(operation.given));
    variables.set(operation.given, found);
    return found;
  }

  try {
    const workers = Array.from({ length: Math.max(1, most) }, () => work());
    const results = await Promise.allSettled(workers);
    const broken = results.find((result) => result.status === "rejected");
    if (broken !== undefined) throw broken.reason;
    for (const run of runs) await (await run).finish();
    return code;
  } finally {
    for (const run of runs) await (await run).close();
  }
}

/** Resolves for one after the other, `interval` ms apart at least. */
function openTurns(interval: number): () => Promise<void> {
  let due = 0;
  return async () => {
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    due = performance.now() + interval;
  };
}
