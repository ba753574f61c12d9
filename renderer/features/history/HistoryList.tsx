import { Download, GitCompareArrows, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type ExchangeSummary, samePlace } from "../../../shared/model/exchange-summary.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { historyPlace, replayInTab } from "../../app/send.ts";
import { formatBytes, formatCount, formatDuration, formatMoment } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { closeCodeText } from "../../i18n/messages/close-codes.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { historyWords } from "../../i18n/messages/history.ts";
import { notifyFailure } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";
import { GridRows } from "../../ui/GridRows.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type MenuEntry, MenuButton } from "../../ui/Menu.tsx";
import { joined } from "../../ui/joined.ts";
import { Method } from "../../ui/Method.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { statusClass } from "../response/status-class.ts";
import { saveHar } from "./save-har.ts";
import styles from "./History.module.css";
import { historyLimit, useHistory } from "./use-history.ts";

/** What was sent before: of this request or of all; each can be shown, sent again as bytes, compared and removed. */
export function HistoryList({
  tabKey,
  onClose,
}: {
  readonly tabKey: string;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(historyWords);
  const language = useLanguage();
  const [which, setWhich] = useState<"own" | "all">("own");
  const [now] = useState(() => Date.now());
  const own = historyPlace(app, tabKey);
  const { items, remove } = useHistory(app.remote, which === "own" ? own : null);
  const shown = useStore(app.runs.store, ({ runs }) => runs[tabKey]?.exchange ?? null);

  const show = async (item: ExchangeSummary) => {
    onClose();
    const found = await app.runs.show(tabKey, item.id);
    if (found) app.session.setState({ responseOpen: true });
  };
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const compare = (item: ExchangeSummary) => {
    if (shown === null || shown.id === item.id) {
      showOverlay(app.overlay, { kind: "compare", left: null, right: item.id });
      return;
    }
    // The earlier one stands left.
    const [left, right] =
      item.startedAt <= shown.startedAt ? [item.id, shown.id] : [shown.id, item.id];
    showOverlay(app.overlay, { kind: "compare", left, right });
  };
  const archive = (credentials: boolean) =>
    void saveHar(
      app,
      (items ?? []).map(({ id }) => id),
      { credentials, title: words.saveHar },
    ).catch((thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)));
  const archives: readonly MenuEntry[] = [
    { id: "safe", label: words.harSafe, run: () => archive(false) },
    { id: "whole", label: words.harWhole, run: () => archive(true) },
  ];
  const forget = (item: ExchangeSummary) =>
    void remove(item.id).catch((thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)));
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.title}>{words.title}</h2>
        <Segmented
          label={words.which}
          value={which}
          onChange={setWhich}
          options={[
            { id: "own", label: words.own },
            { id: "all", label: words.all },
          ]}
        />
        <MenuButton label={words.saveHar} entries={archives} placement="bottom end">
          <IconButton dense label={words.saveHar} isDisabled={items === null || items.length === 0}>
            <Download size={14} aria-hidden="true" />
          </IconButton>
        </MenuButton>
      </header>
      {items === null ? null : items.length === 0 ? (
        <p className={styles.none}>{which === "own" ? words.noneOwn : words.none}</p>
      ) : (
        <GridRows
          label={words.title}
          className={styles.rows}
          items={items}
          textOf={(item) => `${item.status ?? ""} ${item.method} ${item.url}`}
          onAction={(item) => void show(item)}
          onRemove={forget}
          render={(item) => (
            <Line
              item={item}
              when={formatMoment(item.startedAt, now, language)}
              isShown={item.id === shown?.id}
              comparesWith={shown === null || item.id === shown.id ? "before" : "shown"}
              isOwn={samePlace(item.place, own)}
              onReplay={run(() => replayInTab(app, tabKey, item.id, 0))}
              onCompare={run(() => compare(item))}
              onRemove={() => forget(item)}
            />
          )}
        />
      )}
      {items !== null && items.length >= historyLimit ? (
        <p className={styles.limit}>{words.limit(formatCount(historyLimit, language))}</p>
      ) : null}
    </>
  );
}

function Line({
  item,
  when,
  isShown,
  isOwn,
  comparesWith,
  onReplay,
  onCompare,
  onRemove,
}: {
  readonly item: ExchangeSummary;
  readonly when: string;
  readonly isShown: boolean;
  readonly isOwn: boolean;
  readonly comparesWith: "shown" | "before";
  readonly onReplay: () => void;
  readonly onCompare: () => void;
  readonly onRemove: () => void;
}) {
  const words = useText(historyWords);
  const compares = useText(compareWords);
  const language = useLanguage();
  const { status, total, bodySize, hops, socket } = item;
  const outcome =
    status !== null ? String(status) : item.state === "cancelled" ? words.cancelled : words.failed;
  const notes = [
    ...(item.raw ? [words.raw] : []),
    ...(hops > 1 ? [words.redirects(formatCount(hops, language))] : []),
    ...(status !== null && item.state !== "done"
      ? [item.state === "cancelled" ? words.cancelled : words.failed]
      : []),
    ...(socket !== undefined && socket.code !== null
      ? [words.closed(`${socket.code} ${closeCodeText(socket.code, language).name}`.trim())]
      : []),
    ...(isShown ? [words.shown] : []),
  ];
  return (
    <div className={styles.line}>
      <span className={styles.when}>{when}</span>
      <span className={joined(styles.status, status === null ? styles.bad : statusClass(status))}>
        {outcome}
      </span>
      <span className={styles.what} title={item.url}>
        <Method method={item.method} />
        <span className={joined(styles.url, isOwn && styles.own)}>{item.url}</span>
        {notes.length > 0 ? <span className={styles.notes}>{notes.join(", ")}</span> : null}
      </span>
      <span className={styles.number}>{total === null ? "" : formatDuration(total, language)}</span>
      <span className={styles.number}>
        {socket !== undefined
          ? `↑ ${formatCount(socket.sent, language)} ↓ ${formatCount(socket.received, language)}`
          : bodySize === null
            ? ""
            : formatBytes(bodySize, language)}
      </span>
      <span className={styles.tools}>
        <IconButton
          label={words.replay}
          dense
          isDisabled={item.sentBytes === 0 || socket !== undefined}
          onPress={onReplay}
        >
          <RotateCcw size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={comparesWith === "shown" ? compares.with : compares.withEarlier}
          dense
          onPress={onCompare}
        >
          <GitCompareArrows size={14} aria-hidden="true" />
        </IconButton>
        <IconButton label={words.remove} dense onPress={onRemove}>
          <Trash2 size={14} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  );
}
