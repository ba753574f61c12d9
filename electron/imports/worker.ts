import { parentPort, workerData } from "node:worker_threads";
import { type ImportJob, runImportJob } from "./job.ts";

// One job, one answer: `run-job.ts` made this thread and ends it.
parentPort?.postMessage(runImportJob(workerData as ImportJob));
