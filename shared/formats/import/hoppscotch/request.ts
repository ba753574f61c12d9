import {
  emptyRequest,
  type HttpRequest,
  type RequestBody,
  type Row,
} from "../../../model/request.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { pathNames, queryOf, spellParam } from "../../../model/url-params.ts";
import type { Variable } from "../../../model/variable.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { type ImportedExample, requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import { commentedJson } from "../commented-json.ts";
import { anyText, fenced } from "../json-text.ts";
import { isFalse, mapsOf } from "../loose.ts";
import { mapTexts } from "../map-texts.ts";
import type { Notes } from "../note.ts";
import { readJson } from "../read-json.ts";
import { createRemark, type Remark } from "../remark.ts";
import { hoppscotchAuth } from "./auth.ts";

/** `<<name>>` is Hoppscotch's way to name a variable. */
export function hoppscotchText(text: string): string {
  return text.replace(/<<\s*([^<>\n]+?)\s*>>/g, "{{$1}}");
}

/** Fields whose texts hold variables. Scripts are kept as they are. */
const templated = new Set([
  "endpoint",
  "url",
  "path",
  "params",
  "headers",
  "body",
  "auth",
  "query",
  "variables",
  "requestVariables",
  "httpUser",
  "httpPassword",
  "bearerToken",
]);

export function templatedData(data: YamlMap): YamlMap {
  return new Map(
    [...data].map(([key, value]) => [
      key,
      templated.has(key) ? mapTexts(value, hoppscotchText) : value,
    ]),
  );
}

/** A REST or GraphQL request of any version. */
export function hoppscotchRequest(
  given: YamlMap,
  above: readonly string[],
  notes: Notes,
  index: number,
): ImportedRequest {
  const data = templatedData(given);
  const graphql = data.has("query") && !data.has("endpoint");
  const endpoint =
    textOf(data.get("endpoint")) || `${textOf(data.get("url"))}${textOf(data.get("path"))}`;
  const name = anyText(data.get("name")).trim() || endpoint || `Request ${index + 1}`;
  const remark = createRemark(notes, [...above, name]);
  const params = hoppscotchRows(data.get("params"));
  const url = withParams(endpoint, params);
  const { body, headers } = bodyOf(data, remark);
  const request: HttpRequest = {
    ...emptyRequest,
    name,
    method: textOf(data.get("method")) || (graphql ? "POST" : "GET"),
    url,
    params: [
      ...queryOf(endpoint),
      ...params.map((row) => ({ ...row, type: "query" as const })),
      ...[...new Set(pathNames(url))].map((path) => ({
        name: path,
        value: "",
        type: "path" as const,
      })),
    ],
    headers,
    body,
    variables: variablesOf(data.get("requestVariables")),
    docs: hoppscotchDocs(data),
  };
  return requestItem({
    request,
    auth: hoppscotchAuth(data.get("auth"), data, remark),
    special: graphql
      ? {
          kind: "graphql",
          query: textOf(data.get("query")),
          variables: textOf(data.get("variables")),
        }
      : undefined,
    scripts: [
      { type: "before-request", code: textOf(data.get("preRequestScript")) },
      { type: "tests", code: textOf(data.get("testScript")) },
    ],
    examples: examplesOf(data.get("responses")),
    remarks: remark.remarks,
  });
}

/** `description`, and from version 17 on `documentation`. */
export function hoppscotchDocs(data: YamlMap): string {
  const texts = [
    textOf(data.get("description")),
    textOf(mapAt(data, "documentation").get("content")),
  ];
  return [...new Set(texts.filter((text) => text.trim() !== ""))].join("\n\n");
}

export function hoppscotchRows(data: YamlData | undefined): readonly Row[] {
  return mapsOf(data)
    .filter((row) => anyText(row.get("key")) !== "" || anyText(row.get("value")) !== "")
    .map((row) => {
      const description = textOf(row.get("description"));
      return {
        name: anyText(row.get("key")),
        value: anyText(row.get("value")),
        ...(description === "" ? {} : { description }),
        ...(isFalse(row.get("active")) ? { disabled: true } : {}),
      };
    });
}

function variablesOf(data: YamlData | undefined): readonly Variable[] {
  return hoppscotchRows(data);
}

function withParams(endpoint: string, params: readonly Row[]): string {
  const added = params
    .filter((row) => row.disabled !== true)
    .map(spellParam)
    .join("&");
  if (added === "") return endpoint;
  return `${endpoint}${endpoint.includes("?") ? "&" : "?"}${added}`;
}

function bodyOf(
  data: YamlMap,
  remark: Remark,
): { readonly body: RequestBody; readonly headers: readonly Row[] } {
  const headers = hoppscotchRows(data.get("headers"));
  const given = data.get("body");
  const map: YamlMap = isYamlMap(given)
    ? given
    : new Map<string, YamlData>([
        ["contentType", data.get("contentType") ?? null],
        ["body", data.get("rawParams") ?? given ?? null],
      ]);
  const content = map.get("body");
  const declared =
    headers.find((row) => row.disabled !== true && /^content-type$/i.test(row.name))?.value ?? "";
  const type = textOf(map.get("contentType"));
  const { essence } = parseMediaType(type);
  if (essence === "multipart/form-data" || Array.isArray(content)) {
    const body = multipart(content, remark);
    return {
      body: body.kind === "multipart" && body.parts.length === 0 ? { kind: "none" } : body,
      headers,
    };
  }
  const text = textOf(content);
  // Without a type Hoppscotch sends nothing, whatever is left of an earlier choice.
  if (isYamlMap(given) && type === "" && text !== "") {
    remark.add("warning", "body-disabled", { value: fenced(text) });
    return { body: { kind: "none" }, headers };
  }
  if (essence === "application/octet-stream") {
    remark.tell("warning", "file-missing");
    return { body: { kind: "none" }, headers };
  }
  if (text === "") return { body: { kind: "none" }, headers };
  if (essence === "application/x-www-form-urlencoded")
    return { body: { kind: "form", rows: formLines(text) }, headers };
  const custom = declared === "" && type !== "" && !plainTypes.has(essence);
  const all = custom ? [...headers, { name: "Content-Type", value: type }] : headers;
  if (isJsonType(essence)) {
    // Hoppscotch takes comments out of JSON when it sends it; they are not JSON.
    const sent = readJson(text).problem === null ? commentedJson(text, remark) : text;
    return { body: { kind: "json", text: sent }, headers: all };
  }
  if (isXmlType(essence)) return { body: { kind: "xml", text }, headers: all };
  return { body: { kind: "text", text }, headers: all };
}

/** What Envoi sends by itself for these kinds of body. */
const plainTypes = new Set(["application/json", "application/xml", "text/plain"]);

/** `name: value` on each line, `#` before those that are off. */
function formLines(text: string): readonly Row[] {
  if (!/^#?\s*[^\s:&=]+\s*:/m.test(text))
    return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const off = line.trimStart().startsWith("#");
      const row = off ? line.trimStart().slice(1) : line;
      const colon = row.indexOf(":");
      return {
        name: (colon < 0 ? row : row.slice(0, colon)).trim(),
        value: colon < 0 ? "" : row.slice(colon + 1).trim(),
        ...(off ? { disabled: true } : {}),
      };
    });
}

function multipart(content: YamlData | undefined, remark: Remark): RequestBody {
  const parts = mapsOf(content)
    .filter((row) => anyText(row.get("key")) !== "")
    .map((row) => {
      const isFile = row.get("isFile") === true;
      const type = textOf(row.get("contentType"));
      // The bytes of a file are never in the export.
      if (isFile) remark.tell("warning", "file-missing");
      return {
        name: anyText(row.get("key")),
        kind: isFile ? ("file" as const) : ("text" as const),
        value: isFile ? "" : anyText(row.get("value")),
        paths: [],
        ...(type === "" ? {} : { contentType: type }),
        ...(isFalse(row.get("active")) ? { disabled: true } : {}),
      };
    });
  return { kind: "multipart", parts };
}

function examplesOf(data: YamlData | undefined): readonly ImportedExample[] {
  const responses = isYamlMap(data) ? [...data.values()].filter(isYamlMap) : [];
  return responses.map((response) => {
    const original = templatedData(mapAt(response, "originalRequest"));
    const headers = hoppscotchRows(response.get("headers"));
    const type = headers.find((row) => /^content-type$/i.test(row.name))?.value ?? "";
    const text = textOf(response.get("body"));
    const { essence } = parseMediaType(type);
    const kind =
      isJsonType(essence) || /^\s*[[{]/.test(text) ? "json" : isXmlType(essence) ? "xml" : "text";
    return {
      name: anyText(response.get("name")) || "Example",
      request: {
        method: textOf(original.get("method")) || "GET",
        url: withParams(textOf(original.get("endpoint")), hoppscotchRows(original.get("params"))),
        headers: hoppscotchRows(original.get("headers")),
      },
      response: {
        status: Number(anyText(response.get("code") ?? response.get("status"))) || 0,
        statusText: response.has("code")
          ? anyText(response.get("status"))
          : anyText(response.get("statusText")),
        headers,
        body: text === "" ? null : { type: kind, data: text },
      },
    };
  });
}
