/** A line of a comparison: in both, only before, or only after. */
export interface DiffLine {
  readonly kind: "same" | "before" | "after";
  readonly text: string;
}

/** Lines × lines that are still compared one by one; above it what differs is told as one block. */
const most = 4_000_000;

/** What differs between two texts, line by line (longest common subsequence). Line ends do not count. Pure. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const left = before.split(/\r?\n/);
  const right = after.split(/\r?\n/);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  )
    end += 1;
  const same = (lines: readonly string[]): readonly DiffLine[] =>
    lines.map((text) => ({ kind: "same", text }));
  return [
    ...same(left.slice(0, start)),
    ...middle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...same(left.slice(left.length - end)),
  ];
}

function middle(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  const gone = left.map((text): DiffLine => ({ kind: "before", text }));
  const come = right.map((text): DiffLine => ({ kind: "after", text }));
  if (left.length === 0 || right.length === 0 || left.length * right.length > most)
    return [...gone, ...come];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [old = "", fresh = ""] = [left[row], right[column]];
    if (row < left.length && column < right.length && old === fresh) {
      lines.push({ kind: "same", text: old });
      row += 1;
      column += 1;
    } else if (
      column >= right.length ||
      (row < left.length && at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push({ kind: "before", text: old });
      row += 1;
    } else {
      lines.push({ kind: "after", text: fresh });
      column += 1;
    }
  }
  return lines;
}

/** The lines that differ with those around them; null stands for what is left out between. Pure. */
export function withContext(
  lines: readonly DiffLine[],
  around: number,
): readonly (DiffLine | null)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same"),
  );
  return lines.flatMap((line, at) => {
    if (near[at] === true) return [line];
    return at > 0 && near[at - 1] === true && near.includes(true, at) ? [null] : [];
  });
}
