import type { HeaderField } from "../../../shared/model/header.ts";

/** What became of a field between two lists. `case`: only the spelling of the name differs. `moved`: the same, in another place. */
export type HeaderChange = "same" | "value" | "case" | "moved" | "left" | "right";

/** A line of two lists side by side; null: the list has nothing there. */
export interface HeaderPair {
  readonly change: HeaderChange;
  readonly left: HeaderField | null;
  readonly right: HeaderField | null;
}

/** Most cells of the table an exact alignment takes; above it lines are paired by name alone, in order. */
const mostCells = 4_000_000;

/**
 * Two header lists side by side: order, case and duplicates count. What is the same in both, in the same order, stands on one line;
 * between those, fields of one name (RFC 9110 §5.1: compared without case) are paired in their order; the rest stands alone.
 */
export function diffHeaders(
  left: readonly HeaderField[],
  right: readonly HeaderField[],
): readonly HeaderPair[] {
  const pairs: HeaderPair[] = [];
  let [a, b] = [0, 0];
  for (const [i, j] of [...anchors(left, right), [left.length, right.length] as const]) {
    pairs.push(...gap(left.slice(a, i), right.slice(b, j)));
    const [one, other] = [left[i], right[j]];
    if (one && other) pairs.push({ change: "same", left: one, right: other });
    [a, b] = [i + 1, j + 1];
  }
  return withMoved(pairs);
}

/** Places of the longest common run of equal fields, both counts rising. */
function anchors(
  left: readonly HeaderField[],
  right: readonly HeaderField[],
): readonly (readonly [number, number])[] {
  const keys = (fields: readonly HeaderField[]) => fields.map((field) => JSON.stringify(field));
  const [one, other] = [keys(left), keys(right)];
  const found: (readonly [number, number])[] = [];
  let from = 0;
  while (from < one.length && from < other.length && one[from] === other[from]) {
    found.push([from, from]);
    from += 1;
  }
  let tail = 0;
  const most = Math.min(one.length, other.length) - from;
  while (tail < most && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  found.push(
    ...longest(one.slice(from, one.length - tail), other.slice(from, other.length - tail), from),
  );
  for (let at = tail; at > 0; at -= 1) found.push([one.length - at, other.length - at]);
  return found;
}

function longest(
  one: readonly string[],
  other: readonly string[],
  from: number,
): readonly (readonly [number, number])[] {
  const width = other.length + 1;
  if (one.length === 0 || other.length === 0 || one.length * width > mostCells) return [];
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      found.push([from + i, from + j]);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

/** Fields with nothing in common but perhaps their names. */
function gap(left: readonly HeaderField[], right: readonly HeaderField[]): HeaderPair[] {
  const waiting = new Map<string, HeaderField[]>();
  for (const field of right) {
    const name = field[0].toLowerCase();
    const known = waiting.get(name);
    if (known === undefined) waiting.set(name, [field]);
    else known.push(field);
  }
  const taken = new Set<HeaderField>();
  const pairs = left.map((field): HeaderPair => {
    const found = waiting.get(field[0].toLowerCase())?.shift();
    if (found === undefined) return { change: "left", left: field, right: null };
    taken.add(found);
    const change = found[1] !== field[1] ? "value" : found[0] !== field[0] ? "case" : "moved";
    return { change, left: field, right: found };
  });
  for (const field of right) {
    if (!taken.has(field)) pairs.push({ change: "right", left: null, right: field });
  }
  return pairs;
}

/** A field that left one place and stands the same in another moved; it did not go and come. */
function withMoved(pairs: readonly HeaderPair[]): readonly HeaderPair[] {
  const gone = new Map<string, number>();
  const count = (field: HeaderField | null) => {
    const key = JSON.stringify(field);
    gone.set(key, (gone.get(key) ?? 0) + 1);
  };
  for (const pair of pairs) if (pair.change === "right") count(pair.right);
  const moved = new Map<string, number>();
  const firsts = pairs.map((pair): HeaderPair => {
    const key = JSON.stringify(pair.left);
    const left = gone.get(key) ?? 0;
    if (pair.change !== "left" || left === 0) return pair;
    gone.set(key, left - 1);
    moved.set(key, (moved.get(key) ?? 0) + 1);
    return { ...pair, change: "moved" };
  });
  return firsts.map((pair): HeaderPair => {
    const key = JSON.stringify(pair.right);
    const left = moved.get(key) ?? 0;
    if (pair.change !== "right" || left === 0) return pair;
    moved.set(key, left - 1);
    return { ...pair, change: "moved" };
  });
}

/** How much two texts share at their beginning and, after that, at their end: what lies between is what differs. */
export function sharedEnds(
  one: string,
  other: string,
): { readonly start: number; readonly end: number } {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end])
    end += 1;
  return { start, end };
}
