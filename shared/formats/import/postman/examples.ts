import type { Row } from "../../../model/request.ts";
import { headerValue } from "../../../model/header.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { textOf } from "../../opencollection/fields.ts";
import { graphqlJson } from "../../graphql/over-http.ts";
import { patchBody } from "../../opencollection/body.ts";
import { paramRows } from "../../opencollection/rows.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { ImportedExample } from "../build.ts";
import { anyText } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { mapsOf } from "../loose.ts";
import { postmanBody } from "./body.ts";
import { postmanUrl } from "./url.ts";
import { postmanHeaders } from "./headers.ts";

/** Saved responses. One without a request of its own was saved from `own`. */
export function postmanExamples(
  data: YamlData | undefined,
  own: YamlMap,
  remark: Remark,
): readonly ImportedExample[] {
  return mapsOf(data).map((response) => {
    const original = response.get("originalRequest") ?? response.get("request") ?? own;
    const headers = postmanHeaders(response.get("header"));
    const status = response.get("code");
    const body = textOf(response.get("body"));
    const cookies = mapsOf(response.get("cookie")).map((one) => anyText(one.get("name")));
    // Values would let somebody in; where the reply set them they are in its fields.
    if (cookies.length > 0) remark.tell("info", "cookies-left", { count: `${cookies.length}` });
    return {
      name: anyText(response.get("name")) || "Example",
      request: exampleRequest(original, remark),
      response: {
        status: isYamlNumber(status) ? status.number : 0,
        statusText: textOf(response.get("status")),
        headers,
        body: body === "" ? null : { type: bodyType(response, headers), data: body },
      },
    };
  });
}

function exampleRequest(data: YamlData, remark: Remark): ImportedExample["request"] {
  if (!isYamlMap(data)) return { method: "GET", url: textOf(data), headers: [] };
  const method = textOf(data.get("method")) || "GET";
  const headers = postmanHeaders(data.get("header"));
  const { url, params } = postmanUrl(data.get("url"));
  const declared = valueOf(headers, "content-type");
  // What the example's request cannot say is said of the request itself; an example keeps its body whatever the method.
  const quiet: Remark = { ...remark, add: () => undefined, tell: () => undefined };
  const { body, special } = postmanBody(
    data.get("body"),
    { method, declared, keepsBody: true },
    quiet,
  );
  const written =
    special?.kind === "graphql"
      ? yamlMap([
          ["type", "json"],
          ["data", graphqlJson(special)],
        ])
      : body.kind === "none"
        ? undefined
        : patchBody(undefined, body);
  return {
    method,
    url,
    headers,
    params: params.map((row) => paramRows.create(row)),
    body: written,
  };
}

function valueOf(headers: readonly Row[], name: string): string {
  const fields = headers
    .filter((row) => row.disabled !== true)
    .map((row) => [row.name, row.value] as const);
  return headerValue(fields, name) ?? "";
}

function bodyType(response: YamlMap, headers: readonly Row[]): "json" | "text" | "xml" | "html" {
  const { essence } = parseMediaType(valueOf(headers, "content-type"));
  const shown = textOf(response.get("_postman_previewlanguage")).toLowerCase();
  if (isJsonType(essence) || shown === "json") return "json";
  if (essence === "text/html" || shown === "html") return "html";
  return isXmlType(essence) || shown === "xml" ? "xml" : "text";
}
