import { parseParameters } from "./media-type.ts";
import { percentDecode } from "./percent.ts";

/** Makes any text a harmless file name: no separators, controls, reserved names, leading or trailing dots; at most 120 characters. */
export function safeFileName(text: string): string {
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
  const parameters = disposition === undefined ? {} : parseParameters(`;${disposition}`);
  const extended = /^(?:utf-8|iso-8859-1)'[^']*'(.*)$/i.exec(parameters["filename*"] ?? "")?.[1];
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/, "");
  const candidates = [
    extended === undefined ? "" : percentDecode(extended),
    parameters["filename"] ?? "",
    percentDecode(path),
  ];
  for (const candidate of candidates) {
    const name = safeFileName(candidate.split(/[/\\]/).at(-1) ?? "");
    if (name !== "") return name;
  }
  return "response";
}
