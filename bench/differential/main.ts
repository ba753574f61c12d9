import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow, findSuites } from "../conformance/suites.ts";
import { type Trial, readTrial } from "./collection.ts";
import { countImports } from "./counts.ts";
import { openRecorder } from "./recorder.ts";
import { compareTrial, type Outcome } from "./trial.ts";
import { findTools } from "./tools.ts";
import { runEnvoi } from "./run-envoi.ts";
import { validateExports } from "./validate.ts";

/**
 * `npm run differential -- [file…] [--install] [--json]`: Postman collections as Envoi imports and sends them, beside what newman and Bruno's
 * command line send for the same file, byte for byte, at a recording server on loopback. The tools are looked for in ENVOI_TOOLS, else in a
 * folder among the temporary ones, where `--install` puts them. Without files: every collection of ../shared, and those written for this.
 * Exit code 1: newman and Bruno agree on a request, and Envoi differs without a known reason.
 * `--counts`: folders, requests, examples, scripts and auth of every import beside what the tools' own readers find. `--validate`: every
 * export before validators of others; exit code 1 when one is not valid.
 */
const given = process.argv.slice(2);
const json = given.includes("--json");
const files = given.filter((word) => !word.startsWith("--"));
const tools = await findTools(
  join(tmpdir(), "envoi-differential-tools"),
  given.includes("--install"),
);
if (tools === null) {
  console.log(
    "differential: not tried, newman and Bruno's command line are not here (--install fetches them).",
  );
  process.exit(0);
}
const own = fileURLToPath(new URL("collections", import.meta.url));
const shared = fileURLToPath(new URL("../../../shared", import.meta.url));
const chosen =
  files.length > 0
    ? files.map((file) => resolve(file))
    : [
        ...(await filesBelow(own, ".json")),
        ...(await filesBelow(join(shared, "samples"), ".json")),
        ...(await filesBelow(join(shared, "suites"), ".json")),
      ];
if (files.length === 0 && !existsSync(shared)) console.log("The samples are not on this machine.");

if (given.includes("--counts")) {
  await tellCounts(tools);
  process.exit();
}
if (given.includes("--validate")) {
  await tellVerdicts(tools);
  process.exit();
}
const recorder = await openRecorder();
const folder = await mkdtemp(join(tmpdir(), "envoi-differential-"));
const outcomes: Outcome[] = [];
try {
  for (const [index, file] of chosen.entries()) {
    const trial: Trial | null = await readTrial(basename(file, ".json"), file);
    if (trial === null || trial.cases.length === 0) continue;
    const ground = { tools, folder: join(folder, `${index}`), port: recorder.port };
    await mkdir(ground.folder);
    const outcome = await compareTrial(trial, join(own, "files"), ground, recorder);
    outcomes.push(outcome);
    if (!json) tell(outcome);
    await rm(ground.folder, { recursive: true, force: true });
  }
} finally {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
}
const sum = (of: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);
const total = {
  collections: outcomes.length,
  requests: sum(({ requests }) => requests),
  agreed: sum(({ agreed }) => agreed),
  same: sum(({ same }) => same),
  asNewman: sum(({ asNewman }) => asNewman),
  explained: sum(({ explained }) => explained),
  unexplained: sum(({ unexplained }) => unexplained),
};
if (json) console.log(JSON.stringify({ total, outcomes }, null, 2));
else
  console.log(
    `${total.collections} collections, ${total.requests} requests. newman and Bruno agree on ${total.agreed}; Envoi sends ${total.same} of these the same, ${total.asNewman} of all as newman does. Differences: ${total.explained} with a reason, ${total.unexplained} without.`,
  );
if (total.unexplained > 0) process.exitCode = 1;

function tell(outcome: Outcome): void {
  const { name, requests, agreed, same, asNewman, said } = outcome;
  console.log(
    `${name}: ${requests} requests; agreed ${agreed}, Envoi the same ${same}; as newman ${asNewman}`,
  );
  for (const line of said) console.log(`  ${line}`);
}

/** Files any importer reads, where none were given. */
async function importable(): Promise<readonly string[]> {
  if (files.length > 0) return chosen;
  const found: string[] = [];
  for (const folder of ["samples", "suites"])
    for (const ending of [".json", ".yaml", ".yml", ".bru", ".har", ".http", ".rest", ".sh"])
      found.push(...(await filesBelow(join(shared, folder), ending)));
  // Those are bodies of forms.
  return found.filter((file) => !/[\\/]multipart[\\/]/.test(file));
}

async function tellCounts(from: string): Promise<void> {
  const failed: string[] = [];
  const counted = await countImports(from, await importable(), (line) => void failed.push(line));
  if (json) {
    console.log(JSON.stringify({ counted, failed }, null, 2));
    return;
  }
  for (const { file, program, differences } of counted)
    if (differences.length > 0)
      console.log(`${basename(file)}, ${program}: ${differences.join("; ")}`);
  for (const line of failed) console.log(`not read: ${line}`);
  if (!existsSync(join(from, "node_modules", "httpyac")))
    console.log("httpYac is not here (--install fetches it).");
  console.log("Hoppscotch and Insomnia 5 have no reader of their own to ask.");
  const same = counted.filter(({ differences }) => differences.length === 0).length;
  console.log(`${counted.length} comparisons, ${same} the same (ours | theirs).`);
}

async function tellVerdicts(from: string): Promise<void> {
  const at = await openRecorder();
  const ground = await mkdtemp(join(tmpdir(), "envoi-validate-"));
  const archives: string[] = [];
  try {
    for (const [index, file] of (await filesBelow(own, ".json")).entries()) {
      const trial = await readTrial(basename(file, ".json"), file);
      if (trial === null) continue;
      const place = join(ground, `${index}`);
      await mkdir(place);
      archives.push(
        (await runEnvoi(trial, join(own, "files"), { folder: place, port: at.port })).har,
      );
    }
    const verdicts = await validateExports(from, await importable(), findSuites(), archives);
    for (const line of verdicts.said) console.log(line);
    for (const [format, { tried, valid }] of verdicts.counts)
      console.log(`${format}: ${valid} of ${tried} valid`);
    if (verdicts.said.length > 0) process.exitCode = 1;
  } finally {
    await at.close();
    await rm(ground, { recursive: true, force: true });
  }
}
