import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createImports } from "../electron/imports/imports.ts";
import { toFailure } from "../shared/model/failure.ts";
import { beside, isBuilt, type Measure, median } from "./ratio.ts";

const samples = path.resolve("../shared/samples");
/** ms for one file, from choosing it to the collection on disk. */
const most = 1000;
/** ms: an event loop that stands still for longer is felt. */
const mostStall = 100;
const seemed = 8;
const rounds = 5;
const named = 3;
/** Formats whose exports are folders: each folder below is imported whole. */
const asFolders = new Set(["bruno", "postman-v3", "opencollection"]);

interface Took {
  readonly name: string;
  readonly ms: number;
  readonly files: number;
}

/** Every sample imported by the app's own service: read, shown, written, with the threads it uses. The slowest is named. */
export const imports: Measure = async () => {
  if (!isBuilt()) return "skipped: npm run build comes first";
  if (!existsSync(samples)) return "skipped: the samples are not on this machine";
  const root = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  const took: Took[] = [];
  const slowest: Took[] = [];
  let refused = 0;
  let outs = 0;
  const run = (place: string) => importOne(place, path.join(root, `out-${(outs += 1)}`));
  try {
    stalls.enable();
    for (const place of await placesIn(samples)) {
      const one = await run(place);
      if (one === null) refused += 1;
      else took.push(one);
    }
    stalls.disable();
    // Once for all of them, and again for those that seemed slowest: one may have met the machine at a bad moment.
    for (const one of took.toSorted((left, right) => right.ms - left.ms).slice(0, seemed)) {
      const again: number[] = [];
      for (let round = 0; round < rounds; round += 1)
        again.push((await run(path.join(samples, one.name)))?.ms ?? Number.NaN);
      slowest.push({ ...one, ms: median(again) });
    }
    slowest.sort((left, right) => right.ms - left.ms);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  const all = `${took.length} samples imported, ${refused} refused`;
  return [
    ...slowest
      .slice(0, named)
      .map(({ name, ms, files }) =>
        beside(`importing ${name} (${files} files written; ${all})`, "ms", ms, most),
      ),
    beside("importing, longest stall of the event loop", "ms", stalls.max / 1e6, mostStall),
  ];
};

/** null: it is none that can be imported. */
async function importOne(place: string, parent: string): Promise<Took | null> {
  const { signal } = new AbortController();
  const handlers = createImports({
    fetchDocument: async () => Promise.reject(new Error("nothing is fetched")),
    open: async (folder) => folder,
    keepSecret: async () => undefined,
    rootOf: () => "",
    secretNames: async () => [],
    refresh: async () => undefined,
  });
  const start = performance.now();
  try {
    const { id } = await handlers["imports.read"]({ path: place }, signal);
    await handlers["imports.preview"]({ id }, signal);
    let files = 0;
    const target = { kind: "new", parent } as const;
    for await (const item of handlers["imports.write"]({ id, target, secrets: [] }, signal))
      if (item.kind === "progress") files = item.total;
    return { name: path.relative(samples, place), ms: performance.now() - start, files };
  } catch (thrown) {
    if (toFailure(thrown).code === "unexpected") throw thrown;
    return null;
  }
}

async function placesIn(folder: string): Promise<readonly string[]> {
  const places: string[] = [];
  for (const format of (await readdir(folder)).toSorted()) {
    const inside = path.join(folder, format);
    if (!(await stat(inside)).isDirectory()) continue;
    if (asFolders.has(format)) {
      for (const name of await readdir(inside)) {
        const one = path.join(inside, name);
        if ((await stat(one)).isDirectory()) places.push(one);
      }
      continue;
    }
    for (const entry of await readdir(inside, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && !/^(?:LICENSE|README)/.test(entry.name))
        places.push(path.join(entry.parentPath, entry.name));
  }
  return places;
}
