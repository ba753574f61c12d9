import type { ItemPath } from "../../shared/model/collection.ts";

/** What decides an item's place among siblings of its kind. */
export interface Ordered {
  readonly path: ItemPath;
  readonly name: string;
  readonly seq: number | null;
}

/** By seq, then name, then path. A request without seq counts as 1, a folder without seq comes last (Bruno's rules). */
export function compareItems(
  kind: "folder" | "request",
): (left: Ordered, right: Ordered) => number {
  return (left, right) =>
    compare(effective(left.seq, kind), effective(right.seq, kind)) ||
    compare(left.name.toLowerCase(), right.name.toLowerCase()) ||
    compare(left.path, right.path);
}

function effective(seq: number | null, kind: "folder" | "request"): number {
  return seq ?? (kind === "request" ? 1 : Infinity);
}

function compare<T extends string | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The seq of a new item: after all others. */
export function nextSeq(siblings: readonly Ordered[]): number {
  return Math.max(0, ...siblings.map((item) => item.seq ?? 1)) + 1;
}

/**
 * New seq numbers that put an item into its place: a free number between its neighbours, else the shortest run of
 * neighbours is renumbered. `siblings` in their present order, without the item; `index`: its place among them.
 * Only what changes is in the answer.
 */
export function seqsFor(
  siblings: readonly Ordered[],
  item: Ordered,
  index: number,
  kind: "folder" | "request",
): ReadonlyMap<ItemPath, number> {
  const wanted = [...siblings.slice(0, index), item, ...siblings.slice(index)];
  const now = wanted.map((other) => effective(other.seq, kind));
  const answers = [forward(now, index), backward(now, index)].filter((answer) => answer !== null);
  if (keeps(now, index)) answers.unshift(now);
  const changes = answers.map((answer) => {
    const map = new Map<ItemPath, number>();
    for (const [at, seq] of answer.entries()) {
      const other = wanted[at];
      if (other !== undefined && seq !== now[at] && Number.isFinite(seq)) map.set(other.path, seq);
    }
    return map;
  });
  return changes.reduce(
    (best, map) => (map.size < best.size ? map : best),
    changes[0] ?? new Map<ItemPath, number>(),
  );
}

function keeps(now: readonly number[], index: number): boolean {
  const own = now[index] ?? 0;
  return (
    Number.isFinite(own) &&
    own >= 1 &&
    own > (now[index - 1] ?? 0) &&
    own < (now[index + 1] ?? Infinity)
  );
}

/** The item takes the number after the one before it; those after it move up as far as needed. */
function forward(now: readonly number[], index: number): number[] | null {
  const seqs = [...now];
  // Items without a number before the place get one, otherwise they could not come before.
  for (let at = 0; at < index; at += 1) {
    if (!Number.isFinite(seqs[at])) seqs[at] = (seqs[at - 1] ?? 0) + 1;
  }
  const before = seqs[index - 1] ?? 0;
  const after = seqs[index + 1] ?? Infinity;
  seqs[index] =
    index === 0 && Number.isFinite(after) && after > 1 ? after - 1 : Math.max(before, 0) + 1;
  for (let at = index + 1; at < seqs.length; at += 1) {
    const previous = seqs[at - 1] ?? 0;
    if ((seqs[at] ?? 0) > previous) break;
    seqs[at] = previous + 1;
  }
  return seqs;
}

/** The item takes the number before the one after it; those before it move down, never below 1. */
function backward(now: readonly number[], index: number): number[] | null {
  const after = now[index + 1];
  if (after === undefined || !Number.isFinite(after)) return null;
  const seqs = [...now];
  seqs[index] = after - 1;
  for (let at = index - 1; at >= 0; at -= 1) {
    const following = seqs[at + 1] ?? 0;
    if ((seqs[at] ?? 0) < following) break;
    seqs[at] = following - 1;
  }
  return seqs.every((seq) => seq >= 1) ? seqs : null;
}
