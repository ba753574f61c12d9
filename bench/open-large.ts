import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateCollection } from "./generated.ts";
import type { OpenTook } from "./open-side.ts";
import { beside, isBuilt, type Measure, median } from "./ratio.ts";

const folders = 100;
const inEach = 100;
const rounds = 7;
/** ms: what a person may wait for the tree. */
const mostTime = 1000;
/** MiB of the whole process. */
const mostMemory = 256;

/**
 * Opening a collection of 10,000 requests, warm disk, in a process of its own each time, as after a start: from the call until the tree is
 * handed to the window.
 */
export const openLarge: Measure = async () => {
  if (!isBuilt()) return "skipped: npm run build comes first";
  const root = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  try {
    const place = path.join(root, "collection");
    await generateCollection(place, { folders, inEach });
    const took: { readonly envoi: OpenTook; readonly plain: OpenTook }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const first = round % 2 === 0 ? "envoi" : "plain";
      const one = await runSide(first, place, path.join(root, `data-${round}`));
      const other = first === "envoi" ? "plain" : "envoi";
      const two = await runSide(other, place, path.join(root, `data-${round}`));
      if (round === 0) continue;
      took.push(first === "envoi" ? { envoi: one, plain: two } : { envoi: two, plain: one });
    }
    const envoi = median(took.map((round) => round.envoi.ms));
    const name = `opening ${folders * inEach} requests`;
    return [
      {
        name,
        unit: "ms",
        envoi,
        other: median(took.map(({ plain }) => plain.ms)),
        ratio: median(took.map((round) => round.envoi.ms / round.plain.ms)),
        comparedWith: "reading and parsing the same files with the yaml package, one after another",
      },
      beside(name, "ms", envoi, mostTime),
      beside(
        `${name}, longest stall of the event loop`,
        "ms",
        median(took.map((round) => round.envoi.stall)),
        100,
      ),
      beside(
        `${name}, peak memory`,
        "MiB",
        median(took.map((round) => round.envoi.peak)),
        mostMemory,
      ),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

async function runSide(side: "envoi" | "plain", place: string, data: string): Promise<OpenTook> {
  const program = path.join(import.meta.dirname, "open-side.js");
  const child = spawn(process.execPath, [program, side, place, data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${side} ended with ${code}`);
  return JSON.parse(said) as OpenTook;
}
