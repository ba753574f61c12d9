import { access, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { coldStart } from "./cold-start.ts";
import { openPeer, openSecurePeer } from "./peer.ts";
import { type Measure, median, type Ratio } from "./ratio.ts";
import { runSide, type SideName, type SideTook, type SideWork } from "./transport-run.ts";

/** Envoi's claim: at most `target` times the other side (`atLeast`: the other side's time at most that many times ours). */
interface Claim {
  readonly other: SideName;
  readonly target: number;
}

interface Row {
  readonly name: string;
  readonly work: SideWork;
  readonly rounds: number;
  readonly claims: readonly Claim[];
  /** MiB; peak memory of Envoi's whole process. */
  readonly peak?: number;
  /** ms; the longest the event loop of Envoi's side may stand still. */
  readonly stall?: number;
}

const gibibyte = 1024;

/**
 * The transport beside its peers: every side is a process of its own, in turns, over loopback; times are of the whole process, start
 * included. Envoi's side is the client through its public `Send`, with trace, tap and record on.
 */
const rows: readonly Row[] = [
  {
    name: "1,000 GETs, one after another",
    work: { kind: "gets", count: 1_000, parallel: 1 },
    rounds: 7,
    claims: [
      { other: "http", target: 1 },
      { other: "undici", target: 0.75 },
      { other: "curl", target: Number.POSITIVE_INFINITY },
    ],
  },
  {
    name: "1,000 GETs, 32 in flight",
    work: { kind: "gets", count: 1_000, parallel: 32 },
    rounds: 7,
    claims: [{ other: "undici", target: 1 }],
  },
  {
    name: "4,000 GETs, 32 in flight",
    work: { kind: "gets", count: 4_000, parallel: 32 },
    rounds: 7,
    claims: [{ other: "undici", target: Number.POSITIVE_INFINITY }],
  },
  {
    name: "1 GiB down to disk",
    work: { kind: "down", size: gibibyte },
    rounds: 3,
    claims: [
      { other: "http", target: 1 },
      { other: "curl", target: 1.5 },
    ],
    peak: 120,
    stall: 20,
  },
  {
    name: "1 GiB up as multipart from disk",
    work: { kind: "up", size: gibibyte },
    rounds: 7,
    claims: [{ other: "curl", target: 1.5 }],
    peak: 120,
  },
  {
    name: "300 TLS handshakes",
    work: { kind: "handshakes", count: 300 },
    rounds: 7,
    claims: [{ other: "http", target: 1 / 0.9 }],
  },
];

/** All rows, and the cold start of the command line. */
export const transport: Measure = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const peer = await openPeer();
  const secure = await openSecurePeer(folder);
  const ratios: Ratio[] = [];
  const skipped: string[] = [];
  try {
    const file = path.join(folder, "body.bin");
    for (const row of rows) {
      // Not before: while the system writes it to disk, everything else takes longer.
      if (row.work.kind === "up") await fill(file, row.work.size);
      const base = row.work.kind === "handshakes" ? secure?.url : peer.url;
      if (base === undefined) skipped.push(`${row.name}: the openssl command is missing`);
      else ratios.push(...(await measure(row, base, file, folder)));
    }
  } finally {
    secure?.close();
    peer.close();
    await rm(folder, { recursive: true, force: true });
  }
  const cold = await coldStart();
  if (typeof cold === "string") skipped.push(`envoi send, cold: ${cold}`);
  else ratios.push(...cold.map((ratio) => ({ ...ratio, target: 2 })));
  for (const line of skipped) console.error(line);
  return ratios;
};

async function measure(row: Row, url: string, file: string, folder: string): Promise<Ratio[]> {
  const sides: SideName[] = ["envoi"];
  for (const { other } of row.claims) if (await isThere(other)) sides.push(other);
  const took = new Map<SideName, SideTook[]>(sides.map((side) => [side, []]));
  for (let round = 0; round <= row.rounds; round += 1) {
    // Who goes first changes each round; the first round warms the disk and does not count.
    for (const side of turned(sides, round)) {
      const result = await runSide(side, row.work, { url, file, folder });
      if (round > 0) took.get(side)?.push(result);
    }
  }
  const ours = took.get("envoi") ?? [];
  const out: Ratio[] = [];
  for (const { other, target } of row.claims) {
    const theirs = took.get(other);
    if (theirs === undefined) continue;
    out.push({
      name: row.name,
      unit: "ms",
      comparedWith: other === "http" ? "node:http" : other,
      ratio: median(ours.map((mine, round) => mine.ms / (theirs[round]?.ms ?? Number.NaN))),
      envoi: median(ours.map(({ ms }) => ms)),
      other: median(theirs.map(({ ms }) => ms)),
      ...(Number.isFinite(target) ? { target } : {}),
    });
  }
  if (row.peak !== undefined)
    out.push(limit(`${row.name}, peak memory`, "MiB", ours, "peak", row.peak));
  if (row.stall !== undefined)
    out.push(limit(`${row.name}, longest stall of the event loop`, "ms", ours, "stall", row.stall));
  return out;
}

function limit(
  name: string,
  unit: Ratio["unit"],
  ours: readonly SideTook[],
  pick: "peak" | "stall",
  most: number,
): Ratio {
  const envoi = median(ours.map((took) => took[pick]));
  return {
    name,
    unit,
    envoi,
    other: most,
    ratio: envoi / most,
    comparedWith: "the limit",
    target: 1,
  };
}

function turned<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

async function isThere(side: SideName): Promise<boolean> {
  if (side !== "curl") return true;
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const found = await Promise.all(
    folders.map((folder) =>
      access(path.join(folder, "curl")).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

async function fill(file: string, mebibytes: number): Promise<void> {
  const handle = await open(file, "w");
  const block = Buffer.alloc(2 ** 20, "0123456789abcdef");
  for (let done = 0; done < mebibytes; done += 1) await handle.write(block);
  await handle.sync();
  await handle.close();
}
