import { ArrowDownToLine, Eraser } from "lucide-react";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { SocketFilter } from "../../../../shared/model/socket-filter.ts";
import { formatCount } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { socketResponseWords } from "../../../i18n/messages/websocket-response.ts";
import { Button } from "../../../ui/Button.tsx";
import { SearchField } from "../../../ui/Field.tsx";
import { IconButton, IconToggle } from "../../../ui/IconButton.tsx";
import { Segmented } from "../../../ui/Segmented.tsx";
import { Select } from "../../../ui/Select.tsx";
import styles from "./Messages.module.css";

const directions = ["both", "sent", "received"] as const;
const kinds = ["all", "data", "text", "binary", "ping", "close"] as const;

/** ms without a key until what is typed is looked for. */
const typingPause = 200;

/** What is listed of a WebSocket, and how much that is. */
export function MessagesBar({
  filter,
  count,
  frames,
  seen,
  narrowed,
  begin,
  follow,
  search,
  onFilter,
  onForm,
  onBegin,
  onFollow,
}: {
  readonly filter: SocketFilter;
  /** Rows. */
  readonly count: number;
  /** All frames, and how many of them were looked at. */
  readonly frames: number;
  readonly seen: number;
  readonly narrowed: boolean;
  /** The first frame that is listed. */
  readonly begin: number;
  /** null: there is nothing to follow. */
  readonly follow: boolean | null;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onFilter: (change: Partial<SocketFilter>) => void;
  readonly onForm: (form: SocketFilter["form"]) => void;
  readonly onBegin: (begin: number) => void;
  readonly onFollow: (follow: boolean) => void;
}) {
  const words = useText(socketResponseWords);
  const language = useLanguage();
  const [typed, setTyped] = useState(filter.text);
  const apply = useEffectEvent(() => {
    if (typed.trim() !== filter.text) onFilter({ text: typed.trim() });
  });
  useEffect(() => {
    const timer = setTimeout(() => apply(), typingPause);
    return () => clearTimeout(timer);
  }, [typed]);
  const number = (value: number) => formatCount(value, language);
  const behind = frames > 0 && seen < frames && frames - seen > 5_000;
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(
    Math.min(1, seen / Math.max(1, frames)),
  );
  return (
    <div className={styles.bar}>
      <Segmented<SocketFilter["form"]>
        label={words.form}
        value={filter.form}
        onChange={onForm}
        options={[
          { id: "messages", label: words.messages },
          { id: "frames", label: words.frames },
        ]}
      />
      <SearchField
        label={words.filter}
        placeholder={words.filter}
        value={typed}
        onChange={setTyped}
        clearLabel={words.clearFilter}
        inputRef={search}
        className={styles.filter}
      />
      <Select<SocketFilter["direction"]>
        quiet
        label={words.direction}
        className={styles.select}
        value={filter.direction}
        onChange={(direction) => onFilter({ direction })}
        options={directions.map((one) => ({ id: one, label: words.directions[one] }))}
      />
      <Select<SocketFilter["kind"]>
        quiet
        label={words.kind}
        className={styles.select}
        value={filter.kind}
        onChange={(kind) => onFilter({ kind })}
        options={kinds.map((one) => ({ id: one, label: words.kinds[one] }))}
      />
      <span className={styles.count} role="status">
        {behind
          ? (narrowed ? words.searching : words.reading)(share)
          : narrowed
            ? words.count(number(count), number(frames))
            : ""}
      </span>
      {begin > 0 ? (
        <Button variant="quiet" dense onPress={() => onBegin(0)}>
          {words.showAll(number(begin))}
        </Button>
      ) : null}
      <IconButton
        dense
        label={words.clearView}
        isDisabled={count === 0}
        onPress={() => onBegin(seen)}
      >
        <Eraser size={14} aria-hidden="true" />
      </IconButton>
      {follow === null ? null : (
        <IconToggle dense label={words.follow} isSelected={follow} onChange={onFollow}>
          <ArrowDownToLine size={14} aria-hidden="true" />
        </IconToggle>
      )}
    </div>
  );
}
