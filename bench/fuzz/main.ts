import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createChance } from "./chance.ts";
import { createMutator } from "./mutate.ts";
import { type Target, targets } from "./targets.ts";

/**
 * `npm run fuzz -- [--seconds N] [--inputs N] [--target NAME] [--seed N]`: changed inputs at the parsers of what comes from outside. Nothing
 * may be thrown, nothing may take longer than a second, how the bytes were cut may make no difference, and no prototype may change.
 * What failed is kept in bench/fuzz/corpus and tried first from then on. Exit code 1: something failed.
 */
const given = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = given.indexOf(`--${name}`);
  return at < 0 ? undefined : given[at + 1];
};
const seconds = Number(option("seconds") ?? 20);
const inputs = Number(option("inputs") ?? Number.POSITIVE_INFINITY);
const seed = Number(option("seed") ?? Date.now() % 1_000_000_007);
const only = option("target");
const chosen = Object.entries(targets).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) {
  console.error(`There is no target ${only}. There are: ${Object.keys(targets).join(", ")}.`);
  process.exit(2);
}

const corpus = fileURLToPath(new URL("corpus", import.meta.url));
const batch = 1000;
/** ms */
const slowest = 1000;
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const shapes = (): string =>
  JSON.stringify(prototypes.map((one) => Reflect.ownKeys(one).map(String)));
const clean = shapes();

let failed = 0;
let total = 0;
const begun = performance.now();
console.log(`seed ${seed}`);
for (const [name, target] of chosen) {
  const share = (seconds * 1000) / chosen.length;
  const count = run(name, target, share, inputs / chosen.length);
  total += count.inputs;
  const rate = Math.round(count.inputs / (count.time / 1000));
  console.log(`${name}: ${count.inputs} inputs, ${rate} a second, ${count.failed} failed`);
}
const time = (performance.now() - begun) / 1000;
console.log(`${total} inputs in ${time.toFixed(1)} s, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function run(name: string, target: Target, share: number, most: number) {
  const chance = createChance(seed);
  const kept = keptOf(name);
  const seeds = [...target.seeds, ...kept];
  const mutate = createMutator(seeds, chance);
  const start = performance.now();
  let count = 0;
  let bad = 0;
  const one = (bytes: Buffer): void => {
    count += 1;
    const problem = problemOf(() => target.attempt(bytes, chance));
    if (problem === null) return;
    bad += 1;
    failed += 1;
    keep(name, bytes, problem);
  };
  for (const bytes of seeds) one(Buffer.from(bytes));
  while (count < most && performance.now() - start < share && bad < 10) {
    for (let left = batch; left > 0; left -= 1) one(mutate());
    if (shapes() === clean) continue;
    failed += 1;
    bad += 1;
    console.log(`${name}: a prototype was changed`);
    break;
  }
  return { inputs: count, failed: bad, time: performance.now() - start };
}

function problemOf(attempt: () => void): string | null {
  try {
    let took = timed(attempt);
    // A machine with more to do can take a second away from anything; a parser that is slow is slow each time.
    for (let again = 0; took > slowest && again < 3; again += 1)
      took = Math.min(took, timed(attempt));
    return took > slowest ? `took ${Math.round(took)} ms` : null;
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  }
}

function timed(attempt: () => void): number {
  const start = performance.now();
  attempt();
  return performance.now() - start;
}

function keptOf(name: string): readonly Buffer[] {
  if (!existsSync(corpus)) return [];
  return readdirSync(corpus)
    .filter((file) => file.startsWith(`${name}-`))
    .toSorted((one, two) => (one < two ? -1 : 1))
    .map((file) => readFileSync(join(corpus, file)));
}

function keep(name: string, bytes: Buffer, problem: string): void {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  mkdirSync(corpus, { recursive: true });
  writeFileSync(join(corpus, `${name}-${hash}`), bytes);
  console.log(`${name}: ${problem} (kept as ${name}-${hash})`);
}
