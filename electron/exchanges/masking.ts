import { huffmanMasks } from "./huffman-masks.ts";

/** What stands in place of a secret's letters in text, and of each of its bytes in bytes. */
export const textMask = "••••••";
const byteMask = 0x2a;
/** Shorter values would be found everywhere, and hidden they would say nothing. */
const shortest = 4;
/** Bytes looked at in one go. */
const windowBytes = 256 << 10;

/** Hides the values of secrets, as they are and in the forms they take on their way to a server. */
export interface Masking {
  /** The same text with a mask for each. */
  text(text: string): string;
  /** The same data with every text and all bytes in it masked; names of fields stay. */
  inside<T>(data: T): T;
  /** The same number of bytes, each of a secret's replaced by `*`. */
  bytes(bytes: Uint8Array): Uint8Array;
  /** The same for bytes of the wire: also where a header block of HTTP/2 has them in Huffman's code. */
  wire(bytes: Uint8Array): Uint8Array;
  /** Bytes of the longest form: what has to be looked at around a range. */
  readonly reach: number;
}

/** null: there is nothing to hide. */
export function createMasking(values: Iterable<string>): Masking | null {
  const long = [...values].filter((value) => value.length >= shortest);
  const forms = [...new Set(long.flatMap(formsOf))];
  if (forms.length === 0) return null;
  // The longest first: a form may hold another.
  forms.sort((a, b) => b.length - a.length);
  const patterns = forms.map((form) => Buffer.from(form, "utf8"));
  for (const value of long)
    patterns.push(Buffer.from(value, "utf16le"), Buffer.from(value, "latin1"));
  const text = (given: string): string => {
    let masked = given;
    for (const form of forms) if (masked.includes(form)) masked = masked.replaceAll(form, textMask);
    return masked;
  };
  const bytes = (given: Uint8Array): Uint8Array => {
    const buffer = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    let masked: Buffer | null = null;
    for (const pattern of patterns) {
      for (let at = buffer.indexOf(pattern); at >= 0; at = buffer.indexOf(pattern, at + 1)) {
        masked ??= Buffer.from(buffer);
        masked.fill(byteMask, at, at + pattern.length);
      }
    }
    return masked ?? given;
  };
  const coded = huffmanMasks(forms);
  const wire = (given: Uint8Array): Uint8Array => {
    const plain = bytes(given);
    let masked: Uint8Array | null = plain === given ? null : plain;
    // Looked for in what was there: a mask over one form may cut another.
    coded.each(given, (start, end) => {
      masked ??= Uint8Array.from(given);
      masked.fill(byteMask, start, end);
    });
    return masked ?? given;
  };
  const inside = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (value instanceof Uint8Array) return bytes(value);
    if (value instanceof Map) return new Map([...value].map(([key, part]) => [key, inside(part)]));
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inside(part)]));
  };
  return {
    text,
    inside: (data) => inside(data) as typeof data,
    bytes,
    wire,
    reach: Math.max(coded.reach, ...patterns.map((pattern) => pattern.length)),
  };
}

/**
 * The forms a value takes: percent-encoded, as a form field, inside JSON, XML or base64 (alone and inside a longer text, at each of the
 * three places it may begin), as hex, and percent-encoded twice (OAuth 1); and the
 * runs of letters in it that no encoding changes.
 */
export function formsOf(value: string): readonly string[] {
  const utf8 = Buffer.from(value, "utf8");
  const percent = strictPercent(value);
  return [
    value,
    percent,
    encodeURIComponent(wellFormed(value)),
    encodeURI(wellFormed(value)),
    percent.replaceAll("%20", "+"),
    strictPercent(percent),
    percent.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    // UTF-8 read as if it were Latin-1, as servers of old do with header fields.
    utf8.toString("latin1"),
    ...(value.match(/[A-Za-z0-9._~-]{12,}/g) ?? []),
    utf8.toString("hex"),
    utf8.toString("hex").toUpperCase(),
    ...insideBase64(utf8),
    ...insideBase64(Buffer.from(value, "utf16le")),
  ].filter((form) => form.length >= shortest);
}

/** Half a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

function strictPercent(text: string): string {
  return encodeURIComponent(wellFormed(text)).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The letters of base64 that hang on the value alone, wherever in a text it begins; with the alphabet of URLs too (RFC 4648 §4, §5). */
function insideBase64(bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const from = before === 0 ? 0 : before + 1;
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const form = whole.slice(from, to);
    if (form.length < 2 * shortest) continue;
    found.push(form, form.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return found;
}

/** What is asked for of how many bytes, and those of them that cannot be read, in order: they are not looked at. */
interface MaskedPlace {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly lost?: readonly { readonly start: number; readonly end: number }[];
  /** Runs to be hidden that do not show what they hold. */
  readonly coded?: (
    bytes: Uint8Array,
    from: number,
  ) => Promise<readonly { readonly start: number; readonly end: number }[]>;
}

/** The same bytes `[start, end)` masked, across the seams of its pieces too. `size`: of the whole; `kind`: what bytes they are. */
export async function* maskedRange(
  masking: Masking,
  { start, end, size, lost = [], coded }: MaskedPlace,
  read: (start: number, end: number) => AsyncIterable<Uint8Array>,
  kind: "bytes" | "wire" = "bytes",
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = start; at < end; at += windowBytes) {
    const until = Math.min(end, at + windowBytes);
    const before = lost.findLast((one) => one.end <= at)?.end ?? 0;
    const behind = lost.find((one) => one.start >= until)?.start ?? size;
    const from = Math.max(before, at - masking.reach);
    const to = Math.min(size, behind, until + masking.reach);
    const pieces: Uint8Array[] = [];
    for await (const piece of read(from, to)) pieces.push(piece);
    const plain = Buffer.concat(pieces);
    let bytes = masking[kind](plain);
    for (const run of (await coded?.(plain, from)) ?? []) {
      if (bytes === plain) bytes = Uint8Array.from(plain);
      bytes.fill(byteMask, Math.max(0, run.start - from), Math.max(0, run.end - from));
    }
    const part = bytes.subarray(at - from, until - from);
    if (part.length > 0) yield part;
    if (part.length < until - at) return;
  }
}
