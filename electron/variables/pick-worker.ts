import { parentPort, workerData } from "node:worker_threads";
import { type BodySelector, pickFromBody } from "./pick.ts";

// One job, one answer: `pick-in-thread.ts` made this thread and ends it.
const { selectors, text } = workerData as {
  readonly selectors: readonly BodySelector[];
  readonly text: string;
};
// The time allowed begins here: loading is not the pattern's fault.
parentPort?.postMessage("ready");
parentPort?.postMessage(selectors.map((selector) => pickFromBody(selector, text)));
