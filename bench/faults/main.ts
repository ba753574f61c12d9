import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { straceWorks } from "../../electron/base/syscall-faults.ts";
import { type Area, reached, type TryArea } from "./area.ts";
import { drafts } from "./drafts.ts";
import { oneFile } from "./one-file.ts";
import { operations } from "./operations.ts";
import { unchanged } from "./unchanged.ts";
import { versions } from "./versions.ts";

/**
 * `npm run faults -- [part…] [--fraction N] [--json]`: the saving code killed, hindered and raced, and what was left on disk. The goals S1 to
 * S9 are counted; exit code 1: something was lost, or too little was tried. Kills and errors need Linux with strace.
 */
const parts: Readonly<Record<string, { readonly needsStrace: boolean; readonly run: TryArea }>> = {
  operations: { needsStrace: true, run: operations },
  "one-file": { needsStrace: true, run: oneFile },
  drafts: { needsStrace: false, run: drafts },
  unchanged: { needsStrace: false, run: unchanged },
  versions: { needsStrace: false, run: versions },
};

const given = process.argv.slice(2);
const json = given.includes("--json");
const at = given.indexOf("--fraction");
const fraction = at < 0 ? 1 : Number(given[at + 1]);
const names = given.filter((word, index) => !word.startsWith("--") && (at < 0 || index !== at + 1));
const unknown = names.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0 || !(fraction > 0)) {
  console.error(`There are: ${Object.keys(parts).join(", ")}; --fraction takes a number above 0.`);
  process.exit(2);
}

const works = straceWorks();
const folder = await mkdtemp(path.join(tmpdir(), "envoi-faults-"));
const areas: Area[] = [];
const skipped: Record<string, string> = {};
try {
  for (const [name, { needsStrace, run }] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const own = path.join(folder, name);
    await mkdir(own);
    const found =
      needsStrace && !works
        ? "strace is not there or may not trace"
        : await run({ folder: own, fraction });
    if (typeof found === "string") {
      skipped[name] = found;
      if (!json) console.log(`${name}: not tried, ${found}.`);
      continue;
    }
    areas.push(...found);
    if (!json) found.forEach(tell);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const below = areas.filter((area) => !reached(area, fraction));
const lost = areas.reduce((sum, { good, all }) => sum + all - good, 0);
if (json) console.log(JSON.stringify({ fraction, lost, areas, skipped }, null, 2));
else console.log(`${areas.reduce((sum, { all }) => sum + all, 0)} tried, ${lost} lost.`);
if (below.length > 0) {
  if (!json)
    console.log(`Below the figure: ${below.map(({ id, what }) => `${id} ${what}`).join("; ")}.`);
  process.exitCode = 1;
}

function tell(area: Area): void {
  const { id, what, good, all, failing } = area;
  console.log(`${id} ${what}: ${good}/${all}${reached(area, fraction) ? "" : " BELOW"}`);
  for (const one of failing.slice(0, 10)) console.log(`   ${one}`);
  if (failing.length > 10) console.log(`   and ${failing.length - 10} more (--json names them)`);
}
