import { ChevronRight } from "lucide-react";
import { opcodeName, type SocketFrame } from "../../../shared/model/web-socket.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/language.ts";
import { socketFrameWords } from "../../i18n/messages/socket-frames.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { joined } from "../../ui/joined.ts";
import type { PayloadHead } from "../websocket/response/payload-heads.ts";
import { headBits, payloadText } from "../websocket/response/payload-text.ts";
import styles from "./Parts.module.css";
import { socketLines } from "./socket-lines.ts";

/** A WebSocket frame on one line of the list of parts. */
export function SocketText({
  frame,
  head,
  opened,
  wide,
  language,
}: {
  readonly frame: SocketFrame;
  /** The beginning of its plain payload; null: not read yet. */
  readonly head: PayloadHead | null;
  readonly opened: boolean;
  readonly wide: boolean;
  readonly language: Language;
}) {
  const words = useText(wireWords);
  const { direction, at, start, end } = frame;
  return (
    <>
      <ChevronRight
        size={12}
        aria-hidden="true"
        className={joined(styles.chevron, opened && styles.opened)}
      />
      <span className={styles.arrow}>
        <span aria-hidden="true">{direction === "sent" ? "→" : "←"}</span>
        <span className={styles.hidden}>{direction === "sent" ? words.sent : words.received}</span>
      </span>
      {wide ? <span className={styles.time}>{formatDuration(at, language)}</span> : null}
      <span className={styles.type}>{opcodeName(frame.opcode)}</span>
      <span className={styles.summary}>{payloadOf(frame, head)}</span>
      <span className={styles.flags}>{headBits(frame).join(" ")}</span>
      <span className={styles.size}>{formatBytes(end - start, language)}</span>
    </>
  );
}

/** One of the things an open frame says. */
export function SocketLineText({
  frame,
  head,
  line,
  language,
}: {
  readonly frame: SocketFrame;
  readonly head: PayloadHead | null;
  readonly line: number;
  readonly language: Language;
}) {
  const says = useText(socketFrameWords);
  const shown = socketLines(frame, head, says, language)[line];
  if (shown === undefined) return null;
  const { name, value, note } = shown;
  const whole = [name, value, note].filter((text) => text !== "").join(": ");
  return (
    <>
      {name === "" ? null : <span className={styles.name}>{name}</span>}
      {value === "" ? null : (
        <span className={styles.value} title={whole}>
          {value}
        </span>
      )}
      <span className={styles.note} title={note}>
        {note}
      </span>
    </>
  );
}

/** What a frame says, as far as its row has room. */
export function payloadOf(frame: SocketFrame, head: PayloadHead | null): string {
  if (frame.closeCode !== null) {
    const reason = head === null ? "" : payloadText(head, frame.opcode).text;
    return `${frame.closeCode} ${reason}`.trim();
  }
  return head === null ? "" : payloadText(head, frame.opcode).text;
}
