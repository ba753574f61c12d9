import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { ApiContext } from "./context.ts";
import type { ApiContent, ApiEncoding, ApiExample } from "./operation.ts";

/** The media types of a body or parameter, in order (OpenAPI 3, `content`). */
export function contentsOf(
  data: YamlData | undefined,
  base: string,
  context: ApiContext,
): readonly ApiContent[] {
  if (!isYamlMap(data)) return [];
  return [...data].flatMap(([mediaType, value]): readonly ApiContent[] => {
    // 3.2 lets a media type be a reference.
    const settled = context.references.settle({ data: value, base });
    if (settled === null) return [];
    const map = isYamlMap(settled.data) ? settled.data : new Map<string, YamlData>();
    const at = (key: string) =>
      map.has(key) ? { data: map.get(key) ?? null, base: settled.base } : null;
    return [
      {
        mediaType: mediaType.trim(),
        schema: at("schema"),
        itemSchema: at("itemSchema"),
        examples: firstExample(map, settled.base, context),
        encoding: encodingOf(mapAt(map, "encoding")),
      },
    ];
  });
}

function encodingOf(map: YamlMap): ReadonlyMap<string, ApiEncoding> {
  const found = new Map<string, ApiEncoding>();
  for (const [name, data] of map) {
    if (!isYamlMap(data)) continue;
    const style = textOf(data.get("style"));
    const explode = data.get("explode");
    found.set(name, {
      contentType: textOf(data.get("contentType")),
      style,
      explode: explode === undefined ? style === "" || style === "form" : flagOf(explode),
      allowReserved: flagOf(data.get("allowReserved")),
      headers: [...mapAt(data, "headers").keys()],
    });
  }
  return found;
}

/** `example`, or all of `examples`: OpenAPI's map of Example Objects, or a list as JSON Schema has it. */
export function firstExample(
  map: YamlMap,
  base: string,
  context: ApiContext,
): readonly ApiExample[] {
  const plain = { name: "", summary: "", text: null, elsewhere: "" };
  const examples = map.get("examples");
  const found: ApiExample[] = [];
  if (map.has("example")) found.push({ ...plain, value: map.get("example") ?? null });
  if (isYamlList(examples)) found.push(...examples.map((value) => ({ ...plain, value })));
  if (!isYamlMap(examples)) return found;
  for (const [name, data] of examples) {
    const settled = context.references.settle({ data, base });
    const inner = settled?.data;
    if (inner === undefined) continue;
    if (!isYamlMap(inner) || !isExampleObject(inner)) {
      found.push({ ...plain, name, value: inner });
      continue;
    }
    const text = inner.get("serializedValue");
    found.push({
      name,
      summary: textOf(inner.get("summary")),
      value: inner.has("dataValue") ? inner.get("dataValue") : inner.get("value"),
      text: typeof text === "string" ? text : null,
      elsewhere: textOf(inner.get("externalValue")),
    });
  }
  return found;
}

function isExampleObject(map: YamlMap): boolean {
  return (
    ["value", "externalValue", "dataValue", "serializedValue"].some((key) => map.has(key)) ||
    map.size === 0 ||
    map.has("summary")
  );
}
