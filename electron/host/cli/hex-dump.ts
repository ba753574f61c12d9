/** Bytes as curl --trace writes them: offset, sixteen bytes in hex, the printable ones as text. */
export function* hexDump(bytes: Uint8Array, from = 0): Generator<string> {
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = Array.from(row, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
    ).join("");
    yield `${(from + at).toString(16).padStart(4, "0")}: ${hex.padEnd(47)} ${text}`;
  }
}
