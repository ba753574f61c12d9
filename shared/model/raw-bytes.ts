import type { Newline, RawRequest } from "./request.ts";

/** Most bytes a raw request is made of. */
export const rawLimit = 8 * 1024 * 1024;

/** The bytes of a text: UTF-8, each line break (CR LF or LF) written as `newline`. A lone CR is a byte like any other. */
export function textBytes(text: string, newline: Newline): Uint8Array {
  const lines = text.replace(/\r\n/g, "\n");
  const withReturns = (some: string): string => some.replace(/\n/g, "\r\n");
  const headEnd = newline === "crlf-head" ? endOfHead(lines) : newline === "crlf" ? Infinity : 0;
  return new TextEncoder().encode(withReturns(lines.slice(0, headEnd)) + lines.slice(headEnd));
}

/** Where the body begins in a text whose line breaks are LF: after the first empty line; at the end when there is none. */
function endOfHead(lines: string): number {
  const at = lines.indexOf("\n\n");
  return at === -1 ? lines.length : at + 2;
}

/** Bytes as base64 (RFC 4648 §4, padded). */
export function bytesToBase64(bytes: Uint8Array): string {
  let text = "";
  const step = 0x8000;
  for (let at = 0; at < bytes.length; at += step) {
    text += String.fromCharCode(...bytes.subarray(at, at + step));
  }
  return btoa(text);
}

/** The bytes of base64; null when it is none. White space is skipped. */
export function base64ToBytes(base64: string): Uint8Array | null {
  try {
    const text = atob(base64.replace(/\s+/g, ""));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The bytes of a raw exchange, variables not replaced; null when its base64 cannot be read. */
export function rawBytes(raw: RawRequest): Uint8Array | null {
  return raw.encoding === "text" ? textBytes(raw.data, raw.newline) : base64ToBytes(raw.data);
}

/**
 * The text of bytes, when text can hold them: valid UTF-8 without a lone CR, whose line breaks are all of one kind, or CR LF in the head
 * and LF in the body, so that `textBytes` gives the same bytes back. Otherwise null.
 */
export function bytesToText(
  bytes: Uint8Array,
): { readonly text: string; readonly newline: Newline } | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const crlf = text.includes("\r\n");
  const rest = text.replace(/\r\n/g, "");
  if (rest.includes("\r")) return null;
  const lines = text.replace(/\r\n/g, "\n");
  if (crlf && rest.includes("\n")) {
    const body = text.indexOf("\r\n\r\n") + 4;
    const head = text.slice(0, body);
    const split = body > 3 && !text.slice(body).includes("\r");
    return split && !head.replace(/\r\n/g, "").includes("\n")
      ? { text: lines, newline: "crlf-head" }
      : null;
  }
  return { text: lines, newline: crlf || !text.includes("\n") ? "crlf" : "lf" };
}
