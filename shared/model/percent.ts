/** Percent-encoding (RFC 3986 §2): which characters stay, and which become `%XX` of their UTF-8 bytes. */

const hex = "0123456789ABCDEF";
const encoder = new TextEncoder();

const unreserved = /^[A-Za-z0-9._~-]$/;
const pathCharacters = /^[A-Za-z0-9._~!$&'()*+,;=:@/-]$/;
const queryCharacters = /^[A-Za-z0-9._~!$&'()*+,;=:@/?-]$/;

/** Allowed set by name: a single value, a whole path, a whole query (RFC 3986 §3.3, §3.4). */
export type PercentSet = "value" | "path" | "query";

const sets: Readonly<Record<PercentSet, RegExp>> = {
  value: unreserved,
  path: pathCharacters,
  query: queryCharacters,
};

/**
 * Encodes what `set` does not allow. With `keepTriplets`, a well formed `%XX` is left as it is, so text that is already
 * encoded is not encoded twice; a `%` that begins no triplet becomes `%25`.
 */
export function percentEncode(text: string, set: PercentSet, keepTriplets: boolean): string {
  const allowed = sets[set];
  let out = "";
  let index = 0;
  while (index < text.length) {
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0xfffd);
    if (allowed.test(character)) out += character;
    else if (keepTriplets && /^%[0-9A-Fa-f]{2}/.test(text.slice(index, index + 3))) out += "%";
    else out += encodeBytes(encoder.encode(character));
    index += character.length;
  }
  return out;
}

/** `%XX` for each byte. */
export function encodeBytes(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += `%${hex[byte >> 4]}${hex[byte & 15]}`;
  return out;
}

/** Decodes `%XX` as UTF-8; what is not a triplet stays, ill-formed UTF-8 becomes U+FFFD. Never throws. */
export function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = new Uint8Array(run.length / 3);
    for (let index = 0; index < bytes.length; index += 1)
      bytes[index] = Number.parseInt(run.slice(index * 3 + 1, index * 3 + 3), 16);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });
}
