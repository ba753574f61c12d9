import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { mapsOf } from "../loose.ts";
import type { Field, GraphqlSchema, GraphqlType, InputValue, TypeRef } from "./schema.ts";

/** The `__schema` of an introspection reply, wherever it is kept; null when there is none. */
export function introspected(data: YamlData): YamlMap | null {
  if (!isYamlMap(data)) return null;
  for (const path of [["data", "__schema"], ["__schema"]]) {
    const found = mapAt(data, ...path);
    if (mapsOf(found.get("types")).length > 0) return found;
  }
  return null;
}

const kinds: ReadonlyMap<string, GraphqlType["kind"]> = new Map([
  ["OBJECT", "object"],
  ["INTERFACE", "interface"],
  ["UNION", "union"],
  ["ENUM", "enum"],
  ["INPUT_OBJECT", "input"],
  ["SCALAR", "scalar"],
]);

/** A schema from an introspection reply (October 2021 specification, 4). Types of introspection itself are left out. */
export function readIntrospection(schema: YamlMap): GraphqlSchema {
  const types = new Map<string, GraphqlType>();
  for (const type of mapsOf(schema.get("types"))) {
    const name = textOf(type.get("name"));
    const kind = kinds.get(textOf(type.get("kind")));
    if (name === "" || kind === undefined || name.startsWith("__")) continue;
    types.set(name, {
      kind,
      name,
      description: textOf(type.get("description")),
      fields: mapsOf(type.get("fields")).map(fieldOf),
      inputs: mapsOf(type.get("inputFields")).map(inputOf),
      values: mapsOf(type.get("enumValues")).map((value) => textOf(value.get("name"))),
      possible: mapsOf(type.get("possibleTypes")).map((one) => textOf(one.get("name"))),
    });
  }
  const root = (key: string): string | null => textOf(mapAt(schema, key).get("name")) || null;
  return {
    types,
    description: textOf(schema.get("description")),
    query: root("queryType"),
    mutation: root("mutationType"),
    subscription: root("subscriptionType"),
  };
}

function fieldOf(field: YamlMap): Field {
  const isDeprecated = flagOf(field.get("isDeprecated"));
  return {
    name: textOf(field.get("name")),
    description: textOf(field.get("description")),
    deprecated: isDeprecated
      ? textOf(field.get("deprecationReason")) || "No longer supported"
      : null,
    type: typeRef(mapAt(field, "type"), 0),
    args: mapsOf(field.get("args")).map(inputOf),
  };
}

function inputOf(input: YamlMap): InputValue {
  const standard = input.get("defaultValue");
  return {
    name: textOf(input.get("name")),
    description: textOf(input.get("description")),
    type: typeRef(mapAt(input, "type"), 0),
    standard: typeof standard === "string" ? standard : null,
  };
}

function typeRef(type: YamlMap, depth: number): TypeRef {
  const kind = textOf(type.get("kind"));
  if (depth < 50 && kind === "NON_NULL")
    return { kind: "required", of: typeRef(mapAt(type, "ofType"), depth + 1) };
  if (depth < 50 && kind === "LIST")
    return { kind: "list", of: typeRef(mapAt(type, "ofType"), depth + 1) };
  return { kind: "named", name: textOf(type.get("name")) || "String" };
}
