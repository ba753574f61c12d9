import { parentPort, workerData } from "node:worker_threads";
import { type FileToRead, readFileNodes } from "./read-node.ts";

// One reading, one answer: `read-many.ts` made this thread and ends it.
const { root, files } = workerData as {
  readonly root: string;
  readonly files: readonly FileToRead[];
};
parentPort?.postMessage(readFileNodes(root, files));
