import { speaksHttp } from "../../model/collection.ts";
import type { HttpRequest, Row } from "../../model/request.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { kindOf } from "../opencollection/info.ts";
import { listAt, mapAt, proseOf, textOf } from "../opencollection/fields.ts";
import { readRow } from "../opencollection/rows.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap } from "../yaml/data.ts";

/** A collection as a text in another format, and one sentence for each thing that format has no place for. */
export interface Exported {
  readonly text: string;
  readonly left: readonly string[];
}

/** A format a collection can be written in. */
export interface ExportFormat {
  /** For the command line. */
  readonly id: string;
  readonly name: string;
  /** With its dot. */
  readonly extension: string;
  write(collection: ImportedCollection): Exported;
}

/** A saved exchange of a request. */
export interface Example {
  readonly name: string;
  readonly description: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly Row[];
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Row[];
  readonly bodyType: string;
  readonly body: string;
}

export function examplesOf(data: YamlMap): readonly Example[] {
  return listAt(data, "examples")
    .filter(isYamlMap)
    .map((example) => {
      const request = mapAt(example, "request");
      const response = mapAt(example, "response");
      const body = mapAt(response, "body");
      const status = response.get("status");
      return {
        name: textOf(example.get("name")),
        description: proseOf(example.get("description")),
        method: textOf(request.get("method")),
        url: textOf(request.get("url")),
        requestHeaders: listAt(request, "headers").map(readRow),
        status: isYamlNumber(status) ? status.number : 0,
        statusText: textOf(response.get("statusText")),
        headers: listAt(response, "headers").map(readRow),
        bodyType: textOf(body.get("type")),
        body: textOf(body.get("data")),
      };
    });
}

/** Scripts of a request or of what a folder gives, as they stand. */
export function scriptsOf(
  data: YamlMap,
): readonly { readonly type: string; readonly code: string }[] {
  return listAt(data, "scripts")
    .filter(isYamlMap)
    .map((script) => ({ type: textOf(script.get("type")), code: textOf(script.get("code")) }));
}

/** Requests that speak HTTP and can be said by other formats. */
export function isHttp(item: ImportedItem): boolean {
  return item.kind === "request" && speaksHttp(kindOf(item.data));
}

export function isSocket(item: ImportedItem): boolean {
  return item.kind === "request" && kindOf(item.data) === "websocket";
}

/** What a request that is not HTTP is called where a format has no place for it. */
export function otherKind(item: ImportedItem): string {
  if (isSocket(item)) return "A WebSocket request";
  const kind = item.kind === "request" ? kindOf(item.data) : "other";
  return kind === "grpc" ? "A gRPC request" : "A request that is not HTTP";
}

/** Header rows of levels from outer to inner, one name of an inner level replacing those above. */
export function mergedHeaders(
  above: readonly (readonly Row[])[],
  request: Pick<HttpRequest, "headers">,
): readonly Row[] {
  let fields: readonly Row[] = [];
  for (const rows of [...above, request.headers]) {
    const own = rows.filter((row) => row.disabled !== true && row.name !== "");
    const names = new Set(own.map((row) => row.name.toLowerCase()));
    fields = [...fields.filter((row) => !names.has(row.name.toLowerCase())), ...own];
  }
  return fields;
}

/** Data as JSON has it; numbers as JavaScript reads them. */
export function jsonOf(data: YamlData): unknown {
  if (isYamlNumber(data)) return data.number;
  if (isYamlMap(data))
    return Object.fromEntries([...data].map(([key, value]) => [key, jsonOf(value)]));
  if (Array.isArray(data)) return (data as readonly YamlData[]).map(jsonOf);
  return data;
}
