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
 * path, then "response". Only the last segment of a path is used. `disposition` has one code unit for each byte; a `filename` in UTF-8
 * is read as such, as browsers do.
 */
export function suggestFileName(disposition: string | undefined, url: string): string {
  if (disposition === undefined) return namedIn(percentDecode(pathOf(url))) || "response";
  const parameters = parseParameters(`;${disposition}`);
  const candidates = [
    extendedValue(parameters["filename*"] ?? ""),
    rawText(parameters["filename"] ?? ""),
    percentDecode(pathOf(url)),
  ];
  return candidates.map(namedIn).find((name) => name !== "") ?? "response";
}

/** An ext-value (RFC 8187 §3.2): `charset'language'text`. "" when it is none, or not text of its charset. */
function extendedValue(value: string): string {
  const [, charset = "", text = ""] = /^([^']+)'[^']*'(.*)$/.exec(value) ?? [];
  if (charset === "") return "";
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return decoded(bytes, charset) ?? "";
}

function rawText(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? (decoded(text, "utf-8") ?? text) : text;
}

/** null: the bytes are no text of that charset, or nobody knows it. */
function decoded(bytes: string, charset: string): string | null {
  if (/[^\u0000-\u00ff]/.test(bytes)) return null;
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return decoder.decode(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
  } catch {
    return null;
  }
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
