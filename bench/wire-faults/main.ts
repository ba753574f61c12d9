import { type Area, areaOf, type Measured, reached } from "./area.ts";
import { type Hostile, openHostile } from "./hostile.ts";
import { countSpecs, type SpecGoal } from "./specs.ts";
import { soak, suffer } from "./suffer.ts";
import { openTalkative } from "./talkative.ts";
import type { Suffered } from "./victim.ts";

/**
 * `npm run faults:wire -- [T1…] [--gigabytes N] [--cancels N] [--soak N] [--json]`: servers that break off, stall, pour and explode, at the app's own
 * client, and what came of it. The goals T1 to T9 are counted, memory and time measured in a process of its own for each.
 * `--soak`: WebSockets one after the other; ten times as many requests, and a thousand times as many messages of one WebSocket. Exit code 1: one is
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
const soaks = option("soak", 1_000);
const wanted = new Set(given.filter((word) => /^T\d$/i.test(word)).map((id) => id.toUpperCase()));
const bad = given.filter(
  (word) =>
    !/^T[1-9]$/i.test(word) &&
    !/^\d+(?:\.\d+)?$/.test(word) &&
    !/^--(?:json|gigabytes|cancels|soak)$/.test(word),
);
if (bad.length > 0 || !(gigabytes > 0) || !(cancels > 0) || !(soaks > 0)) {
  console.error("There are T1 to T9, --gigabytes N, --cancels N, --soak N and --json.");
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
  {
    id: "T1",
    what: "kinds of broken WebSockets",
    atLeast: 60,
    file: `${client}/web-socket-faults.test.ts`,
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
  /** Cancelled after so many bytes of the body, or of messages and one for each frame; 0: never. */
  readonly bytes?: number;
  /** `goodbye`: the close code a WebSocket's server heard. null: as it should be. */
  wrong(suffered: Suffered, goodbye: number | null): string | null;
  measured(suffered: Suffered): readonly Measured[];
}

/** What was decoded: the limit, and what one piece of input can become beyond it. */
const mostDecoded = (256 << 20) + (64 << 20);
const memory =
  (most: number) =>
  ({ growth }: Suffered): Measured => ({
    name: "memory",
    value: growth,
    most,
    unit: "MiB",
  });

const responsive = (suffered: Suffered): readonly Measured[] => [
  memory(150)(suffered),
  { name: "a call's 99th percentile", value: suffered.call, most: 100, unit: "ms" },
];
const endless: readonly Case[] = [
  without(`${gigabytes} GB without end`, "/endless", gigabytes * 1e9),
  without(`${gigabytes / 5} GB of messages`, "/socket/endless", (gigabytes / 5) * 1e9),
  without("300,000 pings", "/socket/pings", 300_000),
  without("300,000 pings of a server that reads no answer", "/socket/pings-unread", 300_000),
  refused("a message whose fragments never end", "/socket/fragments", /^ws-message-size$/),
];

/** Something without end, until it is cancelled. */
function without(name: string, path: string, bytes: number): Case {
  const wrong = ({ state }: Suffered): string | null =>
    state === "cancelled" ? null : `it ended as ${state}`;
  return { name, path, bytes, wrong, measured: responsive };
}

/** A message that is stopped at the limit, which the server is told with 1009. */
function refused(name: string, path: string, codes: RegExp): Case {
  return {
    name,
    path,
    wrong: ({ code, decoded }, goodbye) => {
      if (!codes.test(code)) return `failed with ${code || "nothing"}`;
      if (goodbye !== 1009) return `the server heard ${goodbye ?? "no close code"}`;
      return decoded > mostDecoded ? `${decoded} bytes decoded` : null;
    },
    measured: responsive,
  };
}

const bombs: readonly Case[] = [
  ...["gzip", "deflate", "br", "zstd"].map((coding) => bomb(coding, `/bomb/${coding}`)),
  bomb("gzip, ten times over", "/nested", /^(?:decoded-too-large|content-coding-too-many)$/),
  ...["bomb", "bomb-fragments"].map((path) =>
    refused(`WebSocket ${path}`, `/socket/${path}`, /^(?:ws-ratio|ws-message-size)$/),
  ),
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
  { head: { id: "T3", what: "streams without end", atLeast: 5 }, cases: endless },
  { head: { id: "T4", what: "decompression bombs of 1 to 4 GB", atLeast: 7 }, cases: bombs },
  { head: { id: "T5", what: "oversized heads", atLeast: 4 }, cases: heads },
];

const areas: Area[] = [];
const found = (area: Area): void => {
  areas.push(area);
  if (!json) tell(area);
};
const isWanted = (id: string): boolean => wanted.size === 0 || wanted.has(id);
for (const goal of specs.slice(0, 3)) if (isWanted(goal.id)) found(await countSpecs(goal));
if (suffering.some(({ head }) => isWanted(head.id))) {
  const hostile = await openHostile();
  for (const { head, cases } of suffering) {
    if (!isWanted(head.id)) continue;
    const results = [];
    for (const one of cases) results.push(await tried(one, hostile));
    found(areaOf(head, results));
  }
  await hostile.close();
}
for (const goal of specs.slice(3)) if (isWanted(goal.id)) found(await countSpecs(goal));
if (isWanted("T9")) found(await soaked());

const below = areas.filter((area) => !reached(area));
if (json) console.log(JSON.stringify({ areas }, null, 2));
else if (below.length > 0)
  console.log(`Below the figure: ${below.map(({ id }) => id).join(", ")}.`);
if (below.length > 0) process.exitCode = 1;

async function tried({ name, path, bytes = 0, wrong, measured }: Case, hostile: Hostile) {
  const suffered = await suffer({ port: hostile.port, path, bytes });
  const problem = wrong(suffered, hostile.goodbye(path));
  const next = suffered.next ? null : "the next request was not answered";
  return { name, problem: problem ?? next, measured: measured(suffered) };
}

/** Many exchanges in one process: all of them good, memory and handles flat. */
async function soaked(): Promise<Area> {
  const hostile = await openHostile();
  const talkative = await openTalkative();
  const ports = { http: hostile.port, socket: talkative.port };
  const all = [
    { kind: "requests", count: soaks * 10, flat: true },
    { kind: "sockets", count: soaks, flat: true },
    { kind: "messages", count: soaks * 1000, flat: false },
  ] as const;
  const results = [];
  for (const { kind, count, flat } of all) {
    const { good, problem, slope, growth, handles } = await soak(kind, count, ports);
    const open: Measured = { name: "left open", value: handles, most: 2, unit: "open files" };
    const slow: Measured = { name: "growth", value: slope, most: 2, unit: "MiB for each 1,000" };
    const whole: Measured = { name: "memory", value: growth, most: 150, unit: "MiB" };
    results.push({
      name: `${count} ${kind}`,
      problem: good === count ? null : `${count - good} were not good: ${problem}`,
      measured: [flat ? slow : whole, open],
    });
  }
  await hostile.close();
  await talkative.close();
  const what = `${soaks * 10} requests, ${soaks} WebSockets, ${soaks * 1000} messages of one`;
  return areaOf({ id: "T9", what, atLeast: 3 }, results);
}

function tell(area: Area): void {
  const { id, what, good, all, failing, measured } = area;
  const most = measured.map(
    ({ name, value, most: limit, unit }) => `${name} ${+value.toFixed(1)} of ${limit} ${unit}`,
  );
  const rest = most.length === 0 ? "" : `; at most ${most.join(", ")}`;
  console.log(`${id} ${what}: ${good}/${all}${rest}${reached(area) ? "" : " BELOW"}`);
  for (const one of failing.slice(0, 10)) console.log(`   ${one}`);
}
