import { CaseSensitive, ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { views } from "../../i18n/messages/views.ts";
import { SearchField } from "../../ui/Field.tsx";
import { IconButton, IconToggle } from "../../ui/IconButton.tsx";
import styles from "./FindBar.module.css";
import type { Find } from "./use-find.ts";

/** The find box of a windowed view: floats over its corner, so nothing moves. Enter next, Shift+Enter previous, Escape leaves. */
export function FindBar({ find, onLeave }: { readonly find: Find; readonly onLeave: () => void }) {
  const words = useText(views);
  const language = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { hits, current, query } = find;
  const total = formatCount(hits.count, language);
  const status = !find.possible
    ? words.findImpossible
    : query === ""
      ? ""
      : hits.count === 0
        ? hits.progress < 1
          ? words.finding(percent(hits.progress))
          : words.findNone
        : words.findCount(formatCount(current + 1, language), total, hits.progress < 1);
  const leave = () => {
    find.show(false);
    onLeave();
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="search" className={styles.bar} onKeyDownCapture={pressed}>
      <SearchField
        label={words.find}
        value={query}
        onChange={find.look}
        placeholder={words.find}
        clearLabel={words.clear}
        inputRef={input}
        className={styles.field}
      />
      <span className={styles.status} role="status">
        {status}
      </span>
      <IconToggle label={words.matchCase} dense isSelected={find.exact} onChange={find.setExact}>
        <CaseSensitive size={16} aria-hidden="true" />
      </IconToggle>
      <IconButton label={words.previous} keys="Shift+Enter" dense onPress={() => find.step(-1)}>
        <ChevronUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={words.next} keys="Enter" dense onPress={() => find.step(1)}>
        <ChevronDown size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={words.closeFind} keys="Escape" dense onPress={leave}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}\u00a0%`;
}
