import type { RawRequest } from "./request.ts";

/** The bytes of a text: UTF-8, each line break (CR LF or LF) written as `newline`. A lone CR is a byte like any other. */
export function textBytes(text: string, newline: RawRequest["newline"]): Uint8Array {
  const lines = text.replace(/\r\n/g, "\n");
  return new TextEncoder().encode(newline === "crlf" ? lines.replace(/\n/g, "\r\n") : lines);
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
 * The text of bytes, when text can hold them: valid UTF-8 whose line breaks are all of one kind and that has no lone CR,
 * so that `textBytes` gives the same bytes back. Otherwise null.
 */
export function bytesToText(
  bytes: Uint8Array,
): { readonly text: string; readonly newline: RawRequest["newline"] } | null {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const crlf = text.includes("\r\n");
  const rest = text.replace(/\r\n/g, "");
  if (rest.includes("\r") || (crlf && rest.includes("\n"))) return null;
  return {
    text: text.replace(/\r\n/g, "\n"),
    newline: crlf || !text.includes("\n") ? "crlf" : "lf",
  };
}
