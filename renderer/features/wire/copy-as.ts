import { hexByte, plainByte } from "../../views/rows/hex-rows.ts";

export type CopyForm = "text" | "hex" | "c";

/** Most bytes for the clipboard: a hex dump is four times as long. */
export const copyLimit = 4 * 1024 * 1024;

/** Bytes in a form for the clipboard. Text is UTF-8 with what is not left as U+FFFD. */
export function copyForm(bytes: Uint8Array, form: CopyForm): string {
  if (form === "text") return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (form === "hex") return hexDump(bytes);
  return cArray(bytes);
}

/** `000000  47 45 …  GE…`, sixteen bytes a line. */
function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = Array.from(bytes.subarray(at, at + 16));
    const hex = part.map(hexByte).join(" ").padEnd(47);
    lines.push(`${at.toString(16).padStart(6, "0")}  ${hex}  ${part.map(plainByte).join("")}\n`);
  }
  return lines.join("");
}

function cArray(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 12) {
    const part = Array.from(bytes.subarray(at, at + 12), (byte) => `0x${hexByte(byte)}`);
    lines.push(`  ${part.join(", ")}`);
  }
  return `static const unsigned char bytes[${bytes.length}] = {\n${lines.join(",\n")}\n};\n`;
}
