import { parseMediaType } from "../../model/media-type.ts";

/** The boundary a Content-Type names (RFC 2046 §5.1.1); null: it is no multipart, or its boundary cannot be one. */
export function boundaryOf(contentType: string): string | null {
  const { essence, parameters } = parseMediaType(contentType);
  const boundary = parameters["boundary"];
  if (!essence.startsWith("multipart/") || boundary === undefined) return null;
  return /^[\x20-\x7e]{1,200}$/.test(boundary) && !boundary.endsWith(" ") ? boundary : null;
}
