import { startThread } from "../base/thread.ts";
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
  const worker = startThread(import.meta.url, "./pick-worker.ts", "pick-worker.js", {
    workerData: { selectors, text },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
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
