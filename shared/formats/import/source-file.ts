import { isUtf8 } from "../charset.ts";

/** A file the person chose, or one of a chosen folder or archive. */
export interface SourceFile {
  /** `/`-separated, relative to what was chosen; the file's name for a single file. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file as text: decoded, without byte order mark, every line break `\n`. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/**
 * The text of bytes: by byte order mark; UTF-16 without one is seen by its zero bytes; then UTF-8, and what is none as
 * windows-1252. Line breaks become `\n`. Never throws.
 */
function decodeText(bytes: Uint8Array): string {
  const decoded = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return decoded.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}

/** The text of bytes; null for bytes that are no text. */
export function asText(bytes: Uint8Array): string | null {
  const text = decodeText(bytes);
  return text.includes("\0") ? null : text;
}

function encodingOf(bytes: Uint8Array): string {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a > 0 && b === 0 && c > 0 && d === 0) return "utf-16le";
  if (a === 0 && b > 0 && c === 0 && d > 0) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** The name of a file without folders and without its last extension. */
export function stem(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The folder part of a path, "" at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
