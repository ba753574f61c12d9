import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import { formatBytes, formatCount, formatDuration, formatElapsed } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { joined } from "../../ui/joined.ts";
import { Drawn } from "../rows/RowLine.tsx";
import { drawControls } from "../rows/row-text.ts";
import styles from "./Events.module.css";

/** Characters of a text that a row can show. */
const mostShown = 400;

/** An item of an event stream, on one line. */
export function EventRow({
  id,
  item,
  at,
  momentOf,
  chosen,
  onPress,
}: {
  readonly id: string;
  readonly item: StreamItem;
  /** ms since the exchange began; null: not known. */
  readonly at: number | null;
  /** The time of day. */
  readonly momentOf: (at: number) => string;
  readonly chosen: boolean;
  readonly onPress: () => void;
}) {
  const language = useLanguage();
  const { kind, number } = item;
  return (
    // The list has the keys; the pointer needs no other way.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={joined(
        styles.row,
        kind !== "event" && styles.aside,
        kind === "unfinished" && styles.unfinished,
        chosen && styles.chosen,
      )}
      onClick={onPress}
    >
      <span className={styles.time} title={at === null ? undefined : momentOf(at)}>
        {at === null ? "" : formatElapsed(at, language)}
      </span>
      <span className={styles.number}>{number === 0 ? "" : formatCount(number, language)}</span>
      <RowText item={item} />
      <span className={styles.size}>
        {kind === "event" ? formatBytes(item.dataBytes, language) : ""}
      </span>
    </div>
  );
}

function RowText({ item }: { readonly item: StreamItem }) {
  const words = useText(eventWords);
  const language = useLanguage();
  const { kind, type, lastId, setsId, retry, comment } = item;
  if (kind === "comment" || (kind === "unfinished" && item.data === "" && comment !== ""))
    return (
      <>
        <span className={styles.data}>
          : <OneLine text={comment} />
        </span>
        {kind === "unfinished" ? <span className={styles.mark}>{words.cut}</span> : null}
      </>
    );
  const id = setsId ? (lastId === "" ? words.clearsId : words.setsId(drawControls(lastId))) : "";
  const asked = retry === null ? "" : words.retry(formatDuration(retry, language));
  if (kind === "other") {
    const said = [id, asked].filter((text) => text !== "").join(", ");
    return <span className={styles.data}>{said === "" ? words.nothing : said}</span>;
  }
  return (
    <>
      <span className={joined(styles.type, item.type !== "message" && styles.named)} title={type}>
        <OneLine text={type} />
      </span>
      <span className={styles.data}>
        <OneLine text={item.data} />
      </span>
      {kind === "unfinished" ? <span className={styles.mark}>{words.cut}</span> : null}
      {asked === "" ? null : <span className={styles.mark}>{asked}</span>}
      {id === "" ? null : (
        <span className={styles.id} title={lastId}>
          {id}
        </span>
      )}
    </>
  );
}

function OneLine({ text }: { readonly text: string }) {
  return <Drawn text={drawControls(text.slice(0, mostShown), true)} />;
}
