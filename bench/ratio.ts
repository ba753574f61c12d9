import { existsSync } from "node:fs";
import path from "node:path";

/** One claim about speed: what Envoi took beside what the other side took for the same work, in the same run. */
export interface Ratio {
  readonly name: string;
  /** Envoi ÷ the other side: below 1 Envoi is better. */
  readonly ratio: number;
  readonly unit: "ms" | "MiB";
  readonly envoi: number;
  readonly other: number;
  readonly comparedWith: string;
  /** The ratio that is claimed: at most this. */
  readonly target?: number;
}

/** One measure: gives its ratios, or says in one line why it cannot run here. */
export type Measure = () => Promise<readonly Ratio[] | string>;

type Work = () => Promise<void> | void;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [
    sorted[sorted.length % 2 === 0 ? middle - 1 : middle],
    sorted[middle],
  ];
  return (low + high) / 2;
}

/**
 * Both sides in turns, so that a machine that slows down slows both; the ratio is the median of the rounds' ratios, and the times are medians.
 * The first round warms up and does not count.
 */
export async function sideBySide(
  rounds: number,
  envoi: Work,
  other: Work,
): Promise<{ readonly ratio: number; readonly envoi: number; readonly other: number }> {
  const times: { readonly envoi: number; readonly other: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // Who goes first changes each round: neither always finds the caches warm.
    const order = round % 2 === 0 ? (["envoi", "other"] as const) : (["other", "envoi"] as const);
    const took = { envoi: 0, other: 0 };
    for (const side of order) {
      const start = performance.now();
      await (side === "envoi" ? envoi : other)();
      took[side] = performance.now() - start;
    }
    if (round > 0) times.push(took);
  }
  return {
    ratio: median(times.map((took) => took.envoi / took.other)),
    envoi: median(times.map((took) => took.envoi)),
    other: median(times.map((took) => took.other)),
  };
}

/** An amount beside the most it may be: 1 is the limit. */
export function beside(name: string, unit: Ratio["unit"], envoi: number, limit: number): Ratio {
  const ratio = envoi / limit;
  return { name, unit, envoi, other: limit, ratio, comparedWith: "the limit", target: 1 };
}

/** False: what is measured needs threads that only the whole build makes. */
export function isBuilt(): boolean {
  return existsSync(path.resolve("dist/main/read-worker.js"));
}
