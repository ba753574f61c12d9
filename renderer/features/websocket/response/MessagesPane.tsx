import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import { allMessages, type SocketFilter } from "../../../../shared/model/socket-filter.ts";
import type { SocketFrame, SocketView } from "../../../../shared/model/web-socket.ts";
import type { Host } from "../../../host/connect.ts";
import { formatCount } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { failureSentences } from "../../../i18n/messages/failures.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { Button } from "../../../ui/Button.tsx";
import { Empty } from "../../../ui/Empty.tsx";
import { Windowed, type WindowedHandle } from "../../../views/rows/Windowed.tsx";
import { type Choices, chosen as chosenOf } from "../../response/choices.ts";
import { MessageDetail } from "./MessageDetail.tsx";
import { MessagesBar } from "./MessagesBar.tsx";
import styles from "./Messages.module.css";
import { SocketNote } from "./SocketNote.tsx";
import { SocketRow } from "./SocketRow.tsx";
import { useFollowedEnd } from "./use-followed-end.ts";
import { type Listed, useSocketRows } from "./use-socket-rows.ts";

const forms = ["messages", "frames"] as const;
/** Rows at the end that are read before it is shown, where the list is not known to hold more. */
const leastRows = 20;

/** What passed on a WebSocket, while it passes and afterwards. Never holds more than what is in sight. */
export function MessagesPane({
  exchange,
  hop,
  socket,
  host,
  choices,
  onShowWire,
}: {
  readonly exchange: Exchange;
  readonly hop: Hop;
  readonly socket: SocketView;
  readonly host: Pick<Host, "remote" | "info" | "bodyUrl">;
  readonly choices: Choices;
  /** Show bytes of the record among all of them. */
  readonly onShowWire: (start: number, end: number) => void;
}) {
  // The compiler would keep what the pages said the first time: they are the same object and grow.
  "use no memo";
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const id = useId();
  const frames = socket.sent.frames + socket.received.frames;
  const ended = exchange.state !== "running";
  const form = chosenOf(choices, "messages", forms, "messages");
  const [listed, setListed] = useState<Listed>(() => ({
    filter: { ...allMessages, form },
    begin: 0,
  }));
  const rows = useSocketRows(exchange.id, host, listed, { frames, ended });
  const [chosen, setChosen] = useState<{
    readonly row: number;
    readonly frame: SocketFrame;
    readonly under: Listed;
  } | null>(null);
  const [follow, setFollow] = useState(!ended);
  /** Rows there were when the end was left. */
  const [left, setLeft] = useState(0);
  const [sight, setSight] = useState({ from: 0, to: 0 });
  const list = useRef<WindowedHandle>(null);
  const search = useRef<HTMLInputElement>(null);

  const pages = rows?.pages ?? null;
  const count = pages?.count() ?? 0;
  const { shown, wanted } = useFollowedEnd(rows, listed, {
    follows: follow && !ended,
    count,
    span: Math.max(leastRows, sight.to - sight.from),
  });
  const { from, to } = wanted ?? sight;
  const inSight: SocketFrame[] = [];
  for (let row = from; row < Math.min(to, count); row += 1) {
    const frame = pages?.peek(row) ?? null;
    if (frame !== null) inSight.push(frame);
  }
  const here = inSight.map(({ index }) => index).join(" ");
  useEffect(() => pages?.want(from, to), [pages, from, to, count]);
  const wantHeads = useEffectEvent(() => rows?.heads.want(inSight));
  useEffect(() => wantHeads(), [here, rows?.heads]);

  const toEnd = useEffectEvent(() => {
    if (follow && shown > 0) list.current?.reveal(shown - 1);
  });
  useEffect(() => toEnd(), [shown, follow]);

  const setFilter = (change: Partial<SocketFilter>) =>
    setListed((old) => ({ ...old, filter: { ...old.filter, ...change } }));
  const leave = (atEnd: boolean) => {
    const follows = atEnd && !ended;
    if (!follows && follow) setLeft(count);
    setFollow(follows);
  };
  const go = async (to: number) => {
    const row = Math.min(Math.max(0, to), count - 1);
    const frame = (await pages?.load(row)) ?? null;
    if (frame === null) return;
    setChosen({ row, frame, under: listed });
    leave(row === count - 1);
    list.current?.reveal(row);
  };
  const current = chosen !== null && chosen.under === listed ? chosen.row : -1;
  const close = () => {
    setChosen(null);
    list.current?.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const mod = event.ctrlKey || event.metaKey;
    const to = {
      ArrowDown: current + 1,
      ArrowUp: current === -1 ? count - 1 : current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (to !== undefined && !mod && !event.altKey) void go(to);
    else if (mod && event.key.toLowerCase() === "f") search.current?.focus();
    else if (event.key === "Escape" && chosen !== null) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const narrowed =
    listed.filter.text !== "" || listed.filter.kind !== "all" || listed.filter.direction !== "both";
  const seen = pages?.scanned() ?? 0;
  const fresh = follow || ended ? 0 : Math.max(0, count - left);
  const failure = pages?.failure() ?? null;
  // What was read stays in sight when the link is lost.
  if (failure !== null && (failure.kind === "not-found" || count === 0))
    return (
      <Empty
        title={failure.kind === "not-found" ? words.gone : failureSentences(failure, language).what}
      />
    );
  return (
    <div className={styles.view}>
      <SocketNote exchange={exchange} hop={hop} socket={socket} />
      <MessagesBar
        filter={listed.filter}
        count={count}
        frames={frames}
        seen={seen}
        narrowed={narrowed}
        begin={listed.begin}
        follow={ended ? null : follow}
        search={search}
        onFilter={setFilter}
        onForm={(next) => {
          choices.set("messages", next);
          setFilter({ form: next });
        }}
        onBegin={(begin) => setListed((old) => ({ ...old, begin }))}
        onFollow={(on) => {
          if (!on) setLeft(count);
          setFollow(on);
        }}
      />
      <div className={styles.rest}>
        <div className={styles.panes}>
          <div className={styles.list}>
            <Windowed
              handle={list}
              count={shown}
              rowHeight={24}
              label={words.list}
              role="listbox"
              active={current >= 0 ? `${id}-${current}` : undefined}
              onKeyDown={pressed}
              onShown={(from, to) => setSight({ from, to })}
              onMoved={leave}
              renderRow={(row) => {
                const frame = pages?.peek(row) ?? null;
                if (frame === null) return <div key={row} className={styles.row} />;
                return (
                  <SocketRow
                    key={row}
                    id={`${id}-${row}`}
                    frame={frame}
                    head={rows?.heads.peek(frame) ?? null}
                    form={listed.filter.form}
                    chosen={row === current}
                    onPress={() => void go(row)}
                  />
                );
              }}
            />
            {count > 0 || pages === null || seen < frames ? null : (
              <div className={styles.empty}>
                <Empty
                  title={
                    narrowed
                      ? words.noneFiltered
                      : listed.begin > 0
                        ? words.cleared
                        : ended
                          ? words.none
                          : words.noneYet
                  }
                />
              </div>
            )}
            {fresh > 0 ? (
              <Button dense className={styles.fresh} onPress={() => setFollow(true)}>
                {`↓ ${words.fresh(formatCount(fresh, language))}`}
              </Button>
            ) : null}
          </div>
          {chosen === null ? null : (
            <MessageDetail
              key={chosen.frame.index}
              exchange={exchange}
              hop={hop}
              socket={socket}
              frame={chosen.frame}
              host={host}
              choices={choices}
              onShowWire={onShowWire}
              onClose={close}
            />
          )}
        </div>
      </div>
    </div>
  );
}
