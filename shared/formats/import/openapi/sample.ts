import { isSecretName } from "../secret-signs.ts";
import { listAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { readJson } from "../read-json.ts";
import type { Located } from "./documents.ts";
import { numberSample, stringSample } from "./scalar-sample.ts";
import { isReadOnly, isWriteOnly, schemaName, type SchemaView, typeOf } from "./schema.ts";

/** What a value is made up for: requests leave out what only the server writes, responses what only clients write. */
export type Direction = "request" | "response";

export interface Samples {
  /** A value that fits a schema, by its examples where it has them; undefined: none can be made up. */
  of(schema: Located, direction: Direction): YamlData | undefined;
  /** The first of `example`, `examples`, `const`, `default` and `enum`; undefined: there is none. */
  given(view: SchemaView): YamlData | undefined;
  readonly view: (schema: Located) => SchemaView;
  /** Names of schemas that hold themselves and were cut. */
  readonly circular: ReadonlySet<string>;
}

/** Values in one made-up value, and how deep: a larger one is made again, less deep. */
const mostValues: Readonly<Record<Direction, number>> = { request: 2000, response: 400 };
const depths = [10, 7, 5, 4, 3, 2] as const;

export function createSamples(view: (schema: Located) => SchemaView): Samples {
  const circular = new Set<string>();
  const made = new Map<Direction, Map<YamlData, YamlData | undefined>>([
    ["request", new Map()],
    ["response", new Map()],
  ]);
  const of = (schema: Located, direction: Direction): YamlData | undefined => {
    const { identity } = view(schema);
    const key = identity.at(-1) ?? schema.data;
    const known = made.get(direction);
    if (identity.length > 0 && identity.length < 3 && known?.has(key) === true)
      return known.get(key);
    let result: YamlData | undefined;
    for (const depth of depths) {
      const attempt = createAttempt(view, direction, depth, mostValues[direction], circular);
      result = attempt.of(schema);
      if (!attempt.full()) break;
    }
    if (identity.length > 0 && identity.length < 3) known?.set(key, result);
    return result;
  };
  return { of, given, view, circular };
}

interface Attempt {
  of(schema: Located): YamlData | undefined;
  full(): boolean;
}

function createAttempt(
  view: (schema: Located) => SchemaView,
  direction: Direction,
  deepest: number,
  most: number,
  circular: Set<string>,
): Attempt {
  const open = new Set<YamlMap>();
  let count = 0;

  const valueOf = (schema: Located, depth: number): YamlData | undefined => {
    const seen = view(schema);
    if (!seen.possible) return undefined;
    if (seen.identity.some((map) => open.has(map))) {
      if (seen.name !== "") circular.add(seen.name);
      return undefined;
    }
    count += 1;
    if (count > most) return undefined;
    for (const map of seen.identity) open.add(map);
    const value = ofView(seen, depth);
    for (const map of seen.identity) open.delete(map);
    return value;
  };

  const ofView = (seen: SchemaView, depth: number): YamlData | undefined => {
    const ready = given(seen);
    if (ready !== undefined) return ready;
    const type = typeOf(seen);
    const choice = chosen(seen, depth);
    if (choice !== undefined && !(isYamlMap(choice) && seen.properties.size > 0)) return choice;
    switch (type) {
      case "object":
        return objectOf(seen, depth, isYamlMap(choice) ? choice : new Map());
      case "array":
        return arrayOf(seen, depth);
      case "string":
      case "file":
        return stringSample(seen.keywords);
      case "integer":
      case "number":
        return numberSample(seen.keywords);
      case "boolean":
        return true;
      case "":
        return isYamlMap(choice)
          ? choice
          : seen.oneOf.length + seen.anyOf.length > 0
            ? undefined
            : null;
      default:
        return null;
    }
  };

  /** The first alternative that can be made up; one that says "null" only when there is no other. */
  const chosen = (seen: SchemaView, depth: number): YamlData | undefined => {
    for (const list of [seen.oneOf, seen.anyOf]) {
      const ranked = list.toSorted((left, right) => rank(left) - rank(right));
      for (const schema of ranked) {
        const value = valueOf(schema, depth);
        if (value === undefined) continue;
        const { discriminator } = seen;
        if (discriminator === null || !isYamlMap(value)) return value;
        return discriminated(value, discriminator.data, view(schema).name, true);
      }
    }
    return undefined;
  };
  const rank = (schema: Located): number => (typeOf(view(schema)) === "null" ? 1 : 0);

  const objectOf = (seen: SchemaView, depth: number, start: YamlMap): YamlData | undefined => {
    if (depth >= deepest) return undefined;
    const map = new Map<string, YamlData>();
    for (const [name, schema] of seen.properties) {
      const inner = view(schema);
      if (direction === "request" ? isReadOnly(inner) : isWriteOnly(inner)) continue;
      const value = valueOf(schema, depth + 1);
      if (value !== undefined) map.set(name, value);
      else if (seen.required.has(name)) map.set(name, emptyOf(inner));
    }
    for (const [key, value] of start) if (value !== null || !map.has(key)) map.set(key, value);
    for (const name of seen.required)
      if (!map.has(name) && !seen.properties.has(name)) map.set(name, null);
    if (seen.additional !== null && seen.properties.size === 0 && map.size === 0) {
      const value = valueOf(seen.additional, depth + 1);
      if (value !== undefined) map.set("additionalProp1", value);
    }
    return seen.discriminator === null
      ? map
      : discriminated(map, seen.discriminator.data, seen.name, false);
  };

  /** The property that names the schema, where it has no value of its own. */
  const discriminated = (
    map: YamlMap,
    discriminator: YamlMap,
    name: string,
    force: boolean,
  ): YamlMap => {
    const property = textOf(discriminator.get("propertyName"));
    const old = map.get(property);
    const plain = old === undefined || old === null || old === "string";
    if (property === "" || name === "" || !(plain || (force && old === undefined))) return map;
    const mapping = discriminator.get("mapping");
    const entries = isYamlMap(mapping) ? [...mapping] : [];
    const named = entries.find(([, target]) => schemaName(textOf(target)) === name);
    return new Map([...map, [property, named?.[0] ?? name]]);
  };

  const arrayOf = (seen: SchemaView, depth: number): YamlData | undefined => {
    if (depth >= deepest) return undefined;
    if (seen.prefixItems.length > 0)
      return seen.prefixItems.flatMap((item) => valueOf(item, depth + 1) ?? []);
    if (seen.items === null) return [];
    const item = valueOf(seen.items, depth + 1);
    return item === undefined ? [] : [item];
  };

  return { of: (schema) => valueOf(schema, 0), full: () => count > most };
}

function emptyOf(view: SchemaView): YamlData {
  const type = typeOf(view);
  if (type === "object") return new Map();
  return type === "array" ? [] : null;
}

function given(view: SchemaView): YamlData | undefined {
  const { keywords } = view;
  const type = typeOf(view);
  const list = keywords.get("examples");
  const examples = isYamlList(list) ? list : [];
  const values = [
    keywords.get("example") ?? undefined,
    keywords.get("x-example") ?? undefined,
    ...examples.slice(0, 1),
    keywords.get("const"),
    keywords.get("default") ?? undefined,
    listAt(keywords, "enum").find((value) => value !== null),
  ];
  const found = values.find((value) => value !== undefined);
  // Examples of objects are often written as JSON in a text.
  if (typeof found === "string" && (type === "object" || type === "array")) {
    const { data, problem } = readJson(found);
    return problem === null && (isYamlMap(data) || isYamlList(data)) ? data : undefined;
  }
  return found;
}

/** A made-up text of a field that is named like a secret would be taken for one: it stays empty. */
export function withoutMadeUpSecret(name: string, text: string, made: boolean): string {
  return made && isSecretName(name) ? "" : text;
}
