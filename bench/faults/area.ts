/** What one goal of the saving code came to. */
export interface Area {
  /** S1 … S9. */
  readonly id: string;
  readonly what: string;
  readonly good: number;
  readonly all: number;
  /** At least this many must have been tried. */
  readonly atLeast: number;
  /** What was lost, one line each. */
  readonly failing: readonly string[];
}

/** Tried, or why not. */
export type TryArea = (options: FaultOptions) => Promise<readonly Area[] | string>;

export interface FaultOptions {
  /** An empty folder of its own. */
  readonly folder: string;
  /** 1: everything; less: about that part of it. */
  readonly fraction: number;
}

/** True when nothing was lost and enough was tried. `fraction` of a whole run. */
export function reached(area: Area, fraction: number): boolean {
  return area.good === area.all && area.all >= Math.floor(area.atLeast * Math.min(1, fraction));
}
