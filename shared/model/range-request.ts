import { readContentRange, readUnsatisfied } from "./content-range.ts";
import type { Hop } from "./exchange.ts";
import { headerValue } from "./header.ts";
import type { Row } from "./request.ts";
import { strongValidator } from "./resumable.ts";

/** Which bytes to ask for: from one to another (inclusive; null: to the end), or the last so many. */
export type ByteSpan =
  | { readonly kind: "from"; readonly first: number; readonly last: number | null }
  | { readonly kind: "last"; readonly count: number };

/** Value of `Range` (RFC 9110 §14.2). */
export function rangeText(span: ByteSpan): string {
  return span.kind === "last" ? `bytes=-${span.count}` : `bytes=${span.first}-${span.last ?? ""}`;
}

/**
 * Header rows that ask for these bytes: `Range`, and with a validator `If-Range` (RFC 9110 §13.1.5), so that what was changed meanwhile
 * comes whole. They take the place of such rows that were there; all others stay as they are.
 */
export function withRange(
  rows: readonly Row[],
  span: ByteSpan,
  validator: string | null,
): readonly Row[] {
  const wanted: readonly Row[] = [
    { name: "Range", value: rangeText(span) },
    ...(validator === null ? [] : [{ name: "If-Range", value: validator }]),
  ];
  const at = rows.findIndex(isRange);
  const rest = rows.filter((row) => !isRange(row));
  const before = at === -1 ? rest.length : rows.slice(0, at).filter((row) => !isRange(row)).length;
  return [...rest.slice(0, before), ...wanted, ...rest.slice(before)];
}

/** The rows without those that ask for a part. */
export function withoutRange(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => !isRange(row));
}

/** Whether a part is asked for. */
export function asksForRange(rows: readonly Row[]): boolean {
  return rows.some((row) => row.disabled !== true && row.name.trim().toLowerCase() === "range");
}

function isRange({ name }: Row): boolean {
  return /^(?:if-)?range$/i.test(name.trim());
}

/** What a reply says of a part, and what can be asked next. `next` null: nothing comes after it, or it is not known. */
export type RangeAnswer =
  | {
      readonly kind: "part";
      readonly first: number;
      readonly last: number;
      readonly size: number | null;
      readonly next: ByteSpan | null;
      /** Of If-Range for the next part. */
      readonly validator: string | null;
    }
  | { readonly kind: "parts" }
  /** 206 without a Content-Range that can be read. */
  | { readonly kind: "unclear" }
  /** A part was asked for and all of it came. */
  | { readonly kind: "whole" }
  /** 416; `size` of the whole where the server tells. */
  | { readonly kind: "unsatisfied"; readonly size: number | null };

/** What a hop's reply says of the range that was asked for (RFC 9110 §14, §15.3.7, §15.5.17); null: no range is in question. Pure. */
export function rangeAnswer(
  hop: Pick<Hop, "response" | "requestHeaders" | "method">,
): RangeAnswer | null {
  const { response } = hop;
  if (response === null) return null;
  const field = (name: string) => headerValue(response.headers, name);
  if (response.status === 416)
    return { kind: "unsatisfied", size: readUnsatisfied(field("content-range")) };
  if (response.status === 206) {
    if (/^\s*multipart\/byteranges\b/i.test(field("content-type") ?? "")) return { kind: "parts" };
    const range = readContentRange(field("content-range"));
    if (range === null) return { kind: "unclear" };
    const { first, last, size } = range;
    const length = last - first + 1;
    const end = size === null ? last + length : Math.min(size - 1, last + length);
    const more = size === null || last + 1 < size;
    return {
      kind: "part",
      first,
      last,
      size,
      next: more ? { kind: "from", first: last + 1, last: end } : null,
      validator: strongValidator(hop),
    };
  }
  // Range means something to GET alone (RFC 9110 §14.2).
  const asked = hop.requestHeaders.some(({ name }) => name.toLowerCase() === "range");
  return response.status === 200 && asked && hop.method === "GET" ? { kind: "whole" } : null;
}
