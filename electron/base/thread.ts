import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a module as a thread of its own. From the sources it is TypeScript, which the thread itself has to be told how to read: `--import`
 * among its arguments is not heeded on Node 20. Built, it is a file of its own beside the hosts.
 * @param here `import.meta.url` of the caller
 * @param source the module, seen from there
 * @param built name of the built file in `dist/main`
 */
export function startThread(
  here: string,
  source: string,
  built: string,
  options: Pick<WorkerOptions, "workerData" | "resourceLimits">,
): Worker {
  if (!here.endsWith(".ts")) return new Worker(new URL(`../main/${built}`, here), options);
  const module = JSON.stringify(new URL(source, here).href);
  const start = `import("tsx/esm/api").then(({ register }) => (register(), import(${module})))`;
  return new Worker(start, { ...options, eval: true });
}
