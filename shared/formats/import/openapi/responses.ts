import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { mediaTypes, swaggerContent } from "./body.ts";
import type { ApiContext } from "./context.ts";
import { contentsOf, firstExample } from "./contents.ts";
import type { Located } from "./documents.ts";
import type { ApiContent, ApiHeader, ApiResponse } from "./operation.ts";
import { withoutRequired } from "./parameters.ts";
import { cleanDocs, oneLine } from "./prose.ts";

/** What an operation may answer, in order. */
export function responsesOf(
  { data, base }: Located<YamlMap>,
  root: Located<YamlMap>,
  context: ApiContext,
): readonly ApiResponse[] {
  return [...mapAt(data, "responses")].flatMap(([status, value]): readonly ApiResponse[] => {
    if (status.startsWith("x-")) return [];
    const settled = context.references.settle({ data: value, base });
    if (settled === null || !isYamlMap(settled.data)) return [];
    const map = settled.data;
    const contents =
      context.version === 2
        ? swaggerContents(map, settled.base, mediaTypes(data, root.data, "produces"))
        : contentsOf(map.get("content"), settled.base, context);
    return [
      {
        status: status.toUpperCase() === "DEFAULT" ? "default" : status.toUpperCase(),
        summary: oneLine(textOf(map.get("summary"))),
        description: cleanDocs(map.get("description")),
        headers: headersOf(map.get("headers"), settled.base, context),
        contents,
        links: mapAt(map, "links"),
      },
    ];
  });
}

function swaggerContents(
  map: YamlMap,
  base: string,
  types: readonly string[],
): readonly ApiContent[] {
  const schema = map.has("schema") ? { data: map.get("schema") ?? null, base } : null;
  const examples = map.get("examples");
  const byType = isYamlMap(examples) ? examples : new Map<string, YamlData>();
  const given = [...byType.keys()].filter((key) => key.includes("/"));
  const names = [...new Set([...given, ...types])];
  if (schema === null && given.length === 0) return [];
  return (names.length === 0 ? ["application/json"] : names).map((type) =>
    swaggerContent(type, schema, byType.get(type)),
  );
}

function headersOf(
  data: YamlData | undefined,
  base: string,
  context: ApiContext,
): readonly ApiHeader[] {
  if (!isYamlMap(data)) return [];
  return [...data].flatMap(([name, value]): readonly ApiHeader[] => {
    const settled = context.references.settle({ data: value, base });
    // The media type says it (OpenAPI 3.0 §4.7.17).
    if (settled === null || !isYamlMap(settled.data) || /^content-type$/i.test(name)) return [];
    const map = { ...settled, data: settled.data };
    const [content] = contentsOf(map.data.get("content"), map.base, context);
    const schema = map.data.get("schema");
    const [example] = firstExample(map.data, map.base, context);
    return [
      {
        name,
        description: cleanDocs(map.data.get("description")),
        schema:
          schema !== undefined
            ? { data: schema, base: map.base }
            : (content?.schema ?? (context.version === 2 ? withoutRequired(map) : null)),
        example: example?.value ?? example?.text ?? content?.examples[0]?.value,
      },
    ];
  });
}
