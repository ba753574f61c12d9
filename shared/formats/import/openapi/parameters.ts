import { flagOf, listAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { cleanDocs } from "./prose.ts";
import type { ApiContext } from "./context.ts";
import type { Located } from "./documents.ts";
import { contentsOf, firstExample } from "./contents.ts";
import type { ApiParameter, ParameterPlace } from "./operation.ts";

const places: readonly ParameterPlace[] = ["path", "query", "header", "cookie", "querystring"];

/** Maps of a list of parameters or references to them, settled. What refers to nothing is left out, with a note. */
export function settledList(
  data: YamlData | undefined,
  base: string,
  context: ApiContext,
): readonly Located<YamlMap>[] {
  const map = new Map([["list", data ?? null]]);
  return listAt(map, "list").flatMap((item) => {
    const settled = context.references.settle({ data: item, base });
    return settled !== null && isYamlMap(settled.data) ? [{ ...settled, data: settled.data }] : [];
  });
}

/** Parameters of a path and an operation; the operation's replace those of the same place and name. Body parameters are not among them. */
export function parametersOf(
  path: readonly Located<YamlMap>[],
  operation: readonly Located<YamlMap>[],
  context: ApiContext,
): readonly ApiParameter[] {
  const found = new Map<string, ApiParameter>();
  for (const located of [...path, ...operation]) {
    const parameter = parameterOf(located, context);
    if (parameter !== null) found.set(`${parameter.place} ${parameter.name}`, parameter);
  }
  return [...found.values()];
}

function parameterOf(located: Located<YamlMap>, context: ApiContext): ApiParameter | null {
  const { data, base } = located;
  const given = textOf(data.get("in")).trim();
  const place = places.find((one) => one.toLowerCase() === given.toLowerCase());
  const name = textOf(data.get("name")).trim();
  if (place === undefined || (name === "" && place !== "querystring")) return null;
  const common = {
    name,
    place,
    required: flagOf(data.get("required")) || place === "path",
    deprecated: flagOf(data.get("deprecated")),
    description: cleanDocs(data.get("description")),
  };
  return context.version === 2
    ? { ...common, ...swaggerForm(located, place) }
    : { ...common, ...openApiForm(data, base, place, context) };
}

type Form = Omit<ApiParameter, "name" | "place" | "required" | "deprecated" | "description">;

function openApiForm(
  data: YamlMap,
  base: string,
  place: ParameterPlace,
  context: ApiContext,
): Form {
  const style =
    textOf(data.get("style")) || (place === "query" || place === "cookie" ? "form" : "simple");
  const explode = data.get("explode");
  const [content] = contentsOf(data.get("content"), base, context);
  const schema = data.get("schema");
  const [example] = firstExample(data, base, context);
  return {
    style,
    // RFC 6570's default for forms (and 3.2's cookie style).
    explode: explode === undefined ? style === "form" || style === "cookie" : flagOf(explode),
    allowReserved: flagOf(data.get("allowReserved")),
    schema: content?.schema ?? (schema === undefined ? null : { data: schema, base }),
    mediaType: content?.mediaType ?? "",
    example: example?.value ?? example?.text ?? content?.examples[0]?.value,
  };
}

const formats: ReadonlyMap<string, string> = new Map([
  ["ssv", "spaceDelimited"],
  ["tsv", "tabDelimited"],
  ["pipes", "pipeDelimited"],
]);

/** Swagger 2 keeps a parameter's type beside its name. */
function swaggerForm(located: Located<YamlMap>, place: ParameterPlace): Form {
  const { data } = located;
  const format = textOf(data.get("collectionFormat"));
  return {
    style: formats.get(format) ?? (place === "query" ? "form" : "simple"),
    explode: format === "multi",
    allowReserved: false,
    schema: data.has("schema")
      ? { data: data.get("schema") ?? null, base: located.base }
      : withoutRequired(located),
    mediaType: "",
    example: data.get("x-example") ?? data.get("example") ?? undefined,
  };
}

/** `required: true` of a parameter is no list of required properties. */
export function withoutRequired(located: Located<YamlMap>): Located<YamlMap> {
  return {
    ...located,
    data: new Map([...located.data].filter(([key]) => key !== "required" && key !== "name")),
  };
}
