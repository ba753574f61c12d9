import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Keys } from "./Keys.tsx";
import styles from "./PickList.module.css";

export interface PickEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly detail?: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

export interface PickSection {
  readonly label: string;
  readonly entries: readonly PickEntry[];
}

/** A search field over a list; the first entry is chosen at once, Enter runs it, Escape closes. */
export function PickList({
  title,
  placeholder,
  query,
  onQuery,
  sections,
  nothing,
  onClose,
}: {
  readonly title: string;
  readonly placeholder: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly sections: readonly PickSection[];
  readonly nothing: string;
  readonly onClose: () => void;
}) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const shown = sections.filter((section) => section.entries.length > 0);
  const entries = shown.flatMap((section) => section.entries);
  const at = Math.min(chosen, Math.max(0, entries.length - 1));
  const current = entries[at];

  useEffect(() => {
    list.current?.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }, [at, query]);

  const run = (entry: PickEntry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const press = (event: KeyboardEvent) => {
    const last = entries.length - 1;
    if (event.key === "ArrowDown") setChosen(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") setChosen(at <= 0 ? last : at - 1);
    else if (event.key === "PageDown") setChosen(Math.min(last, at + 8));
    else if (event.key === "PageUp") setChosen(Math.max(0, at - 8));
    else if (event.key === "Enter") run(current);
    else return;
    event.preventDefault();
  };
  const option = (entry: PickEntry) => `${listId}-${entry.id}`;

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles.overlay ?? ""}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog aria-label={title} className={styles.dialog ?? ""}>
          <input
            autoFocus
            role="combobox"
            aria-label={placeholder}
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={current ? option(current) : undefined}
            aria-autocomplete="list"
            placeholder={placeholder}
            value={query}
            spellCheck={false}
            autoComplete="off"
            className={styles.input}
            onChange={(event) => {
              onQuery(event.target.value);
              setChosen(0);
            }}
            onKeyDown={press}
          />
          <div ref={list} id={listId} role="listbox" aria-label={title} className={styles.list}>
            {shown.map((section) => (
              <div key={section.label} role="group" aria-label={section.label}>
                <div className={styles.section} aria-hidden="true">
                  {section.label}
                </div>
                {section.entries.map((entry) => (
                  <div
                    key={entry.id}
                    id={option(entry)}
                    role="option"
                    aria-selected={entry === current}
                    className={styles.entry}
                    onPointerMove={() => setChosen(entries.indexOf(entry))}
                    onClick={() => run(entry)}
                  >
                    {entry.icon ? <span className={styles.icon}>{entry.icon}</span> : null}
                    <span className={styles.label}>{entry.label}</span>
                    <span className={styles.detail}>{entry.detail}</span>
                    {entry.keys ? <Keys keys={entry.keys} /> : null}
                  </div>
                ))}
              </div>
            ))}
          </div>
          {entries.length === 0 ? (
            <p role="status" className={styles.nothing}>
              {nothing}
            </p>
          ) : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
