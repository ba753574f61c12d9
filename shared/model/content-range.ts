import type { ResponseHead } from "./exchange.ts";
import { headerValue } from "./header.ts";

/** `Content-Range: bytes first-last/size` (RFC 9110 §14.4), `last` inclusive; `size` null when it is `*`. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly size: number | null;
}

/** Reads the field strictly: one byte range that makes sense, or null. */
export function readContentRange(value: string | undefined): ContentRange | null {
  const found = /^bytes[ \t]+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(value?.trim() ?? "");
  if (found === null) return null;
  const first = Number(found[1]);
  const last = Number(found[2]);
  const size = found[3] === "*" ? null : Number(found[3]);
  return last < first || (size !== null && last >= size) ? null : { first, last, size };
}

/** Whether a reply goes on at the very byte that was asked for: anything else must not be put behind what is there. */
export function isRest(head: ResponseHead, from: number): boolean {
  if (head.status !== 206) return false;
  return readContentRange(headerValue(head.headers, "content-range"))?.first === from;
}

/** Whether a reply holds a part of something only (RFC 9110 §15.3.7). */
export function isPart(head: ResponseHead | null): boolean {
  if (head?.status !== 206) return false;
  const range = readContentRange(headerValue(head.headers, "content-range"));
  return range === null || range.first > 0 || range.last + 1 !== range.size;
}

/** The whole size a 416 tells (`bytes *` slash size); null when it does not. */
export function readUnsatisfied(value: string | undefined): number | null {
  const found = /^bytes[ \t]+\*\/(\d{1,15})$/i.exec(value?.trim() ?? "");
  return found === null ? null : Number(found[1]);
}
