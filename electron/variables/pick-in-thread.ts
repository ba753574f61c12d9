import { Worker } from "node:worker_threads";
import type { BodySelector, Picked } from "./pick.ts";

const memoryMb = 1024;

/**
 * What open-ended selectors find in a text, in their order. They run in a thread of their own: a pattern out of somebody's collection may
 * never end. null: not done within `ms`, or out of memory.
 */
export async function pickInThread(
  selectors: readonly BodySelector[],
  text: string,
  ms: number,
): Promise<readonly Picked[] | null> {
  const here = import.meta.url;
  const source = here.endsWith(".ts");
  const worker = new Worker(
    new URL(source ? "./pick-worker-source.mjs" : "../main/pick-worker.js", here),
    {
      workerData: { selectors, text },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    },
  );
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<readonly Picked[] | null>((resolve) => {
      worker.on("message", (message: "ready" | readonly Picked[]) => {
        if (message !== "ready") resolve(message);
        else timer = setTimeout(() => resolve(null), ms);
      });
      worker.once("error", () => resolve(null));
      worker.once("exit", () => resolve(null));
    });
  } finally {
    clearTimeout(timer);
    void worker.terminate();
  }
}
