import type { PartRange } from "../../shared/formats/multipart/read.ts";
import { headerValue } from "../../shared/model/header.ts";
import { parseMediaType, parseParameters } from "../../shared/model/media-type.ts";

/** What the fields of a part say of it. "" where they do not. */
export interface PartFacts extends PartRange {
  /** Of form-data. */
  readonly name: string;
  /** Without folders. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly charset: string;
  /** Of a multipart in the multipart. */
  readonly boundary: string;
  /** Content-Range, as it stands. */
  readonly range: string;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
}

/** Reads the fields of a part (RFC 7578 §4.2, RFC 2045, RFC 9110 §14.6). Pure. */
export function describePart(part: PartRange): PartFacts {
  const field = (name: string): string => headerValue(part.headers, name)?.trim() ?? "";
  const disposition = parseParameters(field("content-disposition"));
  const type = parseMediaType(field("content-type"));
  return {
    ...part,
    name: utf8(disposition["name"] ?? ""),
    fileName: utf8(disposition["filename"] ?? "").replace(/^.*[/\\]/, ""),
    mediaType: type.essence,
    charset: (type.parameters["charset"] ?? "").toLowerCase(),
    boundary: type.essence.startsWith("multipart/") ? (type.parameters["boundary"] ?? "") : "",
    range: field("content-range"),
    encoding: field("content-transfer-encoding").toLowerCase(),
  };
}

/** Fields are kept one code unit a byte; names in them are UTF-8 (RFC 7578 §5.1). */
function utf8(text: string): string {
  try {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
