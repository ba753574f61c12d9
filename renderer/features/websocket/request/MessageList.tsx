import { type KeyboardEvent, useEffect, useRef } from "react";
import type { SocketMessage } from "../../../../shared/model/request.ts";
import { useText } from "../../../i18n/language.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { isMac } from "../../../ui/key-text.ts";
import type { MessageEdits } from "./MessagesPanel.tsx";
import styles from "./MessagesPanel.module.css";
import { firstLine, titleOf } from "./saved-messages.ts";

/** The saved messages. Arrows go from one to the next, Alt with them moves it, Delete removes it, Ctrl/⌘-D makes a copy. */
export function MessageList({
  messages,
  at,
  onShow,
  onTick,
  edits,
}: {
  readonly messages: readonly SocketMessage[];
  readonly at: number;
  readonly onShow: (at: number) => void;
  readonly onTick: (at: number, selected: boolean) => void;
  readonly edits: MessageEdits;
}) {
  const words = useText(socketRequestWords);
  const list = useRef<HTMLUListElement>(null);
  // The focus follows what is shown, when it is in the list at all.
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    current?.scrollIntoView({ block: "nearest" });
    if (list.current?.contains(document.activeElement) === true) current?.focus();
  }, [at, messages.length]);
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    const { key } = event;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const way = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
    if (way !== 0 && event.altKey) edits.move(way);
    else if (way !== 0) onShow(Math.max(0, Math.min(at + way, messages.length - 1)));
    else if (key === "Home") onShow(0);
    else if (key === "End") onShow(messages.length - 1);
    else if (key === "Delete" || (mod && key === "Backspace")) edits.remove();
    else if (mod && key.toLowerCase() === "d") edits.duplicate();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // One alone without a title is written as the only message: it has no mark in the file.
  const ticked = messages.length > 1 || messages[0]?.title !== "";
  return (
    <ul ref={list} className={styles.list}>
      {messages.map((message, index) => {
        const title = titleOf(messages, index, words);
        const current = index === at;
        return (
          <li key={index} className={styles.row} data-current={current || undefined}>
            {ticked ? (
              <input
                type="checkbox"
                className={styles.tick}
                tabIndex={current ? 0 : -1}
                aria-label={words.chosen(title)}
                title={words.chosenHint}
                checked={message.selected}
                onChange={(event) => onTick(index, event.currentTarget.checked)}
              />
            ) : null}
            <button
              type="button"
              className={styles.name}
              tabIndex={current ? 0 : -1}
              aria-current={current || undefined}
              onClick={() => onShow(index)}
              onKeyDown={press}
            >
              <span className={styles.titled}>{title}</span>
              <span className={styles.sample}>
                {message.type === "text" ? firstLine(message.data) : words.types[message.type]}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
