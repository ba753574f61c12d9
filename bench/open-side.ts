import { mkdir, readFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { delayOptimizing } from "../electron/base/engine.ts";
import { createCollections } from "../electron/collections/service.ts";
import { readPlainly } from "./generated.ts";

/** One opening of a collection. */
export interface OpenTook {
  /** From the call to the tree. */
  readonly ms: number;
  /** MiB of memory at most, of the whole process. */
  readonly peak: number;
  /** ms the event loop stood still at most. */
  readonly stall: number;
}

/** `node open-side.js envoi|plain FOLDER DATA`: opens it once and says what that took as JSON on standard output. */
const [side = "", place = "", dataFolder = ""] = process.argv.slice(2);
const stalls = monitorEventLoopDelay({ resolution: 1 });
if (side === "plain") {
  const start = performance.now();
  await readPlainly(place);
  await say(start);
} else {
  // As the loopback host does.
  delayOptimizing();
  await mkdir(dataFolder, { recursive: true });
  const { handlers, close } = await createCollections({ dataFolder });
  const { signal } = new AbortController();
  stalls.enable();
  const start = performance.now();
  const shown = (async () => {
    for await (const item of handlers["collections.watch"](signal))
      if (item.kind === "collection" && item.collection.children.length > 0)
        return JSON.stringify(item).length;
    return 0;
  })();
  await handlers["collections.open"]({ folder: place }, signal);
  await shown;
  await say(start);
  await close();
}
process.exit(0);

async function say(start: number): Promise<void> {
  const ms = performance.now() - start;
  stalls.disable();
  const [, peak = "NaN"] =
    /^VmHWM:\s+(\d+) kB/m.exec(await readFile("/proc/self/status", "utf8").catch(() => "")) ?? [];
  const took: OpenTook = { ms, peak: Number(peak) / 1024, stall: stalls.max / 1e6 };
  console.log(JSON.stringify(took));
}
