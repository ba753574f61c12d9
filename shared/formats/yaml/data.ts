/** A number with its spelling: `00123`, `1e3` and integers of twenty digits survive. */
export interface YamlNumber {
  readonly number: number;
  readonly source: string;
}
export type YamlMap = ReadonlyMap<string, YamlData>;
export type YamlList = readonly YamlData[];
/** What a YAML text says, as plain immutable data. Maps, not objects: a key such as `__proto__` is only a key. */
export type YamlData = null | boolean | string | YamlNumber | YamlList | YamlMap;

export function isYamlMap(data: YamlData | undefined): data is YamlMap {
  return data instanceof Map;
}

export function isYamlList(data: YamlData | undefined): data is YamlList {
  return Array.isArray(data);
}

export function isYamlNumber(data: YamlData | undefined): data is YamlNumber {
  return typeof data === "object" && data !== null && "source" in data;
}

/** A number in its ordinary spelling. */
export function yamlNumber(value: number): YamlNumber {
  return { number: value, source: String(value) };
}

/** A map from entries; those that are undefined are left out. */
export function yamlMap(entries: readonly (readonly [string, YamlData | undefined])[]): YamlMap {
  const map = new Map<string, YamlData>();
  for (const [key, value] of entries) if (value !== undefined) map.set(key, value);
  return map;
}

/** Deep equality. Order of keys does not count, spelling of numbers does. */
export function sameYaml(left: YamlData | undefined, right: YamlData | undefined): boolean {
  if (left === right) return true;
  if (isYamlNumber(left)) return isYamlNumber(right) && left.source === right.source;
  if (isYamlList(left)) {
    return (
      isYamlList(right) &&
      left.length === right.length &&
      left.every((item, index) => sameYaml(item, right[index]))
    );
  }
  if (!isYamlMap(left) || !isYamlMap(right) || left.size !== right.size) return false;
  for (const [key, value] of left) {
    if (!right.has(key) || !sameYaml(value, right.get(key))) return false;
  }
  return true;
}
