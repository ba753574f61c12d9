import { isControl, opcode, type SocketFrame } from "../../../../shared/model/web-socket.ts";
import { drawControls } from "../../../views/rows/row-text.ts";
import { headBytes, type PayloadHead } from "./payload-heads.ts";

/** Bytes of a binary payload that a row can show. */
const hexBytes = 48;

/** The beginning of a payload on one line: text, or bytes in hex. `code`: the opcode of the message. */
export function payloadText(
  { bytes, total }: PayloadHead,
  code: number,
): { readonly text: string; readonly hex: boolean } {
  const own = code === opcode.close ? bytes.subarray(2) : bytes;
  const cut = total === null || total > bytes.length;
  if (code !== opcode.binary) {
    // A character may be cut where the beginning ends.
    const decoded = new TextDecoder("utf-8", { fatal: !cut && isControl(code) });
    try {
      const text = decoded.decode(own, { stream: cut });
      if (code === opcode.text || !/[\u0000-\u0008\u000e-\u001f]/.test(text))
        return { text: drawControls(text, true).replaceAll("\t", " "), hex: false };
    } catch {
      // A ping may carry any bytes.
    }
  }
  const hex = Array.from(own.subarray(0, hexBytes), (byte) => byte.toString(16).padStart(2, "0"));
  const more = own.length > hexBytes || (cut && bytes.length >= headBytes);
  return { text: `${hex.join(" ")}${more ? " …" : ""}`, hex: true };
}

/** Which word names it. */
export function kindOf(
  code: number,
): "text" | "binary" | "ping" | "pong" | "close" | "continuation" | "unknown" {
  switch (code) {
    case opcode.continuation:
      return "continuation";
    case opcode.text:
      return "text";
    case opcode.binary:
      return "binary";
    case opcode.close:
      return "close";
    case opcode.ping:
      return "ping";
    case opcode.pong:
      return "pong";
    default:
      return "unknown";
  }
}

/** FIN, RSV1 to RSV3 and MASK as they are set in a head. */
export function headBits({ fin, rsv, masked }: SocketFrame): readonly string[] {
  return [
    ...(fin ? ["FIN"] : []),
    ...((rsv & 4) !== 0 ? ["RSV1"] : []),
    ...((rsv & 2) !== 0 ? ["RSV2"] : []),
    ...((rsv & 1) !== 0 ? ["RSV3"] : []),
    ...(masked ? ["MASK"] : []),
  ];
}
