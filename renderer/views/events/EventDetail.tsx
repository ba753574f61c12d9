import { Binary, Copy, RotateCw, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import { canSendLastEventId } from "../../../shared/model/last-event-id.ts";
import { Editor } from "../../editor/Editor.tsx";
import { formatBytes, formatCount, formatDuration, formatElapsed } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { views } from "../../i18n/messages/views.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import type { ByteSource } from "../bytes/byte-source.ts";
import { copyText } from "../copy-text.ts";
import { useEventSource } from "../event-source.ts";
import { drawControls } from "../rows/row-text.ts";
import { wholeLimit } from "../whole-text.ts";
import styles from "./Events.module.css";
import { readItem, type WholeItem } from "./read-item.ts";

export type DetailForm = "data" | "source";

/** An item in full: what it is, when it came, its data laid out when it is JSON, or its lines as they came. */
export function EventDetail({
  item,
  at,
  momentOf,
  source,
  form,
  onForm,
  onClose,
}: {
  readonly item: StreamItem;
  /** ms since the exchange began; null: not known. */
  readonly at: number | null;
  readonly momentOf: (at: number) => string;
  readonly source: ByteSource;
  readonly form: DetailForm;
  readonly onForm: (form: DetailForm) => void;
  readonly onClose: () => void;
}) {
  const words = useText(eventWords);
  const says = useText(views);
  const language = useLanguage();
  const events = useEventSource();
  const whole = useWhole(source, item);
  const { kind, lastId } = item;
  const showWire = async () => {
    if (events === null) return;
    const [first, last] = await events.arrivals([item.start, item.end - 1]).catch(() => []);
    const from = first?.offset ?? null;
    if (from !== null) events.showWire(from, Math.max(from, last?.offset ?? from) + 1);
  };
  // What dispatches nothing has no data: its lines are all there is.
  const shown: DetailForm = kind === "event" || kind === "comment" ? form : "source";
  return (
    <section className={styles.detail} aria-label={words.detail}>
      <div className={styles.bar}>
        <Segmented<DetailForm>
          label={words.view}
          value={shown}
          onChange={onForm}
          options={[
            { id: "data", label: kind === "comment" ? words.comment : words.data },
            { id: "source", label: words.source },
          ]}
        />
        <span className={styles.gap} />
        {events === null || events.ended === null || !canSendLastEventId(lastId) ? null : (
          <IconButton
            dense
            label={words.againHere(drawControls(lastId))}
            onPress={() => events.connectAgain(lastId)}
          >
            <RotateCw size={14} aria-hidden="true" />
          </IconButton>
        )}
        {events === null ? null : (
          <IconButton dense label={words.wire} onPress={() => void showWire()}>
            <Binary size={14} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton
          dense
          label={words.copyData}
          isDisabled={whole === null || whole === "unreadable"}
          onPress={() =>
            void copyText(
              whole === null || whole === "unreadable"
                ? null
                : shown === "source"
                  ? whole.source
                  : whole.text,
            )
          }
        >
          <Copy size={14} aria-hidden="true" />
        </IconButton>
        <IconButton dense label={words.close} keys="Escape" onPress={onClose}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <Facts item={item} at={at} momentOf={momentOf} />
      {whole === "unreadable" ? <p className={styles.note}>{says.unreadable}</p> : null}
      {whole === null || whole === "unreadable" ? null : (
        <>
          {whole.cutAt === null ? null : (
            <p className={styles.note}>{words.tooLong(formatBytes(wholeLimit, language))}</p>
          )}
          {shown === "data" && whole.text === "" ? (
            <p className={styles.note}>{words.noData}</p>
          ) : (
            <div className={styles.content}>
              <Editor
                readOnly
                wrap
                label={words.detail}
                language={shown === "data" && whole.json !== null ? "json" : "plaintext"}
                value={shown === "source" ? whole.source : (whole.json ?? whole.text)}
              />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function useWhole(of: ByteSource, item: StreamItem): WholeItem | "unreadable" | null {
  const { start, end } = item;
  const [read, setRead] = useState<{
    readonly at: number;
    readonly whole: WholeItem | "unreadable";
  } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const take = (found: WholeItem | "unreadable") => {
      if (!signal.aborted) setRead({ at: start, whole: found });
    };
    readItem(of, item, signal).then(take, () => take("unreadable"));
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- where it lies says which it is
  }, [of, start, end]);
  return read?.at === start ? read.whole : null;
}

function Facts({
  item,
  at,
  momentOf,
}: {
  readonly item: StreamItem;
  readonly at: number | null;
  readonly momentOf: (at: number) => string;
}) {
  const words = useText(eventWords);
  const language = useLanguage();
  const { kind, number, type, lastId, setsId, retry, dataBytes, ignored, comment } = item;
  const title =
    kind === "event"
      ? `${formatCount(number, language)} · ${drawControls(type)}`
      : kind === "comment"
        ? words.comment
        : kind === "unfinished"
          ? words.unfinished
          : words.nothing;
  const time = at === null ? null : `${formatElapsed(at, language)} (${momentOf(at)})`;
  const facts: readonly (readonly [string, string])[] = [
    ...(time === null ? [] : [[words.time, time] as const]),
    ...(kind === "comment" ? [] : [[words.size, formatBytes(dataBytes, language)] as const]),
    ...(setsId || lastId !== "" ? [[words.lastId, drawControls(lastId)] as const] : []),
    ...(retry === null ? [] : [["retry", formatDuration(retry, language)] as const]),
    ...(kind !== "comment" && comment !== ""
      ? [[words.comment, drawControls(comment, true)] as const]
      : []),
  ];
  return (
    <div className={styles.facts}>
      <strong className={styles.title}>{title}</strong>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ignored > 0 ? <p className={styles.ignored}>{words.ignored(ignored)}</p> : null}
    </div>
  );
}
