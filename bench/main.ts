import { cpus, release } from "node:os";
import { cancel } from "./cancel.ts";
import { coldStart } from "./cold-start.ts";
import { collection } from "./collection.ts";
import type { Measure, Ratio } from "./ratio.ts";
import { imports } from "./imports.ts";
import { openLarge } from "./open-large.ts";
import { search } from "./search.ts";
import { smallGets } from "./small-gets.ts";
import { transport } from "./transport.ts";
import { webSocket } from "./websocket.ts";
import { window } from "./window.ts";

/**
 * `npm run bench -- [name…] [--json]`: what is claimed about speed, as ratios: both sides measured in turns, in this run, over loopback.
 * docs/performance.md says what they mean. Exit code 1: a ratio that has a target missed it.
 */
const measures: Readonly<Record<string, Measure>> = {
  "small-gets": smallGets,
  transport,
  websocket: webSocket,
  "cold-start": coldStart,
  cancel,
  collection,
  open: openLarge,
  search,
  imports,
  window,
};

const given = process.argv.slice(2);
const json = given.includes("--json");
const names = given.filter((name) => !name.startsWith("--"));
const unknown = given.filter((name) => name !== "--json" && !Object.hasOwn(measures, name));
if (unknown.length > 0) {
  console.error(
    `There is no measure ${unknown.join(", ")}. There are: ${Object.keys(measures).join(", ")}.`,
  );
  process.exit(2);
}

const ratios: Ratio[] = [];
const skipped: { name: string; why: string }[] = [];
for (const [name, measure] of Object.entries(measures)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const found = await measure();
  if (typeof found === "string") {
    skipped.push({ name, why: found });
    if (!json) console.log(`${name}: ${found}`);
    continue;
  }
  ratios.push(...found);
  if (!json) for (const ratio of found) console.log(line(ratio));
}
if (json) {
  const machine = `${cpus().length} cores, ${process.platform} ${release()}, Node ${process.versions.node}`;
  console.log(JSON.stringify({ machine, ratios, skipped }, null, 2));
}

const missed = ratios.filter(({ ratio, target }) => target !== undefined && !(ratio <= target));
if (missed.length > 0) {
  if (!json) console.log(`${missed.length} of the ratios missed their target.`);
  process.exitCode = 1;
}

function line({ name, ratio, target, envoi, other, unit, comparedWith }: Ratio): string {
  const amounts = `${envoi.toFixed(1)} ${unit} beside ${other.toFixed(1)} ${unit}`;
  const wanted =
    target === undefined
      ? ""
      : ` [${ratio <= target ? "ok" : "MISSED"}: at most ${target.toFixed(2)}]`;
  return `${ratio.toFixed(2)} × ${name} (${amounts}; beside: ${comparedWith})${wanted}`;
}
