import type { MultipartPart, RequestBody, Row } from "../../../model/request.ts";
import { fileTypeOf } from "../../../model/file-type.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { graphqlOfData } from "../../graphql/from-json.ts";
import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { SpecialKind } from "../build.ts";
import { commentedJson, exactJson } from "../commented-json.ts";
import { anyText, fenced } from "../json-text.ts";
import { descriptionOf, isOn, manyOf, mapsOf } from "../loose.ts";
import type { Remark } from "../remark.ts";

export interface PostmanBody {
  readonly body: RequestBody;
  /** Content-Type Postman adds when the request has none and Envoi's own would differ. */
  readonly contentType: string | null;
  readonly special?: SpecialKind;
}

const none: PostmanBody = { body: { kind: "none" }, contentType: null };

/** Methods whose body Postman leaves out unless `disableBodyPruning` is set. */
const bodiless = new Set(["GET", "COPY", "HEAD", "PURGE", "UNLOCK"]);

/** `declared`: the request's own Content-Type, "" when it has none. */
export function postmanBody(
  data: YamlData | undefined,
  request: { readonly method: string; readonly declared: string; readonly keepsBody: boolean },
  remark: Remark,
): PostmanBody {
  if (!isYamlMap(data)) return none;
  const mode = textOf(data.get("mode"));
  const content = data.get(mode);
  if (isEmpty(content) && mode !== "file") return none;
  if (flagOf(data.get("disabled"))) {
    remark.add("warning", "body-disabled", { value: fenced(anyText(content)) });
    return none;
  }
  if (bodiless.has(request.method.toUpperCase()) && !request.keepsBody) {
    remark.add("warning", "body-not-sent", {
      method: request.method,
      value: fenced(anyText(content)),
    });
    return none;
  }
  switch (mode) {
    case "raw":
      return rawBody(
        anyText(content),
        textOf(mapAt(data, "options", "raw").get("language")),
        request.declared,
        remark,
      );
    case "urlencoded":
      return { body: { kind: "form", rows: formRows(content) }, contentType: null };
    case "formdata":
      return {
        body: { kind: "multipart", parts: mapsOf(content).map((row) => part(row, remark)) },
        contentType: null,
      };
    case "file":
      return fileBody(content, request.declared, remark);
    case "graphql":
      return graphql(content);
    default:
      remark.add("warning", "no-place-value", {
        what: `A body of mode “${mode}”`,
        value: fenced(anyText(content)),
      });
      return none;
  }
}

function isEmpty(data: YamlData | undefined): boolean {
  if (data === undefined || data === null || data === "") return true;
  return (isYamlList(data) && data.length === 0) || (isYamlMap(data) && data.size === 0);
}

const languages: ReadonlyMap<string, string> = new Map([
  ["javascript", "application/javascript"],
  ["html", "text/html"],
]);

function rawBody(text: string, language: string, declared: string, remark: Remark): PostmanBody {
  const { essence } = parseMediaType(declared);
  if (language === "json" || (language !== "xml" && isJsonType(essence))) {
    // Postman takes comments out of JSON, where the person chose it or nothing else.
    if (language === "json" || language === "")
      return { body: { kind: "json", text: commentedJson(text, remark) }, contentType: null };
    return { body: exactJson(text), contentType: null };
  }
  if (language === "xml" || isXmlType(essence))
    return { body: { kind: "xml", text }, contentType: null };
  return {
    body: { kind: "text", text },
    contentType: essence === "" ? (languages.get(language) ?? null) : null,
  };
}

/** Rows, or the text of a form (`a=1&b=2`). */
function formRows(data: YamlData | undefined): readonly Row[] {
  if (!isYamlList(data)) {
    return [...new URLSearchParams(textOf(data))].map(([name, value]) => ({ name, value }));
  }
  return mapsOf(data).map((row) => ({
    name: anyText(row.get("key")),
    value: anyText(row.get("value")),
    ...rowNotes(row),
  }));
}

function rowNotes(row: YamlMap): Pick<Row, "description" | "disabled"> {
  const description = descriptionOf(row.get("description"));
  return {
    ...(description === "" ? {} : { description }),
    ...(isOn(row) ? {} : { disabled: true }),
  };
}

function part(row: YamlMap, remark: Remark): MultipartPart {
  const contentType = textOf(row.get("contentType"));
  const isFile = textOf(row.get("type")) === "file" || row.has("src");
  const paths = manyOf(row.get("src"))
    .map(anyText)
    .filter((path) => path !== "");
  if (isFile) warnOfFiles(paths, remark);
  return {
    name: anyText(row.get("key")),
    kind: isFile ? "file" : "text",
    value: isFile ? "" : anyText(row.get("value")),
    paths: isFile ? paths : [],
    ...(contentType === "" ? {} : { contentType }),
    ...rowNotes(row),
  };
}

function warnOfFiles(paths: readonly string[], remark: Remark): void {
  if (paths.length === 0) remark.tell("warning", "file-missing");
  for (const path of paths)
    if (/^(?:[a-z]:)?[\\/]/i.test(path)) remark.tell("warning", "file-absolute", { path });
}

function fileBody(data: YamlData | undefined, declared: string, remark: Remark): PostmanBody {
  const path = isYamlMap(data) ? anyText(data.get("src")) : textOf(data);
  const content = isYamlMap(data) ? textOf(data.get("content")) : "";
  if (path === "" && content !== "")
    return { body: { kind: "text", text: content }, contentType: null };
  warnOfFiles(path === "" ? [] : [path], remark);
  if (path === "") return none;
  const { essence } = parseMediaType(declared);
  return {
    body: {
      kind: "file",
      files: [{ path, contentType: essence || fileTypeOf(path), selected: true }],
    },
    contentType: null,
  };
}

function graphql(data: YamlData | undefined): PostmanBody {
  return {
    body: { kind: "none" },
    contentType: null,
    special: isYamlMap(data)
      ? graphqlOfData(data)
      : { kind: "graphql", query: textOf(data), variables: "" },
  };
}
