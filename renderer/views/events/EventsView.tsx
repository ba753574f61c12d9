import { ArrowDown, MessageSquareText } from "lucide-react";
import {
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import { formatCount, formatMoment } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { IconToggle } from "../../ui/IconButton.tsx";
import { copyText } from "../copy-text.ts";
import { useEventSource } from "../event-source.ts";
import { IndexNote } from "../IndexNote.tsx";
import { indexRows } from "../rows/row-index.ts";
import { useRows } from "../rows/use-rows.ts";
import { Windowed, type WindowedHandle } from "../rows/Windowed.tsx";
import type { ViewProps } from "../view.ts";
import { ConnectAgain, useEndText } from "./EndNote.tsx";
import { type DetailForm, EventDetail } from "./EventDetail.tsx";
import { EventRow } from "./EventRow.tsx";
import { type EventFilter, type EventRows, eventRows } from "./event-rows.ts";
import styles from "./Events.module.css";
import { readItem } from "./read-item.ts";
import { useArrivals } from "./use-arrivals.ts";

/** Characters of the column of types. */
const narrowest = "message".length;
const widestShown = 20;

const everything: EventFilter = { text: "", comments: true };

/** An event stream as its events (WHATWG HTML §9.2), while it comes and afterwards. Never holds more than what is in sight. */
export function EventsView({ source, info, label, actions }: ViewProps) {
  // The compiler would keep what the rows' tally said the first time: it is the same object and grows.
  "use no memo";
  const words = useText(eventWords);
  const language = useLanguage();
  const events = useEventSource();
  const id = useId();
  const [now] = useState(() => Date.now());
  const momentOf = (at: number) => formatMoment((events?.startedAt ?? 0) + at, now, language);
  const [typed, setTyped] = useState("");
  const [applied, setApplied] = useState<{
    readonly filter: EventFilter;
    readonly format: EventRows;
  }>(() => ({ filter: everything, format: eventRows(everything, source.complete) }));
  const { filter, format } = applied;
  const rows = useRows<StreamItem>(
    source,
    () => indexRows(source, format),
    `${filter.comments} ${filter.text}`,
  );
  const [chosen, setChosen] = useState<{
    readonly index: number;
    readonly item: StreamItem;
    readonly under: EventFilter;
  } | null>(null);
  const [follow, setFollowed] = useState(!info.complete);
  /** Rows there were when the end was left: what came since is said. */
  const [left, setLeft] = useState(0);
  const [form, setForm] = useState<DetailForm>("data");
  const [sight, setSight] = useState({ from: 0, to: 0 });
  const list = useRef<WindowedHandle>(null);
  const search = useRef<HTMLInputElement>(null);

  const count = rows?.count ?? 0;
  const inSight: StreamItem[] = [];
  for (let row = sight.from; row < Math.min(sight.to, count); row += 1) {
    const item = rows?.peek(row) ?? null;
    if (item !== null) inSight.push(item);
  }
  const [typeWidth, setTypeWidth] = useState(narrowest);
  const widest = Math.max(...inSight.map(({ type }) => type.length), typeWidth);
  // Columns that stay below each other: it grows with the longest type seen, and does not shrink again.
  if (Math.min(widest, widestShown) > typeWidth) setTypeWidth(Math.min(widest, widestShown));
  const setFollow = (next: boolean) => {
    if (follow && !next) setLeft(count);
    setFollowed(next);
  };
  const arrivalOf = useArrivals(
    chosen === null || inSight.some(({ start }) => start === chosen.item.start)
      ? inSight
      : [...inSight, chosen.item].toSorted((one, other) => one.start - other.start),
  );

  const apply = useEffectEvent((next: EventFilter) => {
    if (next.text === filter.text && next.comments === filter.comments) return;
    setApplied({ filter: next, format: eventRows(next, source.complete) });
  });
  useEffect(() => {
    // A short wait, so that typing does not read the whole stream once a letter.
    const timer = setTimeout(() => apply({ ...filter, text: typed.trim() }), 150);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- only what is typed waits
  }, [typed]);

  const toEnd = useEffectEvent(() => {
    if (follow && count > 0) list.current?.reveal(count - 1);
  });
  useEffect(() => toEnd(), [count, follow]);

  const go = async (to: number) => {
    const index = Math.min(Math.max(0, to), count - 1);
    const item = rows?.peek(index) ?? (await rows?.all.load(index)) ?? null;
    if (item === null) return;
    setChosen({ index, item, under: filter });
    setFollow(index === count - 1 && !source.complete());
    list.current?.reveal(index);
  };
  const current = chosen !== null && chosen.under === filter ? chosen.index : -1;
  const chosenText = async () => {
    if (chosen === null) return null;
    return (await readItem(source, chosen.item, new AbortController().signal)).text;
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const to = {
      ArrowDown: current + 1,
      ArrowUp: current === -1 ? count - 1 : current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to !== undefined && !mod && !event.altKey) void go(to);
    else if (mod && key === "f") search.current?.focus();
    else if (mod && key === "c" && chosen !== null) void copyText(chosenText);
    else if (event.key === "Escape" && chosen !== null) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useImperativeHandle(actions, () => ({
    find: () => search.current?.focus(),
    ...(chosen === null ? {} : { selection: chosenText }),
  }));

  const tally = format.tally();
  const total = words.count(tally.events, formatCount(tally.events, language));
  const narrowed = filter.text !== "" && rows !== null;
  // While it comes, what was read is all there is.
  const nothing =
    count > 0 || rows === null || (rows.progress < 1 && (source.complete() || narrowed));
  const ended = useEndText(tally);
  const body = (
    <div className={styles.list}>
      <Windowed
        handle={list}
        count={count}
        rowHeight={24}
        label={label}
        role="listbox"
        active={current >= 0 ? `${id}-${current}` : undefined}
        held={follow ? count - 1 : current >= 0 ? current : undefined}
        onKeyDown={pressed}
        onShown={(from, to) => setSight({ from, to })}
        onMoved={(end) => setFollow(end && !source.complete())}
        renderRow={(index) => {
          const item = rows?.peek(index) ?? null;
          if (item === null) return <div key={index} className={styles.row} />;
          return (
            <EventRow
              key={index}
              id={`${id}-${index}`}
              item={item}
              at={arrivalOf(item)?.at ?? null}
              momentOf={momentOf}
              chosen={index === current}
              onPress={() => void go(index)}
            />
          );
        }}
      />
      {nothing ? null : (
        <div className={styles.empty}>
          <Empty
            title={
              filter.text !== ""
                ? words.noneFiltered
                : source.complete()
                  ? words.noneLater
                  : words.none
            }
          >
            {filter.text === "" && !source.complete() ? words.noneText : null}
          </Empty>
        </div>
      )}
      {follow || source.complete() || count === 0 ? null : (
        <div className={styles.newer}>
          <Button dense onPress={() => setFollow(true)}>
            <ArrowDown size={14} aria-hidden="true" />
            {count > left
              ? words.newer(count - left, formatCount(count - left, language))
              : words.follow}
          </Button>
        </div>
      )}
      {rows === null ? null : <IndexNote rows={rows} complete={info.complete} />}
    </div>
  );
  return (
    <div
      className={styles.view}
      style={{
        ["--type" as string]: `${typeWidth}ch`,
        ["--number" as string]: `${Math.max(3, formatCount(tally.events, language).length)}ch`,
      }}
    >
      <div className={styles.bar}>
        <SearchField
          label={words.filter}
          placeholder={words.filter}
          value={typed}
          onChange={setTyped}
          clearLabel={words.clear}
          inputRef={search}
          className={styles.filter}
        />
        {/* Said aloud once it stands still, not with each event. */}
        <span className={styles.count} role={info.complete || narrowed ? "status" : undefined}>
          {narrowed ? words.shown(formatCount(count, language), total) : total}
          {ended === "" ? null : ` · ${ended}`}
        </span>
        <ConnectAgain complete={info.complete} lastId={tally.lastId} />
        <IconToggle
          dense
          label={words.comments}
          isSelected={filter.comments}
          onChange={(comments) => {
            const next = { ...filter, comments };
            setApplied({ filter: next, format: eventRows(next, source.complete) });
          }}
        >
          <MessageSquareText size={14} aria-hidden="true" />
        </IconToggle>
      </div>
      <div className={styles.rest}>
        <div className={styles.panes}>
          {body}
          {chosen === null ? null : (
            <EventDetail
              item={chosen.item}
              at={arrivalOf(chosen.item)?.at ?? null}
              momentOf={momentOf}
              source={source}
              form={form}
              onForm={setForm}
              onClose={() => {
                setChosen(null);
                list.current?.focus();
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}
