import { type Area, areaOf, type Measured, reached } from "./area.ts";
import { openHostile } from "./hostile.ts";
import { countSpecs, type SpecGoal } from "./specs.ts";
import { suffer } from "./suffer.ts";
import type { Suffered } from "./victim.ts";

/**
 * `npm run faults:wire -- [T1…] [--gigabytes N] [--cancels N] [--json]`: servers that break off, stall, pour and explode, at the app's own
 * client, and what came of it. The goals T1 to T8 are counted, memory and time measured in a process of its own for each. Exit code 1: one is
 * below its figure.
 */
const given = process.argv.slice(2);
const json = given.includes("--json");
const option = (name: string, otherwise: number): number => {
  const at = given.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(given[at + 1]);
};
const gigabytes = option("gigabytes", 10);
const cancels = option("cancels", 2_000);
const wanted = new Set(given.filter((word) => /^T\d$/i.test(word)).map((id) => id.toUpperCase()));
const bad = given.filter(
  (word) =>
    !/^T[1-8]$/i.test(word) &&
    !/^\d+(?:\.\d+)?$/.test(word) &&
    !/^--(?:json|gigabytes|cancels)$/.test(word),
);
if (bad.length > 0 || !(gigabytes > 0) || !(cancels > 0)) {
  console.error("There are T1 to T8, --gigabytes N, --cancels N and --json.");
  process.exit(2);
}

const client = "electron/client";
const specs: readonly SpecGoal[] = [
  {
    id: "T1",
    what: "kinds of broken replies",
    atLeast: 60,
    file: `${client}/exchange-faults.test.ts`,
    only: /^a server that /,
  },
  { id: "T2", what: "places that stall", atLeast: 20, file: `${client}/slowloris.test.ts` },
  {
    id: "T6",
    what: "credentials and changes of origin",
    atLeast: 56,
    file: `${client}/redirect.test.ts`,
    only: /T6/,
  },
  {
    id: "T7",
    what: "kinds of bad TLS",
    atLeast: 30,
    file: `${client}/exchange-tls.test.ts`,
  },
  {
    id: "T8",
    what: "cancels",
    atLeast: cancels,
    file: `${client}/random-cancel.test.ts`,
    env: { ENVOI_CANCELS: String(cancels) },
    each: cancels,
  },
];

interface Case {
  readonly name: string;
  readonly path: string;
  /** Cancelled after so many bytes of the body; 0: never. */
  readonly bytes?: number;
  /** null: as it should be. */
  wrong(suffered: Suffered): string | null;
  measured(suffered: Suffered): readonly Measured[];
}

const memory =
  (most: number) =>
  ({ growth }: Suffered): Measured => ({
    name: "memory",
    value: growth,
    most,
    unit: "MiB",
  });

const endless: Case = {
  name: `${gigabytes} GB without end`,
  path: "/endless",
  bytes: gigabytes * 1e9,
  wrong: ({ state }) => (state === "cancelled" ? null : `it ended as ${state}`),
  measured: (suffered) => [
    memory(150)(suffered),
    { name: "a call's 99th percentile", value: suffered.call, most: 100, unit: "ms" },
  ],
};

/** What was decoded: the limit, and what one piece of input can become beyond it. */
const mostDecoded = (256 << 20) + (64 << 20);
const bombs: readonly Case[] = [
  ...["gzip", "deflate", "br", "zstd"].map((coding) => bomb(coding, `/bomb/${coding}`)),
  bomb("gzip, ten times over", "/nested", /^(?:decoded-too-large|content-coding-too-many)$/),
];

function bomb(name: string, path: string, codes = /^decoded-too-large$/): Case {
  return {
    name,
    path,
    wrong: ({ code, decoded }) => {
      if (!codes.test(code)) return `failed with ${code || "nothing"}`;
      return decoded > mostDecoded ? `${decoded} bytes decoded` : null;
    },
    measured: (suffered) => [memory(300)(suffered)],
  };
}

const heads: readonly Case[] = [
  { name: "100,000 headers", path: "/headers", ...shown(100_001) },
  { name: "one header of 10 MB", path: "/long", ...shown(2) },
  { name: "10,000 Set-Cookie", path: "/cookies", ...shown(10_001) },
  { name: "5,000 × 100 Continue", path: "/continue", ...shown(1) },
];

/** Shown with all its fields, or refused by name. */
function shown(fields: number): Pick<Case, "wrong" | "measured"> {
  return {
    wrong: ({ state, code, headers }) =>
      code !== "" || (state === "done" && headers === fields)
        ? null
        : `neither refused nor shown: ${headers} of ${fields} fields`,
    measured: (suffered) => [
      memory(200)(suffered),
      { name: "time", value: suffered.took, most: 2_000, unit: "ms" },
    ],
  };
}

const suffering = [
  { head: { id: "T3", what: "streams without end", atLeast: 1 }, cases: [endless] },
  // WebSocket's bomb is not among them: Envoi speaks no WebSocket yet.
  { head: { id: "T4", what: "decompression bombs of 1 GB", atLeast: 5 }, cases: bombs },
  { head: { id: "T5", what: "oversized heads", atLeast: 4 }, cases: heads },
];

const areas: Area[] = [];
const found = (area: Area): void => {
  areas.push(area);
  if (!json) tell(area);
};
const isWanted = (id: string): boolean => wanted.size === 0 || wanted.has(id);
for (const goal of specs.slice(0, 2)) if (isWanted(goal.id)) found(await countSpecs(goal));
if (suffering.some(({ head }) => isWanted(head.id))) {
  const hostile = await openHostile();
  for (const { head, cases } of suffering) {
    if (!isWanted(head.id)) continue;
    const results = [];
    for (const one of cases) results.push(await tried(one, hostile.port));
    found(areaOf(head, results));
  }
  await hostile.close();
}
for (const goal of specs.slice(2)) if (isWanted(goal.id)) found(await countSpecs(goal));

const below = areas.filter((area) => !reached(area));
const skipped = { "T4 WebSocket": "Envoi speaks no WebSocket yet" };
if (json) console.log(JSON.stringify({ areas, skipped }, null, 2));
else if (below.length > 0)
  console.log(`Below the figure: ${below.map(({ id }) => id).join(", ")}.`);
if (below.length > 0) process.exitCode = 1;

async function tried({ name, path, bytes = 0, wrong, measured }: Case, port: number) {
  const suffered = await suffer({ port, path, bytes });
  const next = suffered.next ? null : "the next request was not answered";
  return { name, problem: wrong(suffered) ?? next, measured: measured(suffered) };
}

function tell(area: Area): void {
  const { id, what, good, all, failing, measured } = area;
  const most = measured.map(
    ({ name, value, most: limit, unit }) => `${name} ${Math.round(value)} of ${limit} ${unit}`,
  );
  const rest = most.length === 0 ? "" : `; at most ${most.join(", ")}`;
  console.log(`${id} ${what}: ${good}/${all}${rest}${reached(area) ? "" : " BELOW"}`);
  for (const one of failing.slice(0, 10)) console.log(`   ${one}`);
}
