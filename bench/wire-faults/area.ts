/** What one goal of the transport came to. */
export interface Area {
  /** T1 … T9. */
  readonly id: string;
  readonly what: string;
  readonly good: number;
  readonly all: number;
  /** At least this many must have been tried. */
  readonly atLeast: number;
  /** One line each. */
  readonly failing: readonly string[];
  /** What was measured, each with its limit. */
  readonly measured: readonly Measured[];
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly unit: "MiB" | "ms" | "MiB for each 1,000" | "open files";
}

/** True when everything tried was good, and enough was tried. */
export function reached({ good, all, atLeast }: Area): boolean {
  return good === all && all >= atLeast;
}

/** An area of cases that were measured: each is good when nothing is wrong with it and no measure is above its limit. */
export function areaOf(
  head: Pick<Area, "id" | "what" | "atLeast">,
  cases: readonly {
    readonly name: string;
    readonly problem: string | null;
    readonly measured: readonly Measured[];
  }[],
): Area {
  const failing = cases.flatMap(({ name, problem, measured }) => {
    const above = measured
      .filter(({ value, most }) => !(value <= most))
      .map(
        ({ name: what, value, most, unit }) => `${what} ${Math.round(value)} of ${most} ${unit}`,
      );
    const all = [...(problem === null ? [] : [problem]), ...above];
    return all.length === 0 ? [] : [`${name}: ${all.join(", ")}`];
  });
  return {
    ...head,
    good: cases.length - failing.length,
    all: cases.length,
    failing,
    measured: worst(cases.flatMap(({ measured }) => measured)),
  };
}

/** Of each measure the one that is nearest to its limit. */
function worst(all: readonly Measured[]): readonly Measured[] {
  const found = new Map<string, Measured>();
  for (const one of all) {
    const known = found.get(one.name);
    if (known === undefined || one.value > known.value) found.set(one.name, one);
  }
  return [...found.values()];
}
