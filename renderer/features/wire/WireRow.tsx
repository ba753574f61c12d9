import { frameFlagNames, frameTypeName } from "../../../shared/model/http2-frame.ts";
import { opcodeName } from "../../../shared/model/web-socket.ts";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { joined } from "../../ui/joined.ts";
import { hexOffset } from "../../views/rows/hex-rows.ts";
import { HexText } from "../../views/rows/HexText.tsx";
import type { Row } from "../../views/rows/row.ts";
import type { Highlight } from "../../views/rows/row-text.ts";
import { RowText } from "../../views/rows/RowLine.tsx";
import line from "../../views/rows/RowLine.module.css";
import type { PayloadHeads } from "../websocket/response/payload-heads.ts";
import { headBits } from "../websocket/response/payload-text.ts";
import { payloadOf } from "./SocketPart.tsx";
import styles from "./Wire.module.css";
import { fileName, segmentAt } from "./wire-index.ts";
import { annotationOf, type Layout } from "./wire-rows.ts";
import type { WireMode } from "./WireView.tsx";

/** Characters of a payload that stand above its bytes. */
const mostShown = 72;

/** A row of the wire: bytes with their time and offset, a turn of direction, or a fault in its place. */
export function WireRow({
  number,
  row,
  mode,
  layout,
  size,
  several,
  heads,
  highlights,
}: {
  readonly number: number;
  readonly row: Row | null;
  readonly mode: WireMode;
  readonly layout: Layout;
  readonly size: number;
  /** True when the exchange has more than one request. */
  readonly several: boolean;
  /** Beginnings of the payloads of a WebSocket's frames. */
  readonly heads: PayloadHeads | null;
  readonly highlights: (row: Row) => readonly Highlight[];
}) {
  const words = useText(wireWords);
  const says = useText(frameWords);
  const language = useLanguage();
  if (row === null) return <div data-row={number} className={line.row} />;
  const note = annotationOf(row, layout.annotations);
  if (note?.kind === "fault") {
    return (
      <div data-row={number} className={joined(line.row, styles.fault)}>
        <span className={styles.note}>{note.fault.message}</span>
      </div>
    );
  }
  if (note?.kind === "lost") {
    const { start, end, file } = note.run;
    return (
      <div data-row={number} className={joined(line.row, styles.lost)}>
        <span className={styles.note}>
          <strong>{formatBytes(end - start, language)}</strong>
          {` · ${words.lost(fileName(file.path), file.state === "gone")}`}
        </span>
      </div>
    );
  }
  if (note?.kind === "turn") {
    const sent = note.direction === "sent";
    return (
      <div
        data-row={number}
        className={joined(line.row, styles.turn, sent ? styles.sent : styles.received)}
      >
        <span className={styles.note}>
          <strong>{sent ? `→ ${words.sent}` : `← ${words.received}`}</strong>
          {` ${formatBytes(note.bytes, language)}`}
          {several ? ` · ${words.hop(String(note.hop + 1))}` : ""}
          {` · ${words.at(formatDuration(note.at, language))}`}
        </span>
      </div>
    );
  }
  if (note?.kind === "frame") {
    const { frame } = note;
    const preface = frame.detail.kind === "preface";
    const flags = preface ? [] : frameFlagNames(frame.type, frame.flags);
    return (
      <div
        data-row={number}
        className={joined(
          line.row,
          styles.frame,
          frame.direction === "sent" ? styles.sent : styles.received,
        )}
      >
        <span className={styles.note}>
          <strong>{preface ? says.preface : frameTypeName(frame.type)}</strong>
          {frame.stream === 0 ? "" : ` · ${says.stream(String(frame.stream))}`}
          {flags.length === 0 ? "" : ` · ${flags.join(" ")}`}
        </span>
      </div>
    );
  }
  if (note?.kind === "socket") {
    const { frame } = note;
    const whole = payloadOf(frame, heads?.peek(frame) ?? null);
    const text = whole.length > mostShown ? `${whole.slice(0, mostShown)}…` : whole;
    const bits = headBits(frame).join(" ");
    return (
      <div
        data-row={number}
        className={joined(
          line.row,
          styles.frame,
          frame.direction === "sent" ? styles.sent : styles.received,
        )}
      >
        <span className={styles.note}>
          <strong>{opcodeName(frame.opcode)}</strong>
          {bits === "" ? "" : ` · ${bits}`}
          {text === "" ? null : (
            <>
              {" · "}
              <span className={styles.plain}>{text}</span>
            </>
          )}
        </span>
      </div>
    );
  }
  const segment = layout.segments[segmentAt(layout.segments, row.start)];
  const sent = segment?.direction === "sent";
  const first = segment?.offset === row.start;
  return (
    <div
      data-row={number}
      className={joined(line.row, styles.row, sent ? styles.sent : styles.received)}
    >
      <span className={joined(line.gutter, styles.gutter)}>
        <span className={styles.time}>
          {first && segment ? formatDuration(segment.at, language) : ""}
        </span>
        <span className={styles.offset}>{hexOffset(row.start, size)}</span>
      </span>
      {mode === "text" ? (
        <RowText row={row} charset="utf-8" highlights={highlights(row)} lineEnds />
      ) : (
        <HexText row={row} highlights={highlights(row)} plain={mode === "both"} />
      )}
      {sent ? null : <span className={styles.edge} aria-hidden="true" />}
    </div>
  );
}
