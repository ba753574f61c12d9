import { losesComments } from "../../json/comments.ts";
import type { MultipartPart, RequestBody, Row } from "../../../model/request.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { encodeBytes } from "../../../model/percent.ts";
import { multipartText } from "../multipart-text.ts";
import type { Remark } from "../remark.ts";

/** A piece of data in the order given. */
export interface CurlData {
  readonly option: "data" | "data-raw" | "data-binary" | "data-urlencode" | "json";
  readonly value: string;
}

/** Standard input of the command, when it is known. */
export type Stdin = { readonly kind: "file" | "text"; readonly value: string } | null;

export interface CurlBody {
  readonly body: RequestBody;
  /** Content-Type curl adds when the request has none, where Envoi's own would differ. */
  readonly contentType: string | null;
}

/** Data as text, joined as curl joins it; file pieces are named apart. */
export interface JoinedData {
  readonly text: string;
  readonly files: readonly string[];
  readonly pieces: number;
}

/** `--data` and its kin joined: by `&`, JSON pieces by nothing. */
export function joinData(list: readonly CurlData[], stdin: Stdin): JoinedData {
  let text = "";
  const files: string[] = [];
  for (const [index, { option, value }] of list.entries()) {
    const piece = pieceOf(option, value, stdin);
    if (piece.file !== null) files.push(piece.file);
    if (index > 0 && option !== "json") text += "&";
    text += piece.text;
  }
  return { text, files, pieces: list.length };
}

function pieceOf(
  option: CurlData["option"],
  value: string,
  stdin: Stdin,
): { readonly text: string; readonly file: string | null } {
  if (option === "data-urlencode") return encodedPiece(value, stdin);
  if (option === "data-raw" || !value.startsWith("@")) return { text: value, file: null };
  const from = source(value.slice(1), stdin);
  if (from.kind === "text")
    return { text: option === "data" ? from.value.replace(/[\r\n]/g, "") : from.value, file: null };
  return { text: "", file: from.value };
}

function source(
  path: string,
  stdin: Stdin,
): { readonly kind: "file" | "text"; readonly value: string } {
  return path === "-" ? (stdin ?? { kind: "file", value: "-" }) : { kind: "file", value: path };
}

/** `content`, `=content`, `name=content`, `@file`, `name@file` (curl(1), --data-urlencode). */
function encodedPiece(
  value: string,
  stdin: Stdin,
): { readonly text: string; readonly file: string | null } {
  const at = value.search(/[=@]/);
  if (at < 0) return { text: urlEncode(value), file: null };
  const name = at === 0 ? "" : `${value.slice(0, at)}=`;
  if (value.charAt(at) === "=") return { text: name + urlEncode(value.slice(at + 1)), file: null };
  const from = source(value.slice(at + 1), stdin);
  return from.kind === "text"
    ? { text: name + urlEncode(from.value), file: null }
    : { text: name, file: from.value };
}

/** curl_easy_escape: everything but unreserved characters; `{{variables}}` stay. */
export function urlEncode(text: string): string {
  const encoder = new TextEncoder();
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/[^A-Za-z0-9._~-]+/gu, (run) => encodeBytes(encoder.encode(run))),
    )
    .join("");
}

/** The body of `--data` and its kin. `declared`: the request's own Content-Type, "" when it has none. */
export function dataBody(
  list: readonly CurlData[],
  declared: string,
  stdin: Stdin,
  remark: Remark,
): CurlBody {
  const json = list.some((piece) => piece.option === "json");
  const { text, files, pieces } = joinData(list, stdin);
  const type = declared || (json ? "application/json" : "application/x-www-form-urlencoded");
  const { essence } = parseMediaType(type);
  const added = declared === "" ? type : null;
  const [file] = files;
  if (file !== undefined) {
    if (pieces === 1 && text === "") {
      if (list[0]?.option === "data") remark.tell("info", "curl-line-breaks");
      return {
        body: { kind: "file", files: [{ path: file, contentType: type, selected: true }] },
        contentType: null,
      };
    }
    remark.add("warning", "curl-mixed-files", { files: files.join(", ") });
  }
  if (isJsonType(essence) && !losesComments(text))
    return { body: { kind: "json", text }, contentType: null };
  if (isXmlType(essence)) return { body: { kind: "xml", text }, contentType: null };
  const parts = files.length === 0 ? multipartText(text, type, remark) : null;
  if (parts !== null) return { body: { kind: "multipart", parts }, contentType: null };
  const rows = essence === "application/x-www-form-urlencoded" ? formRows(text) : null;
  if (rows !== null) return { body: { kind: "form", rows }, contentType: null };
  return { body: { kind: "text", text }, contentType: added };
}

/** The rows of a form, when they say exactly the same bytes again; else null. */
export function formRows(text: string): readonly Row[] | null {
  if (text === "" || text.includes("{{")) return null;
  const params = new URLSearchParams(text);
  return params.toString() === text ? [...params].map(([name, value]) => ({ name, value })) : null;
}

/** `-F name=content`, `--form-string name=text`. */
export function formPart(value: string, literal: boolean, remark: Remark): MultipartPart {
  const equals = value.indexOf("=");
  const name = equals < 0 ? value : value.slice(0, equals);
  const rest = equals < 0 ? "" : value.slice(equals + 1);
  if (literal) return { name, kind: "text", value: rest, paths: [] };
  const mark = rest.charAt(0);
  const isFile = mark === "@" || mark === "<";
  const { values, attributes } = formContent(isFile ? rest.slice(1) : rest, isFile);
  const contentType = attributes.get("type");
  for (const [key, text] of attributes)
    if (key !== "type")
      remark.add("warning", "no-place-value", {
        what: `${key} of the form part “${name}”`,
        value: text,
      });
  if (mark === "<") remark.add("warning", "curl-form-content", { path: values[0] ?? "" });
  return {
    name,
    kind: isFile ? "file" : "text",
    value: isFile ? "" : (values[0] ?? ""),
    paths: isFile ? values : [],
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** Content of a part, then `;type=…;filename=…`; content and values may be quoted. A file part may name several, by commas. */
function formContent(
  text: string,
  isFile: boolean,
): { readonly values: readonly string[]; readonly attributes: ReadonlyMap<string, string> } {
  const attributes = new Map<string, string>();
  const values: string[] = [];
  let at = 0;
  const read = (stops: RegExp): string => {
    if (text.charAt(at) === '"') {
      const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(text.slice(at));
      if (quoted !== null) {
        at += quoted[0].length;
        return (quoted[1] ?? "").replace(/\\(["\\])/g, "$1");
      }
    }
    const from = at;
    while (at < text.length && !stops.test(text.charAt(at))) at += 1;
    return text.slice(from, at).trim();
  };
  // A text keeps its semicolons unless what follows is an attribute.
  const attribute = /;\s*(?:type|filename|headers|encoder)\s*=/i;
  if (isFile) {
    values.push(read(/[;,]/));
    while (text.charAt(at) === ",") {
      at += 1;
      values.push(read(/[;,]/));
    }
  } else if (text.startsWith('"')) values.push(read(/;/));
  else {
    const stop = text.search(attribute);
    values.push(stop < 0 ? text : text.slice(0, stop));
    at = stop < 0 ? text.length : stop;
  }
  let last = "";
  while (text.charAt(at) === ";") {
    at += 1;
    const key = read(/[=;]/);
    if (text.charAt(at) !== "=") {
      // Parameters of the media type: `;type=text/plain;charset=utf-8`.
      if (last !== "" && key !== "") attributes.set(last, `${attributes.get(last) ?? ""};${key}`);
      continue;
    }
    at += 1;
    const value = read(/;/);
    const name = key.toLowerCase();
    if (/^(?:type|filename|headers|encoder)$/.test(name)) attributes.set((last = name), value);
    else if (last !== "") attributes.set(last, `${attributes.get(last) ?? ""};${key}=${value}`);
  }
  return { values, attributes };
}
