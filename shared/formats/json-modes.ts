/** The modes of a JSON scan: what may stand next, or where in a token it is. Between tokens below `string`. */
export const value = 0;
export const valueOrClose = 1;
export const key = 2;
export const keyOrClose = 3;
export const colon = 4;
export const after = 5;
export const done = 6;
export const string = 7;
export const escape = 8;
export const hex4 = 9;
export const hex1 = 12;
export const keyString = 13;
export const keyEscape = 14;
export const keyHex4 = 15;
export const keyHex1 = 18;
export const minus = 19;
export const zero = 20;
export const digits = 21;
export const point = 22;
export const fraction = 23;
export const exponent = 24;
export const exponentSign = 25;
export const exponentDigits = 26;
export const literal = 27;

/** A letter that may follow a backslash in a string, but u. */
export function isEscape(byte: number): boolean {
  return `"\\/bfnrt`.includes(String.fromCharCode(byte));
}

export function isHex(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x46) ||
    (byte >= 0x61 && byte <= 0x66)
  );
}

/** The mode after one more byte of a number; -1: it cannot stand here; -2: the number ended before it. */
export function numberMode(mode: number, byte: number): number {
  const digit = byte >= 0x30 && byte <= 0x39;
  switch (mode) {
    case minus:
      return byte === 0x30 ? zero : digit ? digits : -1;
    case point:
      return digit ? fraction : -1;
    case exponent:
      if (byte === 0x2b || byte === 0x2d) return exponentSign;
      return digit ? exponentDigits : -1;
    case exponentSign:
      return digit ? exponentDigits : -1;
    case zero:
      if (digit) return -1;
      break;
    default:
      if (digit) return mode;
  }
  if ((mode === zero || mode === digits) && byte === 0x2e) return point;
  if (mode !== exponentDigits && (byte === 0x65 || byte === 0x45)) return exponent;
  return -2;
}

/** What a piece is, by the mode before it and its first byte. */
export function tokenKind(
  mode: number,
  byte: number,
): "key" | "string" | "number" | "keyword" | "plain" {
  if (mode === key || mode === keyOrClose) return byte === 0x22 ? "key" : "plain";
  if (mode >= keyString && mode <= keyHex1) return "key";
  if (mode >= string && mode <= hex1) return "string";
  if (mode === literal) return "keyword";
  if (mode >= minus) return "number";
  if (mode !== value && mode !== valueOrClose && mode !== done) return "plain";
  if (byte === 0x22) return "string";
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return "number";
  return byte >= 0x61 && byte <= 0x7a ? "keyword" : "plain";
}
