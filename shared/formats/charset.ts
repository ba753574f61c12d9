/** How a body's bytes become characters, and why. */
export interface Charset {
  /** The WHATWG name: "utf-8", "windows-1252", "utf-16le" … */
  readonly name: string;
  readonly from: "header" | "byte-order-mark" | "guess" | "person";
}

/** Names offered when the person wants another one. */
export const offeredCharsets = [
  "utf-8",
  "windows-1252",
  "iso-8859-2",
  "iso-8859-15",
  "windows-1251",
  "koi8-r",
  "shift_jis",
  "euc-jp",
  "gbk",
  "gb18030",
  "big5",
  "euc-kr",
  "utf-16le",
  "utf-16be",
] as const;

/** The WHATWG name of a label, or null when nothing decodes it (Encoding Standard §4.2). */
export function charsetName(label: string): string | null {
  if (label === "") return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/**
 * The charset of a body: a byte order mark wins (Encoding Standard §6), then Content-Type, then UTF-8 where the first
 * bytes allow it, else Latin-1, which decodes anything.
 */
export function chooseCharset(declared: string, first: Uint8Array): Charset {
  const [a, b, c] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: "utf-8", from: "byte-order-mark" };
  if (a === 0xff && b === 0xfe) return { name: "utf-16le", from: "byte-order-mark" };
  if (a === 0xfe && b === 0xff) return { name: "utf-16be", from: "byte-order-mark" };
  const named = charsetName(declared);
  if (named !== null) return { name: named, from: "header" };
  return { name: isUtf8(first) ? "utf-8" : "windows-1252", from: "guess" };
}

/** True when bytes are UTF-8; a character cut at the end is no fault. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Where a row may end: the last character boundary in `(from, from + width]`, given that `from` is one. */
export function cutAt(bytes: Uint8Array, from: number, width: number, charset: string): number {
  const limit = Math.min(from + width, bytes.length);
  if (limit >= bytes.length) return bytes.length;
  if (charset === "utf-8") {
    let at = limit;
    while (at > limit - 4 && at > from && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
    // Four continuation bytes in a row are not UTF-8: any cut is as good.
    return at > from && ((bytes[at] ?? 0) & 0xc0) !== 0x80 ? at : limit;
  }
  if (charset === "utf-16le" || charset === "utf-16be") {
    const even = limit - ((limit - from) % 2);
    const high = bytes[charset === "utf-16le" ? even - 1 : even - 2] ?? 0;
    return even - from > 2 && high >= 0xd8 && high <= 0xdb ? even - 2 : Math.max(even, from + 1);
  }
  if (charset === "iso-2022-jp") return cutBetweenEscapes(bytes, from, limit);
  const step = stepOf(charset);
  if (step === null) return limit;
  let at = from;
  for (;;) {
    const next = at + step(bytes[at] ?? 0, bytes[at + 1] ?? 0);
    if (next > limit) return at > from ? at : limit;
    at = next;
  }
}

/** ISO-2022-JP: a row is read by itself, so it has to begin where the escapes before it have ended in ASCII. */
function cutBetweenEscapes(bytes: Uint8Array, from: number, limit: number): number {
  let ascii = true;
  let cut = from;
  for (let at = from; at <= limit;) {
    if (bytes[at] === 0x1b) {
      const end = at + 3;
      if (end > limit) break;
      ascii = bytes[at + 1] === 0x28 && bytes[at + 2] === 0x42;
      at = end;
    } else at += 1;
    if (ascii && at <= limit) cut = at;
  }
  return cut > from ? cut : limit;
}

/** Length of a character by its first two bytes, for the multi-byte charsets; null where each byte is a character. */
function stepOf(charset: string): ((lead: number, next: number) => number) | null {
  switch (charset) {
    case "shift_jis":
      return (lead) => ((lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc) ? 2 : 1);
    case "euc-jp":
      return (lead) => (lead === 0x8f ? 3 : lead >= 0x8e ? 2 : 1);
    // The decoders of both are one (Encoding Standard §10.1): a digit goes on to four bytes.
    case "gbk":
    case "gb18030":
      return (lead, next) =>
        lead < 0x81 || lead > 0xfe ? 1 : next >= 0x30 && next <= 0x39 ? 4 : 2;
    case "big5":
    case "euc-kr":
      return (lead) => (lead >= 0x81 && lead <= 0xfe ? 2 : 1);
    default:
      return null;
  }
}
