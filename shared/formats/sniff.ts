import { scanJson } from "./json-scan.ts";

/** What a body is, for choosing how to show it. */
export type BodyKind =
  | "json"
  | "ndjson"
  | "xml"
  | "html"
  | "text"
  /** Server-sent events. */
  | "events"
  | "image"
  | "svg"
  | "pdf"
  | "audio"
  | "video"
  | "binary";

/** How many bytes are worth looking at. */
export const sniffLength = 4096;

/** First bytes that no text begins with (WHATWG MIME Sniffing §6), -1: any byte. */
const signatures: readonly (readonly [kind: BodyKind, bytes: readonly number[]])[] = [
  ["image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image", [0xff, 0xd8, 0xff]],
  ["image", [0x47, 0x49, 0x46, 0x38]],
  ["image", [0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x45, 0x42, 0x50]],
  ["image", [0x42, 0x4d, -1, -1, -1, -1, 0, 0]],
  ["image", [0, 0, 1, 0]],
  ["image", [-1, -1, -1, -1, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66]],
  ["audio", [0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x41, 0x56, 0x45]],
  ["audio", [0x49, 0x44, 0x33]],
  ["audio", [0x4f, 0x67, 0x67, 0x53]],
  ["video", [0x1a, 0x45, 0xdf, 0xa3]],
  ["video", [-1, -1, -1, -1, 0x66, 0x74, 0x79, 0x70]],
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["binary", [0x1f, 0x8b]],
  ["binary", [0x50, 0x4b, 0x03, 0x04]],
];

/**
 * What a body is, from its first bytes and the media type it was labelled with (lower case, without parameters, may be "").
 * Bytes win over labels that are plainly wrong: JSON labelled as text is JSON, a picture labelled as text is a picture.
 */
export function sniffBody(first: Uint8Array, mediaType: string): BodyKind {
  const head = first.subarray(0, sniffLength);
  const signed = signatures.find(([, bytes]) => startsWith(head, bytes))?.[0];
  if (signed !== undefined) return signed;
  // What a browser reads as events whatever is in it; a plain error in JSON under that label is shown as such.
  if (mediaType === "text/event-stream") return looksLikeJson(head) ? "json" : "events";
  const labelled = kindOfLabel(mediaType);
  const wide = isUtf16(head);
  if (!wide && head.some(isBinaryByte)) {
    return labelled === "image" || labelled === "audio" || labelled === "video"
      ? labelled
      : "binary";
  }
  if (labelled !== null && labelled !== "text" && labelled !== "binary") return labelled;
  if (!wide && looksLikeJson(head)) return "json";
  const start = new TextDecoder().decode(head.subarray(0, 512)).trimStart().slice(0, 200);
  if (labelled !== "text" || mediaType === "text/plain") {
    if (/^<\?xml\s/.test(start)) return /<svg[\s>]/.test(start) ? "svg" : "xml";
    if (/^(?:<!doctype html|<html[\s>])/i.test(start)) return "html";
    if (/^<svg[\s>]/.test(start)) return "svg";
  }
  return "text";
}

function kindOfLabel(mediaType: string): BodyKind | null {
  const [type = "", subtype = ""] = mediaType.split("/");
  if (subtype === "") return null;
  if (/^(?:x-)?(?:ndjson|jsonlines|jsonl|json-seq)$/.test(subtype)) return "ndjson";
  if (/(?:^|[+-])json$/.test(subtype)) return "json";
  if (subtype === "svg+xml") return "svg";
  if (subtype === "html" || subtype === "xhtml+xml") return "html";
  if (subtype === "xml" || subtype.endsWith("+xml")) return "xml";
  if (subtype === "pdf") return "pdf";
  if (type === "image" || type === "audio" || type === "video" || type === "text") return type;
  if (
    /^(?:javascript|x-javascript|ecmascript|graphql|yaml|x-yaml|x-www-form-urlencoded)$/.test(
      subtype,
    )
  ) {
    return "text";
  }
  return "binary";
}

function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return (
    bytes.length >= wanted.length && wanted.every((byte, at) => byte === -1 || byte === bytes[at])
  );
}

function isUtf16(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
}

/** MIME Sniffing §3: a byte no text holds. */
function isBinaryByte(byte: number): boolean {
  return (
    byte <= 0x08 ||
    byte === 0x0b ||
    (byte >= 0x0e && byte <= 0x1a) ||
    (byte >= 0x1c && byte <= 0x1f)
  );
}

/** An object or array whose first bytes keep to the grammar. A lone number or word is text. */
function looksLikeJson(head: Uint8Array): boolean {
  const first = head.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  if (first !== 0x7b && first !== 0x5b) return false;
  let pieces = 0;
  const scan = scanJson({
    piece: () => void (pieces += 1),
    gap: () => undefined,
    line: () => undefined,
  });
  return scan.push(head) && pieces >= 2;
}
