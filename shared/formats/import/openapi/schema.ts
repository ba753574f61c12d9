import { flagOf, listAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { type Located, refOf } from "./documents.ts";
import type { References } from "./references.ts";

/** What a schema says once its references and `allOf` are joined. */
export interface SchemaView {
  /** Keywords with plain values; of several the outermost counts. */
  readonly keywords: YamlMap;
  readonly properties: ReadonlyMap<string, Located>;
  readonly required: ReadonlySet<string>;
  readonly items: Located | null;
  readonly prefixItems: readonly Located[];
  /** Schema of further properties; null: none is described. */
  readonly additional: Located | null;
  readonly oneOf: readonly Located[];
  readonly anyOf: readonly Located[];
  readonly discriminator: Located<YamlMap> | null;
  /** Last part of the reference it was reached by: the name of a schema; "" without. */
  readonly name: string;
  /** The schema's own map and those its chain of references passes: what makes it the same schema again. */
  readonly identity: readonly YamlMap[];
  /** False: a schema nothing fits (`false`). */
  readonly possible: boolean;
}

const empty: SchemaView = {
  keywords: new Map(),
  properties: new Map(),
  required: new Set(),
  items: null,
  prefixItems: [],
  additional: null,
  oneOf: [],
  anyOf: [],
  discriminator: null,
  name: "",
  identity: [],
  possible: true,
};

/** Keywords that hold schemas and are read apart. */
const structural = new Set([
  "$ref",
  "$dynamicRef",
  "$recursiveRef",
  "allOf",
  "oneOf",
  "anyOf",
  "properties",
  "required",
  "items",
  "prefixItems",
  "additionalProperties",
  "patternProperties",
  "discriminator",
  "$defs",
  "definitions",
]);

/** Reads schemas; each is looked at once. */
export function createSchemas(references: References): (schema: Located) => SchemaView {
  const views = new WeakMap<YamlMap, SchemaView>();

  const viewOf = (schema: Located, above: ReadonlySet<YamlMap>): SchemaView => {
    const { data, base } = schema;
    if (!isYamlMap(data)) return { ...empty, possible: data !== false };
    const known = views.get(data);
    if (known !== undefined) return known;
    // A schema that joins itself to itself says nothing new.
    if (above.has(data)) return empty;
    const within = new Set([...above, data]);
    const target = targetOf(data, base);
    const parts: SchemaView[] = target === null ? [] : [viewOf(target.value, within)];
    for (const part of listAt(data, "allOf")) parts.push(viewOf({ data: part, base }, within));
    const own = ownView(data, base);
    const joined = [...parts, own].reduce(join, empty);
    const [first] = parts;
    const view: SchemaView = {
      ...joined,
      name: target === null ? "" : target.name || (first?.name ?? ""),
      identity: [data, ...(target === null ? [] : (first?.identity ?? []))],
    };
    if (above.size === 0) views.set(data, view);
    return view;
  };

  const targetOf = (
    data: YamlMap,
    base: string,
  ): { readonly value: Located; readonly name: string } | null => {
    const ref = refOf(data) || textOf(data.get("$dynamicRef")) || textOf(data.get("$recursiveRef"));
    if (ref === "") return null;
    const value = references.follow(ref, base);
    return value === null ? null : { value, name: schemaName(ref) };
  };

  return (schema) => viewOf(schema, new Set());
}

/** The name a schema has by the reference to it: the last part of a pointer, or the name of the file. */
export function schemaName(ref: string): string {
  const [file = "", fragment = ""] = ref.split("#", 2);
  const last = (fragment === "" ? file : fragment).split("/").at(-1) ?? "";
  return fragment === "" ? last.replace(/\.(?:json|ya?ml)$/i, "") : last;
}

function ownView(data: YamlMap, base: string): SchemaView {
  const here = (value: YamlData): Located => ({ data: value, base });
  const properties = data.get("properties");
  const items = data.get("items");
  const additional = data.get("additionalProperties");
  const [pattern] = isYamlMap(data.get("patternProperties"))
    ? [...(data.get("patternProperties") as YamlMap).values()]
    : [];
  const more = isYamlMap(additional) || additional === true ? additional : (pattern ?? null);
  const discriminator = data.get("discriminator");
  return {
    ...empty,
    keywords: new Map([...data].filter(([key]) => !structural.has(key))),
    properties: isYamlMap(properties)
      ? new Map([...properties].map(([name, value]) => [name, here(value)]))
      : empty.properties,
    required: new Set(listAt(data, "required").map(textOf)),
    // Older drafts have a list of schemas here.
    items: isYamlMap(items) || items === true ? here(items) : null,
    prefixItems: (isYamlList(items) ? items : listAt(data, "prefixItems")).map(here),
    additional: more === null ? null : here(more),
    oneOf: listAt(data, "oneOf").map(here),
    anyOf: listAt(data, "anyOf").map(here),
    discriminator: isYamlMap(discriminator)
      ? { data: discriminator, base }
      : typeof discriminator === "string"
        ? { data: new Map([["propertyName", discriminator]]), base }
        : null,
  };
}

function join(outer: SchemaView, inner: SchemaView): SchemaView {
  if (outer === empty) return inner;
  return {
    keywords: new Map([...outer.keywords, ...inner.keywords]),
    properties: new Map([...outer.properties, ...inner.properties]),
    required: new Set([...outer.required, ...inner.required]),
    items: inner.items ?? outer.items,
    prefixItems: inner.prefixItems.length > 0 ? inner.prefixItems : outer.prefixItems,
    additional: inner.additional ?? outer.additional,
    oneOf: inner.oneOf.length > 0 ? inner.oneOf : outer.oneOf,
    anyOf: inner.anyOf.length > 0 ? inner.anyOf : outer.anyOf,
    discriminator: inner.discriminator ?? outer.discriminator,
    name: "",
    identity: [],
    possible: outer.possible && inner.possible,
  };
}

/** The type of a schema as far as it can be told; "" when anything fits. `null` counts only where it is alone. */
export function typeOf(view: SchemaView): string {
  const type = view.keywords.get("type");
  const types = (isYamlList(type) ? type : [type ?? ""]).map(textOf).filter((one) => one !== "");
  const [first] = types.filter((one) => one !== "null");
  if (first !== undefined) return first;
  if (types.length > 0) return "null";
  if (view.properties.size > 0 || view.additional !== null || view.discriminator !== null)
    return "object";
  if (view.items !== null || view.prefixItems.length > 0) return "array";
  const has = (...keys: readonly string[]) => keys.some((key) => view.keywords.has(key));
  if (has("pattern", "format", "minLength", "maxLength", "contentMediaType", "contentEncoding"))
    return "string";
  if (has("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"))
    return "number";
  return view.required.size > 0 ? "object" : "";
}

/** True for bytes: a file in a form, or a body that is no text. */
export function isBinary(view: SchemaView): boolean {
  const format = textOf(view.keywords.get("format"));
  const type = typeOf(view);
  if (type === "file") return true;
  if (type !== "string" && type !== "") return false;
  if (format === "binary") return true;
  const media = textOf(view.keywords.get("contentMediaType"));
  return (
    media !== "" &&
    !/^text\/|json$|xml$/.test(media) &&
    textOf(view.keywords.get("contentEncoding")) === ""
  );
}

export function isReadOnly(view: SchemaView): boolean {
  return flagOf(view.keywords.get("readOnly"));
}

export function isWriteOnly(view: SchemaView): boolean {
  return flagOf(view.keywords.get("writeOnly"));
}
