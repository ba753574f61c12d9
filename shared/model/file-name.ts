import { parseParameters } from "./media-type.ts";
import { percentDecode } from "./percent.ts";

/** Nothing to change in it; reserved names are no longer than four letters or go on with a dot. */
const plainName = /^[A-Za-z0-9_-]{5,120}$|^\d{1,4}$/;

/** Makes any text a harmless file name: no separators, controls, reserved names, leading or trailing dots; at most 120 characters. */
export function safeFileName(text: string): string {
  if (plainName.test(text)) return text;
  const flat = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const short = Array.from(flat).slice(0, 120).join("");
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(short) ? `_${short}` : short;
}

/**
 * A suggested name for a body: `filename*`, then `filename` of Content-Disposition (RFC 6266 §4.3), then the last segment of the URL's
 * path, then "response". Only the last segment of a path is used.
 */
export function suggestFileName(disposition: string | undefined, url: string): string {
  if (disposition === undefined) return namedIn(percentDecode(pathOf(url))) || "response";
  const parameters = parseParameters(`;${disposition}`);
  const extended = /^(?:utf-8|iso-8859-1)'[^']*'(.*)$/i.exec(parameters["filename*"] ?? "")?.[1];
  const candidates = [
    extended === undefined ? "" : percentDecode(extended),
    parameters["filename"] ?? "",
    percentDecode(pathOf(url)),
  ];
  return candidates.map(namedIn).find((name) => name !== "") ?? "response";
}

function namedIn(path: string): string {
  const start = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return start === path.length ? "" : safeFileName(path.slice(start));
}

/** What follows the host, up to the query. */
function pathOf(url: string): string {
  const [before = ""] = /^(?:[a-z]+:\/\/[^/?#]*)?/i.exec(url) ?? [];
  const end = /[?#]/.exec(url.slice(before.length))?.index;
  return url.slice(before.length, end === undefined ? undefined : before.length + end);
}
