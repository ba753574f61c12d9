import { exactJson } from "../commented-json.ts";
import {
  emptyRequest,
  type HttpRequest,
  type MultipartPart,
  type Param,
  type RequestBody,
  type Row,
} from "../../../model/request.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { pathNames, queryOf, spellParam } from "../../../model/url-params.ts";
import { splitUrl } from "../../../model/url.ts";
import { graphqlOfData } from "../../graphql/from-json.ts";
import { flagOf, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { requestItem, type SpecialKind } from "../build.ts";
import { socketBody } from "../web-socket.ts";
import type { ImportedRequest } from "../imported.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import { isFalse, isOn, mapsOf } from "../loose.ts";
import { mapTexts } from "../map-texts.ts";
import type { Notes } from "../note.ts";
import { readJson } from "../read-json.ts";
import { createRemark, type Remark } from "../remark.ts";
import { insomniaAuth } from "./auth.ts";
import type { InsomniaNode, ProtoFiles } from "./nodes.ts";
import { insomniaTemplates } from "./templates.ts";

/** Fields whose texts hold templates. Scripts and docs are kept as they are. */
const templated = new Set([
  "url",
  "parameters",
  "pathParameters",
  "headers",
  "body",
  "authentication",
  "metadata",
]);

/** One request of any kind. */
export function insomniaRequest(
  node: InsomniaNode,
  above: readonly string[],
  protos: ProtoFiles,
  notes: Notes,
): ImportedRequest {
  const name = node.name || "Request";
  const remark = createRemark(notes, [...above, name]);
  const data = withTemplates(node.data, remark);
  const { url, params } = urlOf(data);
  const method = textOf(data.get("method")) || "GET";
  const { body, headers, special } = bodyOf(data, remark);
  const request: HttpRequest = {
    ...emptyRequest,
    name,
    method,
    url,
    params,
    headers: node.kind === "grpc" ? rows(data.get("metadata")) : headers,
    body: node.kind === "http" ? body : { kind: "none" },
    settings: settingsOf(data, remark),
    docs: textOf(data.get("description")),
  };
  return requestItem({
    request,
    auth: insomniaAuth(data.get("authentication"), remark),
    special: node.kind === "http" ? special : specialOf(node, data, protos, remark),
    scripts: [
      { type: "before-request", code: textOf(data.get("preRequestScript")) },
      { type: "after-response", code: textOf(data.get("afterResponseScript")) },
    ],
    remarks: remark.remarks,
  });
}

function withTemplates(data: YamlMap, remark: Remark): YamlMap {
  const kept = new Set<string>();
  const change = (text: string) => {
    const read = insomniaTemplates(text);
    for (const tag of read.kept) kept.add(tag);
    return read.text;
  };
  const next = new Map(
    [...data].map(([key, value]) => [key, templated.has(key) ? mapTexts(value, change) : value]),
  );
  for (const tag of kept) remark.add("warning", "template-kept", { tag });
  return next;
}

export function rows(data: YamlData | undefined): readonly Row[] {
  return mapsOf(data)
    .filter((row) => anyText(row.get("name")) !== "" || anyText(row.get("value")) !== "")
    .map((row) => ({
      name: anyText(row.get("name")),
      value: anyText(row.get("value")),
      ...notesOf(row),
    }));
}

function notesOf(row: YamlMap): Pick<Row, "description" | "disabled"> {
  const description = textOf(row.get("description"));
  return {
    ...(description === "" ? {} : { description }),
    ...(isOn(row) ? {} : { disabled: true }),
  };
}

/** The URL with the parameters that are on, as Insomnia joins them; `:name` segments have their values beside them. */
function urlOf(data: YamlMap): { readonly url: string; readonly params: readonly Param[] } {
  const base = textOf(data.get("url")).trim();
  const given = rows(data.get("parameters"));
  const added = given
    .filter((row) => row.disabled !== true)
    .map(spellParam)
    .join("&");
  const [, front = base, hash = ""] = /^([^#]*)(#.*)?$/s.exec(base) ?? [];
  const { query } = splitUrl(front);
  const mark = query === null ? "?" : query === "" || query.endsWith("&") ? "" : "&";
  const url = added === "" ? base : `${front}${mark}${added}${hash}`;
  const own = queryOf(base);
  const paths = rows(data.get("pathParameters"));
  const names = new Set(paths.map((row) => row.name));
  const more = [...new Set(pathNames(url))].filter((name) => !names.has(name));
  return {
    url,
    params: [
      ...own,
      ...given.map((row): Param => ({ ...row, type: "query" })),
      ...paths.map((row): Param => ({ ...row, type: "path" })),
      ...more.map((name): Param => ({ name, value: "", type: "path" })),
    ],
  };
}

interface Body {
  readonly body: RequestBody;
  readonly headers: readonly Row[];
  readonly special?: SpecialKind;
}

function bodyOf(data: YamlMap, remark: Remark): Body {
  const body = mapAt(data, "body");
  const headers = rows(data.get("headers"));
  const declared =
    headers.find((row) => row.disabled !== true && /^content-type$/i.test(row.name))?.value ?? "";
  const mime = textOf(body.get("mimeType")) || declared;
  const { essence } = parseMediaType(mime);
  const text = textOf(body.get("text"));
  const file = textOf(body.get("fileName"));
  if (essence === "application/graphql")
    return { body: { kind: "none" }, headers, special: graphql(text) };
  if (essence === "application/x-www-form-urlencoded" && (body.has("params") || text === ""))
    return { body: { kind: "form", rows: rows(body.get("params")) }, headers };
  if (essence === "multipart/form-data")
    return {
      body: { kind: "multipart", parts: mapsOf(body.get("params")).map(partOf) },
      headers: withoutType(headers),
    };
  if (file !== "") {
    remark.tell("warning", "file-absolute", { path: file });
    return {
      body: { kind: "file", files: [{ path: file, contentType: mime, selected: true }] },
      headers,
    };
  }
  if (text === "") return { body: { kind: "none" }, headers };
  if (isJsonType(essence)) return { body: exactJson(text), headers };
  if (isXmlType(essence)) return { body: { kind: "xml", text }, headers };
  const typed =
    declared === "" && mime !== "" ? [...headers, { name: "Content-Type", value: mime }] : headers;
  return { body: { kind: "text", text }, headers: typed };
}

/** Envoi writes the boundary: a type without one would hide it. */
function withoutType(headers: readonly Row[]): readonly Row[] {
  return headers.filter(
    (row) => !(/^content-type$/i.test(row.name) && /^multipart\/form-data\s*$/i.test(row.value)),
  );
}

function partOf(row: YamlMap): MultipartPart {
  const isFile = textOf(row.get("type")) === "file";
  const path = textOf(row.get("fileName"));
  const multiline = row.get("multiline");
  const type = typeof multiline === "string" ? multiline : "";
  return {
    name: anyText(row.get("name")),
    kind: isFile ? "file" : "text",
    value: isFile ? "" : anyText(row.get("value")),
    paths: isFile && path !== "" ? [path] : [],
    ...(type === "" ? {} : { contentType: type }),
    ...notesOf(row),
  };
}

function graphql(text: string): SpecialKind {
  const { data } = readJson(text);
  return isYamlMap(data) ? graphqlOfData(data) : { kind: "graphql", query: text, variables: "" };
}

function settingsOf(data: YamlMap, remark: Remark): HttpRequest["settings"] {
  const redirects = textOf(data.get("settingFollowRedirects"));
  const send = isFalse(data.get("settingSendCookies"));
  const store = isFalse(data.get("settingStoreCookies"));
  if (flagOf(data.get("settingDisableRenderRequestBody"))) remark.tell("info", "body-not-rendered");
  const network = {
    ...(send ? { sendCookies: false } : {}),
    ...(store ? { storeCookies: false } : {}),
  };
  return {
    ...(redirects === "on"
      ? { followRedirects: true }
      : redirects === "off"
        ? { followRedirects: false }
        : {}),
    ...(isFalse(data.get("settingEncodeUrl")) ? { encodeUrl: false } : {}),
    ...(flagOf(data.get("disableUserAgentHeader")) ? { omitHeaders: ["User-Agent"] } : {}),
    ...(send || store ? { network } : {}),
  };
}

function specialOf(
  node: InsomniaNode,
  data: YamlMap,
  protos: ProtoFiles,
  remark: Remark,
): SpecialKind | undefined {
  if (node.kind === "grpc") {
    const proto = protos.get(textOf(data.get("protoFileId")));
    const method = textOf(data.get("protoMethodName"));
    const type = proto === undefined ? null : methodType(proto.text, method);
    if (type === null && method !== "") remark.tell("info", "grpc-unary");
    const reflection = mapAt(data, "reflectionApi");
    if (flagOf(reflection.get("enabled")))
      remark.add("info", "no-place-value", {
        what: "Where the service is described",
        value: ["url", "module"].map((key) => anyText(reflection.get(key))).join(" "),
      });
    return {
      kind: "grpc",
      method,
      methodType: type ?? "unary",
      protoFile: proto?.path ?? "",
      message: textOf(mapAt(data, "body").get("text")),
    };
  }
  if (node.kind === "websocket") {
    const said = node.payloads.map((payload) => ({
      title: textOf(payload.get("name")),
      type: /json/.test(textOf(payload.get("mode"))) ? ("json" as const) : ("text" as const),
      data: insomniaTemplates(textOf(payload.get("value"))).text,
    }));
    return socketBody(said, "first");
  }
  const said = ["eventListeners", "eventName", "args", "settingPath"]
    .filter((key) => data.has(key))
    .map((key) => [key, data.get(key) ?? null] as const);
  remark.add("warning", "no-place-value", {
    what: "The kind of request",
    value: node.kind + (said.length === 0 ? "" : fenced(jsonText(new Map(said)), "json")),
  });
  return socketBody([], "first");
}

/** How many messages go each way, from the text of the proto file. */
function methodType(proto: string, method: string): string | null {
  const name = method.slice(method.lastIndexOf("/") + 1);
  if (!/^\w+$/.test(name)) return null;
  const found = new RegExp(
    String.raw`\brpc\s+${name}\s*\(\s*(stream\s+)?[\w.]+\s*\)\s*returns\s*\(\s*(stream\s+)?`,
  ).exec(proto);
  if (found === null) return null;
  if (found[1] !== undefined) return found[2] === undefined ? "client-streaming" : "bidi-streaming";
  return found[2] === undefined ? "unary" : "server-streaming";
}
