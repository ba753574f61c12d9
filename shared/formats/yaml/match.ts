import { isYamlMap, sameYaml, type YamlData, type YamlList } from "./data.ts";

/** For each new item the index of the old item it comes from, or -1 for a new one. Each old index is used once. */
export function matchItems(before: YamlList, after: YamlList): readonly number[] {
  return matchRows(before, after, sameYaml, identity);
}

/**
 * The same for any rows: equal ones first (the longest equal beginning and end, then anywhere), then the one at the same
 * place with the same identity, then any with the same identity, then, in a list that kept its length, the same place.
 */
export function matchRows<T>(
  before: readonly T[],
  after: readonly T[],
  same: (left: T, right: T) => boolean,
  identityOf: (item: T) => string,
): readonly number[] {
  const found = new Array<number>(after.length).fill(-1);
  const used = new Array<boolean>(before.length).fill(false);
  const pair = (to: number, from: number) => {
    found[to] = from;
    used[from] = true;
  };
  const both = Math.min(before.length, after.length);
  let head = 0;
  while (head < both && same(before[head] as T, after[head] as T)) pair(head, head++);
  let tail = 0;
  while (tail < both - head) {
    const from = before.length - 1 - tail;
    const to = after.length - 1 - tail;
    if (!same(before[from] as T, after[to] as T)) break;
    pair(to, from);
    tail += 1;
  }
  const open = () => range(head, after.length - tail).filter((to) => found[to] === -1);
  const free = () => range(head, before.length - tail).filter((from) => !used[from]);
  for (const to of open()) {
    const from = free().find((index) => same(before[index] as T, after[to] as T));
    if (from !== undefined) pair(to, from);
  }
  const here = (to: number) => to < before.length && used[to] === false;
  for (const to of open()) {
    if (here(to) && identityOf(before[to] as T) === identityOf(after[to] as T)) pair(to, to);
  }
  for (const to of open()) {
    const wanted = identityOf(after[to] as T);
    const from = free().find((index) => identityOf(before[index] as T) === wanted);
    if (from !== undefined) pair(to, from);
  }
  if (before.length === after.length) for (const to of open()) if (here(to)) pair(to, to);
  return found;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function identity(data: YamlData): string {
  if (!isYamlMap(data)) return typeof data === "string" ? data : "";
  const name = data.get("name") ?? data.get("key") ?? data.get("title") ?? data.get("expression");
  const type = data.get("type");
  return `${typeof name === "string" ? name : ""}\u0000${typeof type === "string" ? type : ""}`;
}
