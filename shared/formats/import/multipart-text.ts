import { parseParameters } from "../../model/media-type.ts";
import type { MultipartPart } from "../../model/request.ts";
import { boundaryOf } from "../multipart/boundary.ts";
import { readMultipart } from "../multipart/read.ts";
import type { Remark } from "./remark.ts";

/**
 * Parts of a form that a browser wrote out as text. Null where that would not be sent again as it was: other fields than a form's parts have,
 * or a file with its content. A browser shows the names of files only: they are told.
 */
export function multipartText(
  text: string,
  contentType: string,
  remark: Remark,
): readonly MultipartPart[] | null {
  const boundary = boundaryOf(contentType);
  if (boundary === null || !/^multipart\/form-data/i.test(contentType)) return null;
  const bytes = new TextEncoder().encode(text);
  const reader = readMultipart(boundary);
  reader.push(bytes);
  const { parts, faults, complete } = reader.end();
  if (!complete || faults.length > 0 || parts.length === 0) return null;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const read = parts.map(({ headers, start, end }): MultipartPart | null => {
    const field = (name: string) =>
      headers.find(([found]) => found.toLowerCase() === name)?.[1] ?? "";
    const disposition = parseParameters(field("content-disposition"));
    const { name, filename } = disposition;
    const known = headers.every(([found]) => /^content-(?:disposition|type)$/i.test(found));
    const extra = Object.keys(disposition).some((key) => key !== "name" && key !== "filename");
    if (name === undefined || !known || extra || (filename !== undefined && end > start))
      return null;
    const type = field("content-type");
    return {
      name: unescaped(name),
      kind: filename === undefined ? "text" : "file",
      value: filename === undefined ? decoder.decode(bytes.subarray(start, end)) : "",
      paths: filename === undefined || filename === "" ? [] : [unescaped(filename)],
      ...(type === "" ? {} : { contentType: type }),
    };
  });
  if (!read.every((part) => part !== null)) return null;
  for (const { paths } of read)
    for (const path of paths) remark.tell("info", "file-not-there", { path });
  return read;
}

/** Names as they were before a browser wrote them, read as UTF-8 (HTML, multipart/form-data encoding). */
function unescaped(name: string): string {
  const bytes = Uint8Array.from(name, (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes).replaceAll("%22", '"').replaceAll("%0D%0A", "\r\n");
}
