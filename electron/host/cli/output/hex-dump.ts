/** Bytes as curl --trace writes them: offset, sixteen bytes in hex, the printable ones as text. */
export function* hexDump(bytes: Uint8Array, from = 0): Generator<string> {
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    yield `${offset(from + at)}: ${hex.padEnd(47)} ${printable(row)}`;
  }
}

/** Bytes as curl --trace-ascii writes them: offset and text, a new row after each CRLF and after 64 bytes. */
export function* textDump(bytes: Uint8Array, from = 0): Generator<string> {
  for (let at = 0; at < bytes.length;) {
    const row = bytes.subarray(at, at + 64);
    const end = row.findIndex((byte, index) => byte === 0x0d && row[index + 1] === 0x0a);
    const length = end < 0 ? row.length : end;
    yield `${offset(from + at)}: ${printable(row.subarray(0, length))}`;
    at += end < 0 ? length : length + 2;
  }
}

const offset = (at: number): string => at.toString(16).padStart(4, "0");

function printable(row: Uint8Array): string {
  return Array.from(row, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
  ).join("");
}
