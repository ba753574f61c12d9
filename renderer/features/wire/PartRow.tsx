import { ChevronRight } from "lucide-react";
import { frameFlagNames, frameTypeName } from "../../../shared/model/http2-frame.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useText } from "../../i18n/language.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { joined } from "../../ui/joined.ts";
import type { PayloadHead } from "../websocket/response/payload-heads.ts";
import { frameLines, frameSummary } from "./frame-lines.ts";
import styles from "./Parts.module.css";
import { SocketLineText, SocketText } from "./SocketPart.tsx";
import type { FramePart, WirePart } from "./wire-parts.ts";

/** A row of the list of parts: a mark, a frame, or a line of what an open frame says. */
export function PartRow({
  id,
  part,
  line,
  opened,
  head,
  lit,
  current,
  several,
  wide,
  language,
  onEnter,
  onPress,
}: {
  readonly id: string;
  readonly part: WirePart;
  /** Which of the frame's lines; null: the part itself. */
  readonly line: number | null;
  readonly opened: boolean;
  /** The beginning of the payload of a WebSocket's frame. */
  readonly head: PayloadHead | null;
  readonly lit: boolean;
  readonly current: boolean;
  readonly several: boolean;
  readonly wide: boolean;
  readonly language: Language;
  readonly onEnter: () => void;
  readonly onPress: () => void;
}) {
  const frame = part.kind !== "mark";
  const own = part.kind === "socket" || (frame && part.frame.stream !== 0);
  const fault = part.kind === "mark" ? part.mark.kind === "fault" : isFault(part);
  return (
    // The list has the keys; the pointer needs no other way.
    <div
      id={id}
      role={frame ? "treeitem" : "option"}
      tabIndex={-1}
      aria-selected={current}
      {...(frame && line === null ? { "aria-expanded": opened } : {})}
      {...(frame ? { "aria-level": line === null ? 1 : 2 } : {})}
      className={joined(
        styles.row,
        part.direction === "sent" ? styles.sent : styles.received,
        frame && line === null && (own ? styles.own : styles.shared),
        fault && styles.fault,
        // Where the bytes are not beside the list there is nothing to point at.
        wide ? current && styles.chosen : lit && styles.lit,
        current && styles.current,
        line !== null && styles.line,
      )}
      onPointerEnter={onEnter}
      onClick={onPress}
    >
      {part.kind === "mark" ? (
        <MarkText part={part} several={several} language={language} />
      ) : part.kind === "socket" ? (
        line === null ? (
          <SocketText
            frame={part.frame}
            head={head}
            opened={opened}
            wide={wide}
            language={language}
          />
        ) : (
          <SocketLineText frame={part.frame} head={head} line={line} language={language} />
        )
      ) : line === null ? (
        <FrameText part={part} opened={opened} wide={wide} language={language} />
      ) : (
        <LineText part={part} line={line} language={language} />
      )}
    </div>
  );
}

type Http2Part = Extract<WirePart, { kind: "frame" }>;

function isFault({ kind, frame }: FramePart): boolean {
  if (kind === "socket") return frame.partial;
  return frame.detail.kind === "fault" || frame.detail.kind === "partial";
}

function MarkText({
  part: { mark },
  several,
  language,
}: {
  readonly part: Extract<WirePart, { kind: "mark" }>;
  readonly several: boolean;
  readonly language: Language;
}) {
  const words = useText(wireWords);
  return (
    <>
      <span className={styles.kind}>
        {words.kind[mark.kind]}
        {several && mark.kind.endsWith("-line") ? ` ${mark.hop + 1}` : ""}
      </span>
      <span className={styles.label}>{mark.label}</span>
      <span className={styles.size}>{formatBytes(mark.end - mark.start, language)}</span>
    </>
  );
}

function FrameText({
  part: { frame, gap },
  opened,
  wide,
  language,
}: {
  readonly part: Http2Part;
  readonly opened: boolean;
  readonly wide: boolean;
  readonly language: Language;
}) {
  const says = useText(frameWords);
  const words = useText(wireWords);
  const preface = frame.detail.kind === "preface";
  const flags = preface ? [] : frameFlagNames(frame.type, frame.flags);
  const size = frame.length + (preface ? 0 : 9);
  return (
    <>
      <ChevronRight
        size={12}
        aria-hidden="true"
        className={joined(styles.chevron, opened && styles.opened)}
      />
      <span className={styles.arrow}>
        <span aria-hidden="true">{frame.direction === "sent" ? "→" : "←"}</span>
        <span className={styles.hidden}>
          {frame.direction === "sent" ? words.sent : words.received}
        </span>
      </span>
      {wide ? <span className={styles.time}>{formatDuration(frame.at, language)}</span> : null}
      <span className={styles.stream} title={streamTitle(frame.stream, says)}>
        {frame.stream}
      </span>
      <span className={styles.type}>{preface ? says.preface : frameTypeName(frame.type)}</span>
      <span className={styles.summary}>{frameSummary(frame, language)}</span>
      {gap > 0 ? (
        <span className={styles.gap} title={says.gap(formatBytes(gap, language))}>
          ⋯
        </span>
      ) : null}
      <span className={styles.flags} title={flags.join(" ")}>
        {flags.filter((flag) => wide || flag !== "END_HEADERS").join(" ")}
      </span>
      <span className={styles.size}>{formatBytes(size, language)}</span>
    </>
  );
}

function streamTitle(stream: number, says: (typeof frameWords)["en"]): string {
  return stream === 0 ? says.connection : says.stream(String(stream));
}

function LineText({
  part: { frame },
  line,
  language,
}: {
  readonly part: Http2Part;
  readonly line: number;
  readonly language: Language;
}) {
  const says = useText(frameWords);
  const shown = frameLines(frame, says, language)[line];
  if (shown === undefined) return null;
  const whole = [shown.name, shown.value, shown.note].filter((text) => text !== "").join(": ");
  return (
    <>
      {shown.name === "" ? null : <span className={styles.name}>{shown.name}</span>}
      {shown.value === "" ? null : (
        <span className={joined(styles.value, shown.note === "" && styles.alone)} title={whole}>
          {shown.value}
        </span>
      )}
      {shown.note === "" ? null : (
        <span className={styles.note} title={shown.note}>
          {shown.note}
        </span>
      )}
    </>
  );
}
