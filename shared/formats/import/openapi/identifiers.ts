import { textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData } from "../../yaml/data.ts";

/** What a document's parts are called besides their place in it (JSON Schema 2020-12 §8.2, OpenAPI 3.2 `$self`). */
export interface Identifiers {
  /** `$self`, "" without. */
  readonly self: string;
  /** `$id` → schema. */
  readonly ids: ReadonlyMap<string, YamlData>;
  /** `$anchor` and `$dynamicAnchor` → schema. */
  readonly anchors: ReadonlyMap<string, YamlData>;
}

/** Looks through a document once. The first of two equal names counts. */
export function createIdentifiers(data: YamlData): Identifiers {
  const ids = new Map<string, YamlData>();
  const anchors = new Map<string, YamlData>();
  const note = (map: Map<string, YamlData>, name: string, value: YamlData) => {
    if (name !== "" && !map.has(name)) map.set(name, value);
  };
  const walk = (value: YamlData, depth: number): void => {
    if (depth > 200) return;
    if (isYamlList(value)) for (const item of value) walk(item, depth + 1);
    if (!isYamlMap(value)) return;
    note(ids, idOf(value.get("$id")).replace(/#$/, ""), value);
    note(anchors, idOf(value.get("$anchor")), value);
    note(anchors, idOf(value.get("$dynamicAnchor")), value);
    for (const item of value.values()) walk(item, depth + 1);
  };
  walk(data, 0);
  return { self: isYamlMap(data) ? textOf(data.get("$self")) : "", ids, anchors };
}

/** A property may be called `$id` too: then it is a schema, not a text. */
function idOf(data: YamlData | undefined): string {
  return typeof data === "string" ? data : "";
}
