/**
 * A part's content without its Content-Transfer-Encoding (RFC 2045 §6). RFC 7578 §4.7 wants none, older senders use it. Unknown ones, and
 * base64 that is none, leave the bytes as they are.
 */
export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case "base64":
      return fromBase64(bytes) ?? bytes;
    case "quoted-printable":
      return fromQuotedPrintable(bytes);
    default:
      return bytes;
  }
}

function fromBase64(bytes: Uint8Array): Uint8Array | null {
  const text = new TextDecoder("latin1").decode(bytes).replace(/[\t\n\f\r ]/g, "");
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** `=XX` is a byte, `=` at the end of a line joins it with the next; anything else after `=` stays (RFC 2045 §6.7). */
function fromQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x3d) {
      out.push(byte);
      continue;
    }
    const [high, low] = [hexDigit(bytes[at + 1]), hexDigit(bytes[at + 2])];
    if (high !== null && low !== null) {
      out.push(high * 16 + low);
      at += 2;
    } else if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) at += 2;
    else if (bytes[at + 1] === 0x0a) at += 1;
    else out.push(byte);
  }
  return Uint8Array.from(out);
}

function hexDigit(byte: number | undefined): number | null {
  const text = String.fromCharCode(byte ?? 0);
  return /[0-9A-Fa-f]/.test(text) ? Number.parseInt(text, 16) : null;
}
