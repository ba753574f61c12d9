import type { RequestBody, Row, SocketMessageType } from "../../../model/request.ts";
import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../../yaml/data.ts";
import type { SpecialKind } from "../build.ts";
import type { Remark } from "../remark.ts";
import { commentedJson } from "../commented-json.ts";
import { anyText } from "../json-text.ts";
import { isOn, manyOf, mapsOf } from "../loose.ts";
import { socketBody } from "../web-socket.ts";

/** Rows as Bruno's JSON has them; `enabled: false` is off. */
export function brunoRows(data: YamlData | undefined): readonly Row[] {
  return mapsOf(data).map((row) => ({
    name: anyText(row.get("name")),
    value: anyText(row.get("value")),
    ...rowNotes(row),
  }));
}

export function rowNotes(row: YamlMap): Pick<Row, "description" | "disabled"> {
  const description = anyText(row.get("description"));
  return {
    ...(description === "" ? {} : { description }),
    ...(isOn(row) ? {} : { disabled: true }),
  };
}

/** The body in use; `unused` names bodies of other modes that hold something. */
export function brunoBody(data: YamlMap): {
  readonly body: RequestBody;
  readonly unused: readonly string[];
} {
  const mode = textOf(data.get("mode"));
  const unused = [...data]
    .filter(([key, value]) => key !== "mode" && key !== mode && key !== "graphql" && says(value))
    .map(([key]) => key);
  return { body: bodyOf(mode, data), unused };
}

/** Bruno takes comments out of JSON when it sends it. */
export function withoutRemarks(body: RequestBody, remark: Remark): RequestBody {
  return body.kind === "json" ? { kind: "json", text: commentedJson(body.text, remark) } : body;
}

function says(value: YamlData): boolean {
  if (isYamlMap(value)) return value.size > 0;
  return Array.isArray(value) ? value.length > 0 : anyText(value).trim() !== "";
}

function bodyOf(mode: string, data: YamlMap): RequestBody {
  switch (mode) {
    case "json":
    case "xml":
    case "text":
    case "sparql":
      return { kind: mode, text: anyText(data.get(mode)) };
    case "formUrlEncoded":
      return { kind: "form", rows: brunoRows(data.get(mode)) };
    case "multipartForm":
      return {
        kind: "multipart",
        parts: mapsOf(data.get(mode)).map((row) => {
          const isFile = textOf(row.get("type")) === "file";
          const contentType = textOf(row.get("contentType"));
          return {
            name: anyText(row.get("name")),
            kind: isFile ? "file" : "text",
            value: isFile ? "" : anyText(row.get("value")),
            paths: isFile ? manyOf(row.get("value")).map(anyText).filter(Boolean) : [],
            ...(contentType === "" ? {} : { contentType }),
            ...rowNotes(row),
          };
        }),
      };
    case "file":
      return {
        kind: "file",
        files: mapsOf(data.get(mode)).map((row) => ({
          path: anyText(row.get("filePath")),
          contentType: anyText(row.get("contentType")),
          selected: row.get("selected") !== false,
        })),
      };
    default:
      return { kind: "none" };
  }
}

/** What is special about a GraphQL, gRPC or WebSocket request. */
export function brunoSpecial(
  type: string,
  request: YamlMap,
  settings: YamlMap,
): SpecialKind | undefined {
  const body = mapAt(request, "body");
  switch (type) {
    case "graphql":
      return {
        kind: "graphql",
        query: anyText(mapAt(body, "graphql").get("query")),
        variables: anyText(mapAt(body, "graphql").get("variables")),
      };
    case "grpc":
      return {
        kind: "grpc",
        method: anyText(request.get("method")),
        methodType: anyText(request.get("methodType")) || "unary",
        protoFile: anyText(request.get("protoPath")),
        message: variants(mapsOf(body.get("grpc")), (row) => anyText(row.get("content"))),
      };
    case "ws": {
      const keepAlive = Number(anyText(settings.get("keepAliveInterval")));
      const rows = mapsOf(body.get("ws"));
      const said = rows.map((row) => ({
        title: anyText(row.get("name")),
        type: messageType(textOf(row.get("type"))),
        data: anyText(row.get("content")),
      }));
      const { messages, ...rest } = socketBody(said, "first", keepAlive > 0 ? keepAlive : 0);
      const chosen = rows.findIndex((row) => flagOf(row.get("selected")));
      return {
        ...rest,
        messages: messages.map((one, at) => ({ ...one, selected: at === Math.max(chosen, 0) })),
      };
    }
    default:
      return undefined;
  }
}

function messageType(text: string): SocketMessageType {
  return text === "json" || text === "xml" || text === "binary" ? text : "text";
}

/** Several messages are variants; the first is the one in use. */
function variants(rows: readonly YamlMap[], content: (row: YamlMap) => YamlData): YamlData {
  return rows.map((row, index) =>
    yamlMap([
      ["title", anyText(row.get("name")) || `message ${index + 1}`],
      ["selected", index === 0 ? true : undefined],
      ["message", content(row)],
    ]),
  );
}
