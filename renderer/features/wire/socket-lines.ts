import { opcodeName, type SocketFrame } from "../../../shared/model/web-socket.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatCount } from "../../i18n/format.ts";
import { closeCodeText } from "../../i18n/messages/close-codes.ts";
import { type SocketFrameWords, socketFrameWords } from "../../i18n/messages/socket-frames.ts";
import type { PayloadHead } from "../websocket/response/payload-heads.ts";
import { kindOf, payloadText } from "../websocket/response/payload-text.ts";
import type { FrameLine } from "./frame-lines.ts";
import type { WirePart } from "./wire-parts.ts";

/** Something the bytes `[start, end)` of a frame say. */
export interface SocketLine extends FrameLine {
  readonly start: number;
  readonly end: number;
}

/** What a WebSocket frame says, a line for each field of its head (RFC 6455 §5.2) and one for its payload. */
export function socketLines(
  frame: SocketFrame,
  head: PayloadHead | null,
  words: SocketFrameWords,
  language: Language,
): SocketLine[] {
  const { start, end, headBytes, masked, fin, rsv, compressed, length, plainLength } = frame;
  const lines: SocketLine[] = [];
  const line = (from: number, to: number, name: string, value: string, note = "") =>
    lines.push({ start: from, end: to, name, value, note });
  const lengthEnd = start + headBytes - (masked ? 4 : 0);
  const payload = start + headBytes;
  line(start, start + 1, "FIN", fin ? "1" : "0", fin ? words.whole : words.goesOn);
  for (const [bit, name] of [
    [4, "RSV1"],
    [2, "RSV2"],
    [1, "RSV3"],
  ] as const)
    if ((rsv & bit) !== 0)
      line(
        start,
        start + 1,
        name,
        "1",
        bit === 4 && compressed ? words.compressed : words.reserved,
      );
  const kind = kindOf(frame.opcode);
  line(
    start,
    start + 1,
    opcodeName(frame.opcode),
    `0x${frame.opcode.toString(16)}`,
    words.opcodes[kind],
  );
  line(start + 1, start + 2, "MASK", masked ? "1" : "0", masked ? words.masked : words.unmasked);
  const bits = { 0: 7, 2: 16, 8: 64 }[lengthEnd - start - 2] ?? 7;
  line(start + 1, lengthEnd, words.length, formatCount(length, language), words.bits(bits));
  if (masked) line(lengthEnd, payload, words.key, "", words.keyText);
  if (frame.closeCode !== null) {
    const { name, meaning } = closeCodeText(frame.closeCode, language);
    line(payload, payload + 2, words.code, `${frame.closeCode} ${name}`.trim(), meaning);
  }
  if (length > 0) {
    const text = head === null ? "" : payloadText(head, frame.opcode).text;
    const size = formatBytes(length, language);
    const note = compressed
      ? words.inflated(size, formatBytes(plainLength, language))
      : (masked ? words.unXored : words.asIs)(size);
    line(payload, end, words.payload, text, note);
  }
  if (frame.partial) line(start, end, "", "", words.partial);
  return lines;
}

/** How many lines `socketLines` gives, without making them. */
export function socketLineCount({ rsv, masked, closeCode, length, partial }: SocketFrame): number {
  const set = (rsv & 1) + ((rsv >> 1) & 1) + ((rsv >> 2) & 1);
  return 4 + set + [masked, closeCode !== null, length > 0, partial].filter(Boolean).length;
}

/** The bytes of a part that are lit: all, or those of one of the things it says. */
export function litRange(
  part: WirePart,
  line: number,
): { readonly start: number; readonly end: number } {
  const said =
    part.kind === "socket" && line >= 0
      ? socketLines(part.frame, null, socketFrameWords.en, "en")[line]
      : undefined;
  const { start, end } = said ?? part;
  return { start, end: Math.max(end, start + 1) };
}
