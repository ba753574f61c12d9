import { parentPort } from "node:worker_threads";
import { createSearchIndex, type SearchJob } from "./job.ts";

// One answer for each question, in order: `thread.ts` made this thread and ends it.
const answer = createSearchIndex();
parentPort?.on("message", (job: SearchJob) => parentPort?.postMessage(answer(job)));
