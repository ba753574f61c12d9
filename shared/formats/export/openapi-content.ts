import { sentJson } from "../json/comments.ts";
import { headerValue } from "../../model/header.ts";
import { isJsonType, parseMediaType } from "../../model/media-type.ts";
import type { MultipartPart, RequestBody, Row } from "../../model/request.ts";
import { graphqlJson } from "../graphql/over-http.ts";
import { cleanDocs, oneLine } from "../import/openapi/prose.ts";
import { reasonOf } from "../import/openapi/reason.ts";
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

/** The body of an operation; undefined for none. `contentType`: the request's own, "" for none. */
export function bodyOf(
  body: RequestBody,
  contentType: string,
  left: (what: string) => void,
): YamlData | undefined {
  const as = (type: string, media: YamlMap) =>
    yamlMap([
      ["required", true],
      ["content", new Map([[type, media]])],
    ]);
  switch (body.kind) {
    case "none":
      return undefined;
    case "json":
      return textBody(sentJson(body.text), contentType || usual.json, as, left);
    case "xml":
    case "text":
    case "sparql":
      return textBody(body.text, contentType || usual[body.kind], as, left);
    case "form":
      return as(form, formMedia(body.rows.map((row) => ({ row, schema: text }))));
    case "multipart":
      return as("multipart/form-data", multipartMedia(body.parts, left));
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      if (chosen !== undefined && chosen.path !== "") left("The file of the body");
      const type = chosen?.contentType || contentType || "application/octet-stream";
      return as(type, yamlMap([["schema", binary]]));
    }
    case "graphql":
      return textBody(graphqlJson(body), contentType || usual.json, as, left);
    case "websocket":
      return undefined;
    case "other":
      left(`A body of the kind ${body.type}`);
      return undefined;
  }
}

const form = "application/x-www-form-urlencoded";
const usual = {
  json: "application/json",
  xml: "application/xml",
  text: "text/plain",
  sparql: "application/sparql-query",
} as const;

/** A body by what its media type makes of it. */
function textBody(
  source: string,
  type: string,
  as: (type: string, media: YamlMap) => YamlData,
  left: (what: string) => void,
): YamlData | undefined {
  const { essence } = parseMediaType(type);
  if (isJsonType(essence)) return as(type, jsonMedia(source));
  if (essence === form) {
    const rows = [...new URLSearchParams(source)].map(([name, value]) => ({ name, value }));
    return as(form, formMedia(rows.map((row) => ({ row, schema: text }))));
  }
  if (essence.startsWith("multipart/")) {
    left("A multipart body that is written as a text");
    return undefined;
  }
  return as(
    type,
    yamlMap([
      ["schema", text],
      ["example", source],
    ]),
  );
}

const text = yamlMap([["type", "string"]]);
const binary = yamlMap([
  ["type", "string"],
  ["format", "binary"],
]);

/** JSON that cannot be read (variables without quotes) stays a text, with nothing said of its schema. */
function jsonMedia(source: string): YamlMap {
  if (source.trim() === "") return new Map();
  const { data, problem } = readJson(source);
  if (problem !== null)
    return yamlMap([
      ["schema", /^\s*[[{]/.test(source) ? undefined : text],
      ["example", source],
    ]);
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
        ["description", oneLine(first?.row.description ?? "") || undefined],
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

function multipartMedia(parts: readonly MultipartPart[], left: (what: string) => void): YamlMap {
  const files = new Set<string>();
  const kept = parts.filter(({ kind, name, paths }) => {
    if (kind !== "file") return true;
    if (paths.length > 0) left(`The file of the part ${name}`);
    if (files.has(name)) return false;
    files.add(name);
    return true;
  });
  const media = formMedia(
    kept.map((part) => ({ row: part, schema: part.kind === "file" ? binary : text })),
  );
  const encoding = new Map(
    kept
      .filter(({ contentType = "" }) => contentType !== "")
      .map(
        ({ name, contentType = "" }) => [name, yamlMap([["contentType", contentType]])] as const,
      ),
  );
  return encoding.size === 0
    ? media
    : new Map<string, YamlData>([...media, ["encoding", encoding]]);
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
    const known = example.status >= 100 && example.status <= 599;
    const status = range ?? (known ? `${example.status}` : "default");
    byStatus.set(status, [...(byStatus.get(status) ?? []), example]);
  }
  if (byStatus.size === 0) return undefined;
  return new Map(
    [...byStatus].map(([status, list]) => [status, responseOf(status, list)] as const),
  );
}

function responseOf(status: string, list: readonly Example[]): YamlData {
  const name = (example: Example) =>
    oneLine(example.name.replace(new RegExp(`^${status}(?:\\s+|$)`), ""));
  const headers = new Map<string, YamlData>();
  for (const row of list.flatMap((example) => example.headers))
    if (!/^content-type$/i.test(row.name) && row.name !== "" && !hasName(headers, row.name))
      headers.set(row.name, headerOf(row));
  const byType = new Map<string, Example[]>();
  const filled = list.filter(({ body }) => body !== "");
  for (const example of filled.length > 0 ? filled : list) {
    const fields = example.headers.map((row) => [row.name, row.value] as const);
    const said = headerValue(fields, "content-type")?.trim() ?? "";
    const given = (said.includes("*") ? "" : said) || types[example.bodyType] || "";
    if (given !== "") byType.set(given, [...(byType.get(given) ?? []), example]);
  }
  const ordered = [...byType].toSorted(([one], [other]) => rank(one) - rank(other));
  const content = ordered.map(([type, some]) => [type, mediaOf(type, some, name)] as const);
  const first = ordered[0]?.[1][0] ?? list[0];
  const said = cleanDocs(first?.description ?? "") || (first === undefined ? "" : name(first));
  return yamlMap([
    [
      "description",
      said || oneLine(first?.statusText ?? "") || reasonOf(Number(status)) || "Response",
    ],
    ["headers", headers.size === 0 ? undefined : headers],
    ["content", content.length === 0 ? undefined : new Map(content)],
  ]);
}

/** JSON comes first, as it is what is shown. */
function rank(type: string): number {
  const { essence } = parseMediaType(type);
  return essence === "application/json" ? 0 : isJsonType(essence) ? 1 : 2;
}

function hasName(headers: ReadonlyMap<string, YamlData>, name: string): boolean {
  return [...headers.keys()].some((known) => known.toLowerCase() === name.toLowerCase());
}

function headerOf(row: Row): YamlData {
  return yamlMap([
    ["description", oneLine(row.description ?? "") || undefined],
    ["schema", text],
    ["example", oneLine(row.value)],
  ]);
}

function mediaOf(
  type: string,
  list: readonly Example[],
  name: (example: Example) => string,
): YamlMap {
  const media = (example: Example): YamlMap =>
    isJsonType(parseMediaType(type).essence)
      ? jsonMedia(example.body)
      : yamlMap([
          ["schema", text],
          ["example", example.body],
        ]);
  const [first] = list;
  const silent = list.every(({ body }) => body === "");
  if (first === undefined || list.length === 1 || silent)
    return first === undefined ? new Map<string, YamlData>() : media(first);
  const examples = new Map<string, YamlData>();
  for (const example of list) {
    const wish = name(example) || "example";
    let key = wish;
    for (let number = 2; examples.has(key); number += 1) key = `${wish} ${number}`;
    examples.set(key, yamlMap([["value", media(example).get("example") ?? ""]]));
  }
  return yamlMap([
    ["schema", media(first).get("schema")],
    ["examples", examples],
  ]);
}
