import { exactJson } from "../commented-json.ts";
import type { MultipartPart, RequestBody, Row } from "../../../model/request.ts";
import {
  isJsonType,
  isXmlType,
  parseMediaType,
  parseParameters,
} from "../../../model/media-type.ts";
import { formRows } from "../curl/body.ts";

export interface HttpFileBody {
  readonly body: RequestBody;
  /** True when the boundary of the Content-Type is Envoi's to choose. */
  readonly ownBoundary: boolean;
}

/** Lines of a body without the blank ones around it. */
export function bodyText(lines: readonly string[]): string {
  return lines
    .join("\n")
    .replace(/^\s*\n/, "")
    .replace(/\s+$/, "");
}

const fileLine = /^<(@\S*)?[ \t]+(\S.*)$/;

/** A body by the request's Content-Type. `resolve` makes a path relative to the collection. */
export function httpFileBody(
  lines: readonly string[],
  contentType: string,
  resolve: (path: string) => string,
  tell: (what: "file-variables" | "file-between", path: string) => void,
): HttpFileBody {
  const text = bodyText(lines);
  const plain = (body: RequestBody): HttpFileBody => ({ body, ownBoundary: false });
  if (text === "") return plain({ kind: "none" });
  const { essence, parameters } = parseMediaType(contentType);
  if (essence === "multipart/form-data" && parameters["boundary"] !== undefined) {
    const parts = multipartParts(text, parameters["boundary"], resolve);
    if (parts !== null) return { body: { kind: "multipart", parts }, ownBoundary: true };
  }
  const file = text.includes("\n") ? null : fileLine.exec(text);
  if (file !== null) {
    // `<@`: variables in the file are replaced; Envoi sends it as it is.
    if (file[1] !== undefined) tell("file-variables", file[2] ?? "");
    const path = resolve((file[2] ?? "").trim());
    return plain({ kind: "file", files: [{ path, contentType, selected: true }] });
  }
  for (const row of file === null ? text.split("\n") : [])
    if (fileLine.test(row)) tell("file-between", row.replace(fileLine, "$2").trim());
  if (essence === "application/x-www-form-urlencoded") {
    const joined = text
      .split("\n")
      .map((row) => row.trim())
      .join("");
    const rows = formRows(joined) ?? plainForm(joined);
    return plain(rows === null ? { kind: "text", text: joined } : { kind: "form", rows });
  }
  if (isJsonType(essence) || (essence === "" && /^[[{]/.test(text))) return plain(exactJson(text));
  if (isXmlType(essence) || (essence === "" && text.startsWith("<?xml")))
    return plain({ kind: "xml", text });
  return plain({ kind: "text", text });
}

/** A form as people type it: blanks around its marks, letters nobody encoded (programs do it when they send), variables. */
function plainForm(text: string): readonly Row[] | null {
  const pairs = text.split("&").map((pair) => /^([^=]*)(?:=(.*))?$/s.exec(pair));
  const rows = pairs.map((pair) => ({
    name: decoded((pair?.[1] ?? "").trim()),
    value: decoded((pair?.[2] ?? "").trim()),
  }));
  return rows.every(({ name }) => /^(?:[^\s<>"{}]|\{\{.*\}\})+$/.test(name)) ? rows : null;
}

/** Text without a form's encoding; braces and what is no encoding stay. */
function decoded(text: string): string {
  return text
    .split(/(\{\{.*?\}\})/)
    .map((piece, index) => (index % 2 === 1 ? piece : decodedPiece(piece)))
    .join("");
}

function decodedPiece(text: string): string {
  return text.replaceAll("+", " ").replaceAll(/(?:%[\dA-Fa-f]{2})+/g, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

/** Parts between boundaries; null when they are not what they say. */
function multipartParts(
  text: string,
  boundary: string,
  resolve: (path: string) => string,
): readonly MultipartPart[] | null {
  const pieces = text.split("\n").reduce<string[][]>((all, row) => {
    if (row.trim() === `--${boundary}` || row.trim() === `--${boundary}--`) return [...all, []];
    all.at(-1)?.push(row);
    return all;
  }, []);
  const parts = pieces.filter((piece) => piece.some((row) => row.trim() !== ""));
  if (parts.length === 0) return null;
  const read = parts.map((piece) => {
    const blank = piece.findIndex((row) => row.trim() === "");
    const head = blank < 0 ? piece : piece.slice(0, blank);
    const content = bodyText(blank < 0 ? [] : piece.slice(blank + 1));
    const field = (name: string) =>
      head
        .find((row) => row.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? "";
    const disposition = parseParameters(`;${field("content-disposition")}`);
    const name = disposition["name"];
    if (name === undefined) return null;
    const file = fileLine.exec(content)?.[2];
    const type = field("content-type");
    return {
      name,
      kind: file === undefined ? ("text" as const) : ("file" as const),
      value: file === undefined ? content : "",
      paths: file === undefined ? [] : [resolve(file.trim())],
      ...(type === "" ? {} : { contentType: type }),
    };
  });
  return read.every((part) => part !== null) ? read : null;
}
