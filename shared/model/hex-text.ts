/** Bytes as hex, two digits each, a space between. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The bytes of hex text (`47 45`, `4745`, `0x47, 0x45`, `\x47`); null when it is something else. */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.replace(/0x|\\x|[\s,:;]+/gi, "");
  if (digits === "" || digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}
