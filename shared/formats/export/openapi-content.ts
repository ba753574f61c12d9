import { headerValue } from "../../model/header.ts";
import type { MultipartPart, RequestBody, Row } from "../../model/request.ts";
import { graphqlJson } from "../graphql/over-http.ts";
import { readJson } from "../import/read-json.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../yaml/data.ts";
import type { Example } from "./exported.ts";

/** The body of an operation; undefined for none. */
export function bodyOf(
  body: RequestBody,
  contentType: string,
  left: (what: string) => void,
): YamlData | undefined {
  const as = (usual: string, media: YamlMap) =>
    yamlMap([
      ["required", true],
      ["content", new Map([[contentType || usual, media]])],
    ]);
  switch (body.kind) {
    case "none":
      return undefined;
    case "json":
      return as("application/json", jsonMedia(body.text));
    case "xml":
    case "text":
    case "sparql": {
      const types = {
        xml: "application/xml",
        text: "text/plain",
        sparql: "application/sparql-query",
      };
      return as(
        types[body.kind],
        yamlMap([
          ["schema", yamlMap([["type", "string"]])],
          ["example", body.text],
        ]),
      );
    }
    case "form":
      return as(
        "application/x-www-form-urlencoded",
        formMedia(body.rows.map((row) => ({ row, schema: text }))),
      );
    case "multipart":
      return yamlMap([
        ["required", true],
        ["content", new Map([["multipart/form-data", multipartMedia(body.parts)]])],
      ]);
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      const type = chosen?.contentType || "application/octet-stream";
      return as(type, yamlMap([["schema", binary]]));
    }
    case "graphql":
      return as("application/json", jsonMedia(graphqlJson(body)));
    case "other":
      left(`A body of the kind ${body.type}`);
      return undefined;
  }
}

const text = yamlMap([["type", "string"]]);
const binary = yamlMap([
  ["type", "string"],
  ["format", "binary"],
]);

function jsonMedia(source: string): YamlMap {
  const { data, problem } = readJson(source);
  if (problem !== null) return yamlMap([["example", source]]);
  return yamlMap([
    ["schema", schemaOf(data, 0)],
    ["example", data],
  ]);
}

/** What a value says of its schema. */
function schemaOf(data: YamlData, depth: number): YamlMap {
  if (data === null) return new Map();
  if (isYamlNumber(data))
    return yamlMap([["type", Number.isInteger(data.number) ? "integer" : "number"]]);
  if (typeof data === "boolean") return yamlMap([["type", "boolean"]]);
  if (typeof data === "string") return text;
  if (depth > 20) return new Map();
  if (isYamlList(data)) {
    const [first] = data;
    return yamlMap([
      ["type", "array"],
      ["items", first === undefined ? new Map() : schemaOf(first, depth + 1)],
    ]);
  }
  const properties = new Map<string, YamlData>();
  if (isYamlMap(data))
    for (const [key, value] of data) properties.set(key, schemaOf(value, depth + 1));
  return yamlMap([
    ["type", "object"],
    ["properties", properties.size === 0 ? undefined : properties],
  ]);
}

interface FormField {
  readonly row: Pick<Row, "name" | "value" | "description" | "disabled">;
  readonly schema: YamlMap;
}

/** Fields of a form. Of several of one name the schema is a list. */
function formMedia(fields: readonly FormField[]): YamlMap {
  const byName = new Map<string, FormField[]>();
  for (const field of fields)
    byName.set(field.row.name, [...(byName.get(field.row.name) ?? []), field]);
  const properties = [...byName].map(([name, [first, ...more]]) => {
    const own = first?.schema ?? text;
    const values = [first, ...more].map((field) => field?.row.value ?? "");
    const isBytes = own.has("format");
    const schema =
      more.length === 0
        ? own
        : yamlMap([
            ["type", "array"],
            ["items", own],
          ]);
    const example = more.length === 0 ? (values[0] ?? "") : values;
    return [
      name,
      yamlMap([
        ...schema,
        ["description", first?.row.description || undefined],
        ["example", isBytes ? undefined : example],
      ]),
    ] as const;
  });
  const required = [...byName]
    .filter(([, [first]]) => first?.row.disabled !== true)
    .map(([name]) => name);
  return yamlMap([
    [
      "schema",
      yamlMap([
        ["type", "object"],
        ["properties", new Map(properties)],
        ["required", required.length === 0 ? undefined : required],
      ]),
    ],
  ]);
}

function multipartMedia(parts: readonly MultipartPart[]): YamlMap {
  const media = formMedia(
    parts.map((part) => ({ row: part, schema: part.kind === "file" ? binary : text })),
  );
  const encoding = parts
    .filter(({ contentType = "" }) => contentType !== "")
    .map(({ name, contentType = "" }) => [name, yamlMap([["contentType", contentType]])] as const);
  return encoding.length === 0
    ? media
    : new Map<string, YamlData>([...media, ["encoding", new Map(encoding)]]);
}

const types: Readonly<Record<string, string>> = {
  json: "application/json",
  xml: "application/xml",
  html: "text/html",
  text: "text/plain",
};

/** Saved replies by status; undefined where none is saved. */
export function responsesOf(examples: readonly Example[]): YamlData | undefined {
  const byStatus = new Map<string, Example[]>();
  for (const example of examples) {
    const range = /^([1-5]XX)\b/.exec(example.name)?.[1];
    const status = range ?? (example.status > 0 ? `${example.status}` : "default");
    byStatus.set(status, [...(byStatus.get(status) ?? []), example]);
  }
  if (byStatus.size === 0) return undefined;
  return new Map(
    [...byStatus].map(([status, list]) => [status, responseOf(status, list)] as const),
  );
}

function responseOf(status: string, list: readonly Example[]): YamlData {
  const [first] = list;
  const name = (example: Example) => example.name.replace(new RegExp(`^${status}\\s*`), "");
  const headers = new Map(
    list.flatMap((example) =>
      example.headers
        .filter((row) => !/^content-type$/i.test(row.name))
        .map((row) => [row.name, headerOf(row)] as const),
    ),
  );
  const byType = new Map<string, Example[]>();
  for (const example of list) {
    const fields = example.headers.map((row) => [row.name, row.value] as const);
    const given = headerValue(fields, "content-type") ?? types[example.bodyType] ?? "";
    if (given !== "" && (example.body !== "" || example.bodyType !== ""))
      byType.set(given, [...(byType.get(given) ?? []), example]);
  }
  const content = [...byType].map(([type, some]) => [type, mediaOf(some, name)] as const);
  const said = first === undefined ? "" : name(first) || first.statusText;
  return yamlMap([
    ["description", said || "Response"],
    ["headers", headers.size === 0 ? undefined : headers],
    ["content", content.length === 0 ? undefined : new Map(content)],
  ]);
}

function headerOf(row: Row): YamlData {
  return yamlMap([
    ["description", row.description || undefined],
    ["schema", text],
    ["example", row.value],
  ]);
}

function mediaOf(list: readonly Example[], name: (example: Example) => string): YamlMap {
  const value = (example: Example): YamlData => {
    const { data, problem } = readJson(example.body);
    return example.bodyType === "json" && problem === null ? data : example.body;
  };
  const [first] = list;
  const schema = first === undefined ? new Map() : schemaOf(value(first), 0);
  if (first === undefined || list.length === 1)
    return yamlMap([
      ["schema", schema],
      ["example", first === undefined ? undefined : value(first)],
    ]);
  const examples = new Map<string, YamlData>();
  for (const example of list) {
    let key = name(example) || "example";
    while (examples.has(key)) key += " 2";
    examples.set(key, yamlMap([["value", value(example)]]));
  }
  return yamlMap([
    ["schema", schema],
    ["examples", examples],
  ]);
}
