import type { HeaderField } from "../../../shared/model/header.ts";
import type { HeadMark } from "./encode.ts";

/** What can be told of bytes that a person typed as a whole request. Nothing here changes them. */
export interface RawRequest {
  /** "" when there is none. */
  readonly method: string;
  readonly target: string;
  /** "1.1"; "0.9" for a request line without a version; "" when there is no request line. */
  readonly httpVersion: string;
  /** Latin-1, as found; lines without a colon are left out. */
  readonly headers: readonly HeaderField[];
  /** Up to and with the empty line; all bytes when there is none. */
  readonly headBytes: number;
  readonly marks: readonly HeadMark[];
  /** True when bytes follow the first request, as far as its Content-Length tells: a second reply may come. */
  readonly more: boolean;
}

const LF = 10;
/** Beyond this many lines a head is only bytes. */
const maxLines = 10_000;

/**
 * Reads the first request in the bytes as a tolerant server would: bare LF ends a line, empty lines before the
 * request line are skipped (RFC 9112 §2.2), folded lines belong to the field above. `rest`: so many bytes follow. Never throws.
 */
export function readRawRequest(bytes: Uint8Array, rest = 0): RawRequest {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marks: HeadMark[] = [];
  const headers: HeaderField[] = [];
  let line = "";
  let at = 0;
  let headBytes = buffer.length;
  for (let lines = 0; at < buffer.length && lines < maxLines; lines += 1) {
    const newline = buffer.indexOf(LF, at);
    const end = newline < 0 ? buffer.length : newline + 1;
    const text = buffer.toString("latin1", at, end).replace(/\r?\n$/, "");
    if (text === "") {
      if (marks.length > 0 && newline >= 0) {
        headBytes = end;
        break;
      }
    } else if (marks.length === 0) {
      line = text;
      marks.push({ kind: "request-line", start: at, end, label: text.split(/[ \t]/, 1)[0] ?? "" });
    } else {
      readField(text, at, end, marks, headers);
    }
    at = end;
  }
  const simple = line.match(/^\S+[ \t]+\S+$/) !== null && marks.length === 1;
  if (simple) headBytes = Math.min(headBytes, marks[0]?.end ?? headBytes);
  const version = / HTTP\/(\S+)[ \t]*$/.exec(line);
  const method = line.split(/[ \t]/, 1)[0] ?? "";
  const target = (version === null ? line : line.slice(0, version.index))
    .slice(method.length)
    .trim();
  const httpVersion = version?.[1] ?? (simple ? "0.9" : line === "" ? "" : "1.1");
  return {
    method,
    target,
    httpVersion,
    headers,
    headBytes,
    marks,
    more: hasMore(headers, buffer.length + rest - headBytes),
  };
}

function readField(
  text: string,
  start: number,
  end: number,
  marks: HeadMark[],
  headers: HeaderField[],
): void {
  const previous = marks[marks.length - 1];
  if ((text.startsWith(" ") || text.startsWith("\t")) && previous?.kind === "request-header") {
    marks[marks.length - 1] = { ...previous, end };
    const field = headers[headers.length - 1];
    if (field !== undefined) headers[headers.length - 1] = [field[0], `${field[1]} ${text.trim()}`];
    return;
  }
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  marks.push({ kind: "request-header", start, end, label: name });
  if (colon >= 0) headers.push([name, text.slice(colon + 1).trim()]);
}

function hasMore(headers: readonly HeaderField[], after: number): boolean {
  const value = (name: string): string | undefined =>
    headers.find(([key]) => key.trim().toLowerCase() === name)?.[1];
  const length = value("content-length");
  if (length !== undefined && value("transfer-encoding") !== undefined) return true;
  if (value("transfer-encoding") !== undefined) return false;
  return after > (length !== undefined && /^\d+$/.test(length) ? Number(length) : 0);
}
