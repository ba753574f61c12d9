import { type SocketFrame, opcodeName } from "../../../../shared/model/web-socket.ts";
import { formatBytes, formatDuration } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { closeCodeText } from "../../../i18n/messages/close-codes.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { joined } from "../../../ui/joined.ts";
import styles from "./Messages.module.css";
import type { PayloadHead } from "./payload-heads.ts";
import { headBits, kindOf, payloadText } from "./payload-text.ts";

/** A message, or a frame of one, on one line. */
export function SocketRow({
  id,
  frame,
  head,
  form,
  chosen,
  onPress,
}: {
  readonly id: string;
  readonly frame: SocketFrame;
  /** Of the message, or of the frame alone; null: not read yet. */
  readonly head: PayloadHead | null;
  readonly form: "messages" | "frames";
  readonly chosen: boolean;
  readonly onPress: () => void;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const { direction, at, compressed, length, plainLength, partial, fin } = frame;
  const kind = kindOf(frame.opcode);
  const plain = form === "messages" && !fin ? (head?.total ?? null) : plainLength;
  const size = plain === null ? "…" : formatBytes(plain, language);
  return (
    // The list has the keys; the pointer needs no other way.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={joined(
        styles.row,
        styles[direction],
        form === "frames" && styles.inFrames,
        (kind === "ping" || kind === "pong") && styles.aside,
        partial && styles.partial,
        chosen && styles.chosen,
      )}
      onClick={onPress}
    >
      <span className={styles.arrow}>
        <span aria-hidden="true">{direction === "sent" ? "↑" : "↓"}</span>
        <span className={styles.hidden}>{words[direction]} </span>
      </span>
      <span className={styles.time}>{formatDuration(at, language)}</span>
      <span className={styles.kind}>{opcodeName(frame.opcode)}</span>
      {form === "frames" ? <span className={styles.bits}>{headBits(frame).join(" ")}</span> : null}
      <Payload frame={frame} head={head} />
      {partial ? <span className={styles.mark}>{words.partial}</span> : null}
      <span
        className={styles.size}
        title={compressed && fin ? words.onWire(formatBytes(length, language)) : undefined}
      >
        {size}
        {compressed && (fin || form === "frames") ? (
          <span className={styles.wire}> / {formatBytes(length, language)}</span>
        ) : null}
      </span>
    </div>
  );
}

function Payload({
  frame,
  head,
}: {
  readonly frame: SocketFrame;
  readonly head: PayloadHead | null;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  if (kindOf(frame.opcode) === "close") {
    const { closeCode } = frame;
    const code = closeCode === null ? null : closeCodeText(closeCode, language);
    const reason = head === null ? "" : payloadText(head, frame.opcode).text;
    return (
      <span className={styles.data} title={code?.meaning}>
        {code === null
          ? words.noCode
          : `${closeCode} ${code.name === "" ? code.meaning : code.name}`}
        {reason === "" ? "" : `: ${reason}`}
      </span>
    );
  }
  if (head === null) return <span className={styles.data} />;
  if (head.bytes.length === 0 && head.total === 0 && frame.partial)
    return <span className={styles.data} />;
  if (head.bytes.length === 0 && head.total === 0)
    return <span className={joined(styles.data, styles.none)}>{words.empty}</span>;
  const { text, hex } = payloadText(head, frame.opcode);
  return <span className={joined(styles.data, hex && styles.hex)}>{text}</span>;
}
