import { flagOf, listAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import type { ApiContext } from "./context.ts";
import { contentsOf } from "./contents.ts";
import type { Located } from "./documents.ts";
import type { ApiBody, ApiContent, ApiEncoding } from "./operation.ts";
import { withoutRequired } from "./parameters.ts";
import { cleanDocs } from "./prose.ts";

/** Swagger 2 lists bodies among the parameters. */
export function isBodyParameter(parameter: YamlMap): boolean {
  return /^(?:body|formData)$/i.test(textOf(parameter.get("in")));
}

/** The body of an operation; null for none. */
export function bodyOf(
  { data, base }: Located<YamlMap>,
  parameters: readonly Located<YamlMap>[],
  root: Located<YamlMap>,
  context: ApiContext,
): ApiBody | null {
  if (context.version === 2) return swaggerBody(data, parameters, root);
  const given = data.get("requestBody");
  const settled = given === undefined ? null : context.references.settle({ data: given, base });
  if (settled === null || !isYamlMap(settled.data)) return null;
  return {
    required: flagOf(settled.data.get("required")),
    description: cleanDocs(settled.data.get("description")),
    contents: contentsOf(settled.data.get("content"), settled.base, context),
  };
}

function swaggerBody(
  data: YamlMap,
  parameters: readonly Located<YamlMap>[],
  root: Located<YamlMap>,
): ApiBody | null {
  const types = mediaTypes(data, root.data, "consumes");
  // An operation's own parameter replaces its path's.
  const body = parameters.findLast((one) => /^body$/i.test(textOf(one.data.get("in"))));
  if (body !== undefined) {
    const schema = { data: body.data.get("schema") ?? null, base: body.base };
    const example = body.data.get("x-example") ?? body.data.get("example");
    const [named] = [body.data.get("x-examples")].filter(isYamlMap);
    return {
      required: flagOf(body.data.get("required")),
      description: cleanDocs(body.data.get("description")),
      contents: (types.length === 0 ? ["application/json"] : types).map((mediaType) =>
        swaggerContent(mediaType, schema, named?.get(mediaType) ?? example),
      ),
    };
  }
  const fields = new Map(
    parameters
      .filter((one) => /^formData$/i.test(textOf(one.data.get("in"))))
      .map((one) => [textOf(one.data.get("name")), one] as const),
  );
  if (fields.size === 0) return null;
  const rows = [...fields.values()];
  const hasFile = rows.some((one) => textOf(one.data.get("type")) === "file");
  const multipart = hasFile || (types.includes("multipart/form-data") && !types.some(isUrlencoded));
  const forms = types.filter((type) => isUrlencoded(type) || type === "multipart/form-data");
  const mediaType = multipart ? "multipart/form-data" : "application/x-www-form-urlencoded";
  return {
    required: rows.some((one) => flagOf(one.data.get("required"))),
    description: "",
    contents: [
      { ...formContent(mediaType, rows) },
      ...(hasFile ? [] : forms.filter((type) => type !== mediaType)).map((type) =>
        formContent(type, rows),
      ),
    ],
  };
}

function isUrlencoded(type: string): boolean {
  return /^application\/x-www-form-urlencoded/i.test(type);
}

/** Fields of a form as the object schema that OpenAPI 3 has for them. */
function formContent(mediaType: string, fields: readonly Located<YamlMap>[]): ApiContent {
  const properties = fields.map(
    (field) => [textOf(field.data.get("name")), withoutRequired(field).data] as const,
  );
  const required = fields
    .filter((field) => flagOf(field.data.get("required")))
    .map((field) => textOf(field.data.get("name")));
  const encoding = new Map<string, ApiEncoding>();
  for (const { data } of fields) {
    const format = textOf(data.get("collectionFormat")) || "csv";
    const style = { ssv: "spaceDelimited", pipes: "pipeDelimited", tsv: "tabDelimited" }[format];
    if (textOf(data.get("type")) === "array")
      encoding.set(textOf(data.get("name")), {
        contentType: "",
        style: style ?? "form",
        explode: format === "multi",
        allowReserved: false,
        headers: [],
      });
  }
  const schema = new Map<string, YamlMap | readonly string[] | string>([
    ["type", "object"],
    ["properties", new Map(properties)],
    ["required", required],
  ]);
  return {
    mediaType,
    schema: { data: schema, base: fields[0]?.base ?? "" },
    itemSchema: null,
    examples: [],
    encoding,
  };
}

/** One media type of Swagger 2: they all share a schema. */
export function swaggerContent(
  mediaType: string,
  schema: Located | null,
  example: Located["data"] | undefined,
): ApiContent {
  return {
    mediaType,
    schema: schema?.data == null ? null : schema,
    itemSchema: null,
    examples:
      example === undefined || example === null
        ? []
        : [{ name: "", summary: "", value: example, text: null, elsewhere: "" }],
    encoding: new Map(),
  };
}

/** `consumes` or `produces` of the operation, else of the whole description. */
export function mediaTypes(operation: YamlMap, root: YamlMap, key: string): readonly string[] {
  const from = operation.has(key) ? operation : root;
  return listAt(from, key)
    .map((type) => textOf(type).trim())
    .filter((type) => type !== "");
}
