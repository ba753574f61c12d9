import type { SocketMessageView } from "../../../../shared/model/socket-filter.ts";
import { opcodeName } from "../../../../shared/model/web-socket.ts";
import { formatBytes, formatCount, formatDuration } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { BareButton } from "../../../ui/BareButton.tsx";
import styles from "./Messages.module.css";
import { headBits } from "./payload-text.ts";

/** The frames a message is made of, each with its place in the record. */
export function MessageFrames({
  message,
  onShowWire,
}: {
  readonly message: SocketMessageView;
  readonly onShowWire: (start: number, end: number) => void;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const { frames, count } = message;
  return (
    <div className={styles.frames}>
      <ul aria-label={words.frames}>
        {frames.map((frame) => (
          <li key={frame.index}>
            <BareButton
              className={styles.frame ?? ""}
              aria-label={`${words.showWire}: ${formatCount(frame.index, language)}`}
              onPress={() => onShowWire(frame.start, frame.end)}
            >
              <span className={styles.time}>{formatDuration(frame.at, language)}</span>
              <span className={styles.kind}>{opcodeName(frame.opcode)}</span>
              <span className={styles.bits}>
                {frame.fin ? headBits(frame).join(" ") : words.notFin}
              </span>
              <span className={styles.gap} />
              <span className={styles.size}>
                {formatBytes(frame.plainLength, language)}
                {frame.compressed ? ` / ${formatBytes(frame.length, language)}` : ""}
              </span>
            </BareButton>
          </li>
        ))}
      </ul>
      {count > frames.length ? (
        <p className={styles.note}>{words.firstFrames(formatCount(frames.length, language))}</p>
      ) : null}
    </div>
  );
}
