import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { WireMark } from "../../../shared/model/wire-log.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { joined } from "../../ui/joined.ts";
import { Windowed, type WindowedHandle } from "../../views/rows/Windowed.tsx";
import styles from "./Wire.module.css";

/** The parts of an exchange as a list: pointing at one, or going there with the arrows, lights its bytes; Enter shows them. */
export function MarksColumn({
  marks,
  lit,
  cut,
  several,
  onLight,
  onOpen,
}: {
  readonly marks: readonly WireMark[];
  /** Index of the mark that is lit; -1 for none. */
  readonly lit: number;
  readonly cut: boolean;
  readonly several: boolean;
  readonly onLight: (mark: number) => void;
  readonly onOpen: (offset: number) => void;
}) {
  const words = useText(wireWords);
  const language = useLanguage();
  const id = useId();
  const list = useRef<WindowedHandle>(null);
  // The pointer over this list must not scroll it under itself.
  const [inside, setInside] = useState(false);
  const follow = useEffectEvent(() => {
    if (lit >= 0 && !inside) list.current?.reveal(lit);
  });
  useEffect(() => follow(), [lit]);

  const go = (next: number) => {
    const clamped = Math.min(Math.max(0, next), marks.length - 1);
    onLight(clamped);
    list.current?.reveal(clamped);
    const mark = marks[clamped];
    if (mark) onOpen(mark.start);
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = {
      ArrowDown: lit + 1,
      ArrowUp: lit - 1,
      PageDown: lit + 10,
      PageUp: lit - 10,
      Home: 0,
      End: marks.length - 1,
      Enter: lit,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div
      className={styles.marks}
      onPointerEnter={() => setInside(true)}
      onPointerLeave={() => {
        setInside(false);
        onLight(-1);
      }}
    >
      <Windowed
        handle={list}
        count={marks.length}
        rowHeight={24}
        label={words.parsed}
        role="listbox"
        active={lit >= 0 ? `${id}-${lit}` : undefined}
        onKeyDown={pressed}
        renderRow={(index) => {
          const mark = marks[index];
          if (mark === undefined) return null;
          return (
            // The list has the keys; the pointer needs no other way.
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === lit}
              className={joined(
                styles.mark,
                mark.direction === "sent" ? styles.markSent : styles.markReceived,
                mark.kind === "fault" && styles.markFault,
                index === lit && styles.markLit,
              )}
              onPointerEnter={() => onLight(index)}
              onClick={() => go(index)}
            >
              <span className={styles.markKind}>
                {words.kind[mark.kind]}
                {several && mark.kind.endsWith("-line") ? ` ${mark.hop + 1}` : ""}
              </span>
              <span className={styles.markLabel}>{mark.label}</span>
              <span className={styles.markSize}>
                {formatBytes(mark.end - mark.start, language)}
              </span>
            </div>
          );
        }}
      />
      {cut ? <p className={styles.cut}>{words.marksCut}</p> : null}
    </div>
  );
}
