import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCollections } from "../electron/collections/service.ts";
import { createSearch } from "../electron/search/search.ts";
import type { SearchQuery } from "../shared/model/search.ts";
import { generateCollection } from "./generated.ts";
import { beside, isBuilt, type Measure, type Ratio, sideBySide } from "./ratio.ts";

const folders = 100;
const inEach = 100;
/** ms: what a person may wait once the index is there. */
const most = 200;

/** What is looked for, and what grep is told for the same. */
const asked: readonly {
  readonly what: string;
  readonly query: Partial<SearchQuery> & { readonly text: string };
  readonly grep: readonly string[];
}[] = [
  { what: "a word in one file", query: { text: "things/42/77?" }, grep: ["-F", "things/42/77?"] },
  { what: "a word in all files", query: { text: "accept" }, grep: ["-i", "-F", "accept"] },
  { what: "nothing", query: { text: "not there at all" }, grep: ["-i", "-F", "not there at all"] },
  {
    what: "an expression",
    query: { text: "things/\\d+/(7|8)\\d\\?", regex: true },
    grep: ["-i", "-E", "things/[0-9]+/(7|8)[0-9]\\?"],
  },
  {
    what: "a whole word, its case",
    query: { text: "POST", matchCase: true, wholeWord: true },
    grep: ["-w", "POST"],
  },
];

/** Searching 10,000 requests: the part of main, with the thread's; without typing and drawing. */
export const search: Measure = async () => {
  if (!isBuilt()) return "skipped: npm run build comes first";
  const root = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const place = path.join(root, "collection");
  const dataFolder = path.join(root, "data");
  await mkdir(dataFolder);
  await generateCollection(place, { folders, inEach });
  const collections = await createCollections({ dataFolder });
  const { signal } = new AbortController();
  await collections.handlers["collections.open"]({ folder: place }, signal);
  // Nothing is read ahead here: the first search shows what the index costs.
  const { handlers, close } = createSearch({ files: collections.files });
  const find = async (query: Partial<SearchQuery> & { readonly text: string }): Promise<number> => {
    const plain = { regex: false, matchCase: false, wholeWord: false, scopes: [], within: null };
    const { total } = await handlers["search.find"](
      { query: { ...plain, ...query }, replacement: null },
      signal,
    );
    return total;
  };
  try {
    const start = performance.now();
    await find({ text: "x" });
    const ratios: Ratio[] = [beside("the index of 10,000", "ms", performance.now() - start, 2000)];
    for (const { what, query, grep } of asked) {
      const took = await sideBySide(
        15,
        async () => void (await find(query)),
        () => void spawnSync("grep", ["-r", ...grep, place], { maxBuffer: 1 << 28 }),
      );
      ratios.push(
        { name: `finding ${what}`, unit: "ms", comparedWith: "grep -r", ...took },
        beside(`finding ${what}`, "ms", took.envoi, most),
      );
    }
    return ratios;
  } finally {
    close();
    await collections.close();
    await rm(root, { recursive: true, force: true });
  }
};
