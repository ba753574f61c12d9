/** Checks text that comes in pieces (RFC 3629 §4): shortest form, no surrogates, nothing above U+10FFFF. */
export interface Utf8Check {
  /** The place in `bytes` of the first byte that cannot stand there; -1: none. Nothing may be pushed after a fault. */
  push(bytes: Uint8Array): number;
  /** Whether the text may end here. */
  complete(): boolean;
}

export function utf8Check(): Utf8Check {
  /** Bytes that have to follow, and between what the next of them must lie. */
  let wanted = 0;
  let low = 0x80;
  let high = 0xbf;
  return {
    push(bytes) {
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (wanted > 0) {
          if (byte < low || byte > high) return at;
          wanted -= 1;
          low = 0x80;
          high = 0xbf;
        } else if (byte >= 0x80) {
          if (byte < 0xc2 || byte > 0xf4) return at;
          wanted = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
          low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
          high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
        }
      }
      return -1;
    },
    complete: () => wanted === 0,
  };
}
