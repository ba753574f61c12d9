import type { HeadPair } from "./compared.ts";
import { diffHeaders, type HeaderChange } from "./header-diff.ts";

/** A line of a head on both sides: the first line, or a field. null: a side has nothing there. */
export interface HeadLine {
  readonly change: HeaderChange | "line";
  readonly left: HeadCell | null;
  readonly right: HeadCell | null;
}

/** `name` is "" for the first line of a head. */
export interface HeadCell {
  readonly name: string;
  readonly value: string;
}

/** The lines of a pair of heads, aligned. */
export function headLines({ left, right }: HeadPair): readonly HeadLine[] {
  const lines: HeadLine[] = [];
  const first = (line: string | undefined): HeadCell | null =>
    line === undefined || line === "" ? null : { name: "", value: line };
  const [one, other] = [first(left?.line), first(right?.line)];
  if (one !== null || other !== null) {
    const change =
      one === null
        ? "right"
        : other === null
          ? "left"
          : one.value === other.value
            ? "same"
            : "line";
    lines.push({ change, left: one, right: other });
  }
  for (const pair of diffHeaders(left?.fields ?? [], right?.fields ?? [])) {
    lines.push({
      change: pair.change,
      left: pair.left && { name: pair.left[0], value: pair.left[1] },
      right: pair.right && { name: pair.right[0], value: pair.right[1] },
    });
  }
  return lines;
}

/** How many lines of these heads are not the same. */
export function differencesOf(pairs: readonly HeadPair[]): number {
  return pairs.reduce(
    (sum, pair) => sum + headLines(pair).filter(({ change }) => change !== "same").length,
    0,
  );
}
