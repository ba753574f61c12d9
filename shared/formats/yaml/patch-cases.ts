import { isYamlList, isYamlMap, type YamlData, yamlNumber } from "./data.ts";

/** A copy of data with the value at a path replaced, added or (undefined) removed. */
export function withKey(
  data: YamlData,
  path: readonly (string | number)[],
  value: YamlData | undefined,
): YamlData {
  const [first, ...rest] = path;
  if (first === undefined) return value ?? null;
  if (typeof first === "number") {
    const list = isYamlList(data) ? [...data] : [];
    if (rest.length === 0 && value === undefined) list.splice(first, 1);
    else list[first] = withKey(list[first] ?? null, rest, value);
    return list;
  }
  const map = new Map(isYamlMap(data) ? data : []);
  if (rest.length === 0 && value === undefined) map.delete(first);
  else map.set(first, withKey(map.get(first) ?? null, rest, value));
  return map;
}

/** Lines removed plus lines added between two texts (longest common subsequence, line ends count). */
export function changedLines(before: string, after: string): number {
  const left = before.split("\n");
  const right = after.split("\n");
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  ) {
    tail += 1;
  }
  const a = left.slice(head, left.length - tail);
  const b = right.slice(head, right.length - tail);
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (let at = 0; at < b.length; at += 1) {
      next.push(b[at] === line ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return a.length + b.length - 2 * (row[b.length] ?? 0);
}

/** Numbers in [0, limit), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

const strings = [
  "x",
  "",
  "two words",
  " lead",
  "a: b",
  "# no",
  "yes",
  "12",
  "l1\nl2",
  "l1\n\n  l2\n",
  "- a",
  "é✓",
  "\t",
];

/** Data with one random thing changed, added, removed or moved. */
export function mutate(data: YamlData, random: (limit: number) => number): YamlData {
  const fresh = (): YamlData => {
    const kind = random(8);
    if (kind === 0) return yamlNumber(random(1000));
    if (kind === 1) return random(2) === 0;
    if (kind === 2) return null;
    if (kind === 3)
      return new Map<string, YamlData>([
        ["name", strings[random(strings.length)] ?? ""],
        ["value", "v"],
      ]);
    if (kind === 4) return ["a", strings[random(strings.length)] ?? ""];
    return strings[random(strings.length)] ?? "";
  };
  if (isYamlMap(data) && data.size > 0 && random(8) !== 0) {
    const keys = [...data.keys()];
    const key = keys[random(keys.length)] ?? "";
    const choice = random(6);
    if (choice === 0) return withKey(data, [key], undefined);
    if (choice === 1) return withKey(data, [`new${random(100)}`], fresh());
    return withKey(data, [key], mutate(data.get(key) ?? null, random));
  }
  if (isYamlList(data) && data.length > 0 && random(8) !== 0) {
    const at = random(data.length);
    const choice = random(6);
    if (choice === 0) return data.filter((_, index) => index !== at);
    if (choice === 1) return [...data.slice(0, at), fresh(), ...data.slice(at)];
    if (choice === 2) return [...data].reverse();
    return withKey(data, [at], mutate(data[at] ?? null, random));
  }
  return fresh();
}
