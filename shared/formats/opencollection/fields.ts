import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlList,
  type YamlMap,
} from "../yaml/data.ts";

const emptyMap: YamlMap = new Map();

/** The map under a key, or an empty one. */
export function mapAt(map: YamlMap, ...path: readonly string[]): YamlMap {
  let current = map;
  for (const key of path) {
    const next = current.get(key);
    if (!isYamlMap(next)) return emptyMap;
    current = next;
  }
  return current;
}

/** The list under a key, or an empty one. */
export function listAt(map: YamlMap, key: string): YamlList {
  const value = map.get(key);
  return isYamlList(value) ? value : [];
}

/** Any scalar as text; a number as it is spelled in the file (`00123`). Lists and maps give "". */
export function textOf(data: YamlData | undefined): string {
  if (typeof data === "string") return data;
  if (typeof data === "boolean") return String(data);
  return isYamlNumber(data) ? data.source : "";
}

/** OpenCollection's Text: a string, or `{content, type}`. */
export function proseOf(data: YamlData | undefined): string {
  return textOf(isYamlMap(data) ? data.get("content") : data);
}

/** True for `true`, `"true"` and `yes`-less spellings of it. */
export function flagOf(data: YamlData | undefined): boolean {
  return data === true || (typeof data === "string" && data.toLowerCase() === "true");
}

/**
 * A map with one key set, or removed when the value is undefined. A key that is there keeps its place; a new one goes
 * after the last of those that come before it in `order`.
 */
export function withField(
  map: YamlMap,
  key: string,
  value: YamlData | undefined,
  order: readonly string[],
): YamlMap {
  const next = new Map(map);
  if (value === undefined) {
    next.delete(key);
    return next;
  }
  if (next.has(key)) return next.set(key, value);
  const rank = order.indexOf(key);
  const earlier = new Set(rank < 0 ? [...map.keys()] : order.slice(0, rank));
  const keys = [...map.keys()];
  const at = keys.findLastIndex((other) => earlier.has(other)) + 1;
  const entries = [...map];
  return new Map([...entries.slice(0, at), [key, value], ...entries.slice(at)]);
}

/** The same inside a map of a map. A map that becomes empty by a removal goes too. */
export function withFieldIn(
  map: YamlMap,
  outer: string,
  key: string,
  value: YamlData | undefined,
  orders: { readonly outer: readonly string[]; readonly inner: readonly string[] },
): YamlMap {
  const inner = mapAt(map, outer);
  if (value === undefined && !inner.has(key)) return map;
  const next = withField(inner, key, value, orders.inner);
  const gone = next.size === 0 && value === undefined;
  return withField(map, outer, gone ? undefined : next, orders.outer);
}

/** A Text with other words: `{content, type}` keeps its type. */
export function withProse(old: YamlData | undefined, prose: string): YamlData | undefined {
  if (prose === "") return undefined;
  return isYamlMap(old) ? withField(old, "content", prose, ["content", "type"]) : prose;
}

/** Deep equality of plain model data; an absent property equals an undefined one. */
export function sameModel(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null)
    return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameModel(item, right[index]))
    );
  }
  const a = left as Readonly<Record<string, unknown>>;
  const b = right as Readonly<Record<string, unknown>>;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameModel(a[key], b[key]));
}

/** The order Bruno writes top-level keys of each kind of file in. */
export const order = {
  request: [
    "info",
    "http",
    "graphql",
    "grpc",
    "websocket",
    "runtime",
    "settings",
    "examples",
    "docs",
    "app",
    "extensions",
  ],
  info: ["name", "type", "seq", "tags", "description"],
  http: ["method", "url", "headers", "params", "body", "message", "auth"],
  runtime: ["variables", "scripts", "assertions", "actions"],
  settings: [
    "encodeUrl",
    "timeout",
    "followRedirects",
    "maxRedirects",
    "forwardAuthorizationHeader",
    "keepAliveInterval",
    "omitHeaders",
  ],
  folder: ["info", "request", "docs", "extensions"],
  root: ["opencollection", "info", "config", "items", "request", "docs", "bundled", "extensions"],
  config: ["environments", "protobuf", "proxy", "clientCertificates"],
  defaults: ["headers", "metadata", "auth", "variables", "scripts", "actions", "settings"],
  environment: [
    "name",
    "color",
    "description",
    "variables",
    "externalSecrets",
    "clientCertificates",
  ],
  row: ["secret", "name", "type", "value", "contentType", "description", "disabled"],
  param: ["name", "value", "type", "description", "disabled"],
} as const;
