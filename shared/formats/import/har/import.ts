import { losesComments } from "../../json/comments.ts";
import { exactJson } from "../commented-json.ts";
import {
  emptyRequest,
  type HttpRequest,
  type RequestBody,
  type Row,
} from "../../../model/request.ts";
import { isJsonType, isTextType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { queryOf, spellParam } from "../../../model/url-params.ts";
import { splitUrl } from "../../../model/url.ts";
import { boundaryOf } from "../../multipart/boundary.ts";
import { isUtf8 } from "../../charset.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import {
  isYamlList,
  isYamlMap,
  isYamlNumber,
  type YamlData,
  type YamlMap,
  yamlMap,
} from "../../yaml/data.ts";
import {
  collectionData,
  folderItem,
  type ImportedExample,
  requestItem,
  type SpecialKind,
} from "../build.ts";
import { formRows } from "../curl/body.ts";
import { requestName } from "../curl/name.ts";
import type { Imported, ImportedFile, ImportedItem, ImportedRequest } from "../imported.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { multipartText } from "../multipart-text.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import { socketBody, withoutHandshake } from "../web-socket.ts";
import { stem } from "../source-file.ts";

/** True for an HTTP archive (HAR 1.1, 1.2), or one request in its form. */
export function isHar(data: YamlData): data is YamlMap {
  if (!isYamlMap(data)) return false;
  if (isYamlList(mapAt(data, "log").get("entries"))) return true;
  const parts = ["headers", "queryString", "postData", "cookies", "httpVersion"];
  return (
    textOf(data.get("url")) !== "" &&
    textOf(data.get("method")) !== "" &&
    (parts.some((key) => data.has(key)) || data.size === 2)
  );
}

/** Reads an archive: a request for each entry, its reply as an example, in a folder for each host. Never throws. */
export function importHar(data: YamlMap, file: string): Imported {
  const notes = createNotes(file);
  const log = mapAt(data, "log");
  const all = log.size > 0 ? mapsOf(log.get("entries")) : [yamlMap([["request", data]])];
  const entries = all.filter((entry) => localScheme(entry) === null);
  if (entries.length < all.length) {
    const names = [...new Set(all.flatMap((entry) => localScheme(entry) ?? []))].join(", ");
    notes.add("info", "no-network", { count: `${all.length - entries.length}`, names });
  }
  const byHost = new Map<string, ImportedRequest[]>();
  const hosts = new Set(entries.map(hostOf));
  const files: ImportedFile[] = [];
  entries.forEach((entry, index) => {
    const host = hostOf(entry);
    const requests = byHost.get(host) ?? [];
    byHost.set(host, requests);
    requests.push(entryItem(entry, index, hosts.size > 1 ? [host] : [], notes, files));
  });
  const children: readonly ImportedItem[] =
    byHost.size < 2
      ? [...byHost.values()].flat()
      : [...byHost].map(([host, requests]) => folderItem({ name: host || "unknown" }, requests));
  if (entries.length === 0) notes.add("error", "nothing-in-it");
  const [page] = mapsOf(log.get("pages"));
  const name = stem(file) || textOf(page?.get("title")) || "HAR";
  const collection = {
    name,
    data: collectionData({ name, docs: textOf(log.get("comment")) }),
    children,
    environments: [],
    secrets: new Map<string, string>(),
    files,
  };
  return {
    format: "har",
    formatName: "HAR",
    collections: entries.length === 0 ? [] : [collection],
    environments: [],
    notes: notes.list,
  };
}

/** `data:`, `blob:`, `chrome-extension:` and the like: what a browser reads from itself. null: it goes over the network, or is a template. */
function localScheme(entry: YamlMap): string | null {
  const url = textOf(mapAt(entry, "request").get("url"));
  const scheme =
    /^(?:data|blob|about|file|filesystem|javascript|[a-z]+-extension|chrome|devtools|resource|moz-[a-z]+):/i.exec(
      url,
    );
  return scheme?.[0].toLowerCase() ?? null;
}

function hostOf(entry: YamlMap): string {
  const { host, port } = splitUrl(textOf(mapAt(entry, "request").get("url")));
  return port === null ? host : `${host}:${port}`;
}

function entryItem(
  entry: YamlMap,
  index: number,
  above: readonly string[],
  notes: Notes,
  files: ImportedFile[],
): ImportedRequest {
  const request = mapAt(entry, "request");
  const url = withQuery(textOf(request.get("url")).replace(/#.*$/s, ""), request);
  const method = textOf(request.get("method")) || "GET";
  const special = websocketOf(entry, url);
  const name =
    requestName({ method: special === undefined ? method : "", url }, "") || `Request ${index + 1}`;
  const remark = createRemark(notes, [...above, name]);
  if (url === "") remark.add("error", "missing-part", { what: "url" });
  const post = decodedPost(mapAt(request, "postData"));
  const given = headersOf(request, url);
  const { body, headers } =
    post.bytes === null
      ? bodyOf(post.data, given, remark)
      : fileBody(
          post.bytes,
          `bodies/${index + 1}.bin`,
          textOf(post.data.get("mimeType")),
          given,
          files,
        );
  const heard = heardIn(entry);
  if (special !== undefined && heard > 0)
    remark.add("info", "no-place-value", {
      what: "What the server sent on the WebSocket",
      value: `${heard}`,
    });
  const model: HttpRequest = {
    ...emptyRequest,
    name,
    method,
    url,
    params: queryOf(url),
    headers: special === undefined ? headers : withoutHandshake(headers),
    body,
    auth: { kind: "none" },
    docs: [textOf(request.get("comment")), textOf(entry.get("comment"))]
      .filter(Boolean)
      .join("\n\n"),
  };
  return requestItem({
    request: model,
    special,
    examples: special === undefined ? exampleOf(entry, model, remark) : [],
    remarks: remark.remarks,
  });
}

/** What the connection decides: pseudo fields of HTTP/2, lengths, and a Host that says what the URL says. */
const ofConnection = /^:|^(?:content-length|connection|keep-alive|transfer-encoding)$/i;

function headersOf(request: YamlMap, url: string): readonly Row[] {
  const { host, port } = splitUrl(url);
  const place = port === null ? host : `${host}:${port}`;
  const rows = mapsOf(request.get("headers"))
    .map((row) => ({ name: anyText(row.get("name")), value: anyText(row.get("value")) }))
    .filter(
      (row) =>
        row.name !== "" &&
        !ofConnection.test(row.name) &&
        !(/^host$/i.test(row.name) && row.value === place),
    );
  const cookies = mapsOf(request.get("cookies")).map(
    (row) => `${anyText(row.get("name"))}=${anyText(row.get("value"))}`,
  );
  if (cookies.length === 0 || rows.some((row) => /^cookie$/i.test(row.name))) return rows;
  return [...rows, { name: "Cookie", value: cookies.join("; ") }];
}

/** The URL holds the query in every archive of a browser; a request written by hand may keep it in `queryString` alone. */
function withQuery(url: string, request: YamlMap): string {
  const rows = mapsOf(request.get("queryString")).map((row) => ({
    name: anyText(row.get("name")),
    value: anyText(row.get("value")),
  }));
  const known = new Set(queryOf(url).map((row) => row.name));
  const missing = rows.filter(
    (row) => !known.has(row.name) && !known.has(encodeURIComponent(row.name)),
  );
  if (missing.length === 0) return url;
  const mark = splitUrl(url).query === null ? "?" : "&";
  return `${url}${mark}${missing.map(spellParam).join("&")}`;
}

function bodyOf(
  post: YamlMap,
  headers: readonly Row[],
  remark: Remark,
): { readonly body: RequestBody; readonly headers: readonly Row[] } {
  const declared = headers.find((row) => /^content-type$/i.test(row.name))?.value ?? "";
  const type = declared || textOf(post.get("mimeType"));
  const { essence } = parseMediaType(type);
  const params = mapsOf(post.get("params"));
  const text = textOf(post.get("text"));
  const typed =
    declared === "" && type !== "" ? [...headers, { name: "Content-Type", value: type }] : headers;
  const written = multipartText(text, type, remark);
  // What a file held is in the text alone: browsers put a word in its place among the params.
  const whole = written === null && text.startsWith(`--${boundaryOf(type) ?? "\n"}`);
  if (written !== null || (essence === "multipart/form-data" && params.length > 0 && !whole)) {
    const parts =
      written ??
      params.map((row) => {
        const file = textOf(row.get("fileName"));
        const contentType = textOf(row.get("contentType"));
        return {
          name: anyText(row.get("name")),
          kind: file === "" ? ("text" as const) : ("file" as const),
          value: file === "" ? anyText(row.get("value")) : "",
          paths: file === "" ? [] : [file],
          ...(contentType === "" ? {} : { contentType }),
        };
      });
    return {
      body: { kind: "multipart", parts },
      headers: headers.filter((row) => !/^content-type$/i.test(row.name)),
    };
  }
  if (essence === "application/x-www-form-urlencoded") {
    const rows =
      text === ""
        ? params.map((row) => ({
            name: anyText(row.get("name")),
            value: anyText(row.get("value")),
          }))
        : formRows(text);
    if (rows !== null) return { body: { kind: "form", rows }, headers };
  }
  if (text === "") return { body: { kind: "none" }, headers };
  if (isJsonType(essence))
    return {
      body: exactJson(text),
      headers: essence === "application/json" && !losesComments(text) ? headers : typed,
    };
  if (isXmlType(essence)) return { body: { kind: "xml", text }, headers: typed };
  return { body: { kind: "text", text }, headers: typed };
}

/** Some programs keep a body that is no text as base64; one that is text is read as such. */
function decodedPost(post: YamlMap): { readonly data: YamlMap; readonly bytes: Uint8Array | null } {
  // HAR itself has no such field for a request: programs name it in two ways.
  if (textOf(post.get("encoding") ?? post.get("_encoding")) !== "base64")
    return { data: post, bytes: null };
  const bytes = bytesOf(textOf(post.get("text")));
  if (bytes === null) return { data: post, bytes: null };
  if (!isUtf8(bytes)) return { data: post, bytes };
  return { data: new Map([...post, ["text", new TextDecoder().decode(bytes)]]), bytes: null };
}

/** Bytes that no text holds go into a file of the collection. */
function fileBody(
  bytes: Uint8Array,
  path: string,
  type: string,
  headers: readonly Row[],
  files: ImportedFile[],
): { readonly body: RequestBody; readonly headers: readonly Row[] } {
  files.push({ path, bytes });
  const contentType = type || "application/octet-stream";
  return { body: { kind: "file", files: [{ path, contentType, selected: true }] }, headers };
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function websocketOf(entry: YamlMap, url: string): SpecialKind | undefined {
  const messages = mapsOf(entry.get("_webSocketMessages"));
  if (messages.length === 0 && !/^wss?:/i.test(url)) return undefined;
  const said = messages
    .filter((message) => textOf(message.get("type")) === "send" && !isControl(message))
    .map((message) => ({
      ...(isBinary(message) ? { type: "binary" as const } : {}),
      data: anyText(message.get("data")),
    }));
  return socketBody(said, "first");
}

/** Messages that came. */
function heardIn(entry: YamlMap): number {
  return mapsOf(entry.get("_webSocketMessages")).filter(
    (message) => textOf(message.get("type")) === "receive" && !isControl(message),
  ).length;
}

/** RFC 6455, 5.2: opcode 2 is bytes, which archives keep as base64. */
function isBinary(message: YamlMap): boolean {
  const opcode = message.get("opcode");
  return isYamlNumber(opcode) && opcode.number === 2;
}

/** Pings, pongs and goodbyes, which Envoi's own archives and some proxies' hold: Envoi says those by itself. */
function isControl(message: YamlMap): boolean {
  const opcode = message.get("opcode");
  return isYamlNumber(opcode) && opcode.number >= 8;
}

/** Larger bodies are no examples. */
const mostExample = 1_000_000;

function exampleOf(
  entry: YamlMap,
  request: HttpRequest,
  remark: Remark,
): readonly ImportedExample[] {
  const response = mapAt(entry, "response");
  const status = response.get("status");
  const code = isYamlNumber(status) ? status.number : 0;
  if (code <= 0) return [];
  const content = mapAt(response, "content");
  const headers = mapsOf(response.get("headers"))
    .map((row) => ({ name: anyText(row.get("name")), value: anyText(row.get("value")) }))
    .filter((row) => !row.name.startsWith(":"));
  const mime = textOf(content.get("mimeType"));
  const { essence } = parseMediaType(mime);
  const given = textOf(content.get("text"));
  const text = textOf(content.get("encoding")) === "base64" ? decoded(given, essence) : given;
  const kept = text === null || text.length > mostExample ? "" : text;
  if (kept === "" && given !== "")
    remark.tell("info", "example-body-left", { type: essence || "?" });
  const type = isJsonType(essence)
    ? "json"
    : isXmlType(essence)
      ? "xml"
      : essence === "text/html"
        ? "html"
        : "text";
  return [
    {
      name: `${code} ${textOf(response.get("statusText"))}`.trim(),
      request: { method: request.method, url: request.url, headers: request.headers },
      response: {
        status: code,
        statusText: textOf(response.get("statusText")),
        headers,
        body: kept === "" ? null : { type, data: kept },
      },
    },
  ];
}

/** Text kept as base64; null for bytes that are no text. */
function decoded(base64: string, essence: string): string | null {
  const bytes = isTextType(essence) ? bytesOf(base64) : null;
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
