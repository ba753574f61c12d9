export const hexRowBytes = 16;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** "0a". */
export function hexByte(byte: number): string {
  return digits[byte] ?? "";
}

/** A byte as one visible character: printable ASCII as it is, everything else a dot. */
export function plainByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** Offset with as many hex digits as the whole needs, at least six. */
export function hexOffset(offset: number, size: number): string {
  return offset.toString(16).padStart(Math.max(6, size.toString(16).length), "0");
}
