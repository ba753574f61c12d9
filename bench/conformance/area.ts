/** What one area of the suites came to. */
export interface Area {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  /** Share of the cases that have to pass, 0 to 1. */
  readonly figure: number;
  /** Names of the cases that did not pass, each saying what is known in a word or two. */
  readonly failing: readonly string[];
}

/** Tries one area against the suites' folder. A string: why it was not tried, in one sentence. */
export type TryArea = (suites: string) => Promise<readonly Area[] | string>;

/** One case: what it is called, and what is wrong; null: nothing. */
export interface Case {
  readonly id: string;
  readonly problem: string | null;
}

export function areaOf(name: string, figure: number, cases: readonly Case[]): Area {
  const failing = cases.filter(({ problem }) => problem !== null);
  return {
    name,
    passed: cases.length - failing.length,
    total: cases.length,
    figure,
    failing: failing.map(({ id, problem }) => `${id}: ${problem}`),
  };
}

export function reaches({ passed, total, figure }: Area): boolean {
  return total > 0 && passed >= Math.ceil(figure * total - 1e-9);
}

/** A case that passes when the two are equal as JSON; whatever is thrown is its problem. */
export function compared(id: string, got: () => unknown, wanted: unknown): Case {
  try {
    const [one, two] = [JSON.stringify(got()), JSON.stringify(wanted)];
    return { id, problem: one === two ? null : `${short(one)} instead of ${short(two)}` };
  } catch (thrown) {
    return { id, problem: `threw ${thrown instanceof Error ? thrown.name : "something"}` };
  }
}

function short(text: string | undefined): string {
  const shown = text ?? "nothing";
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}
