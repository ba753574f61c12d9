import { useEffect, useRef } from "react";
import { useText } from "../../i18n/language.ts";
import { variablesWords } from "../../i18n/messages/variables.ts";
import { joined } from "../../ui/joined.ts";
import type { Suggestion } from "./completion.ts";
import styles from "./SuggestionList.module.css";

/** The list under a field; the field keeps the focus and names the active option. */
export function SuggestionList({
  id,
  items,
  active,
  onPick,
}: {
  readonly id: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onPick: (item: Suggestion) => void;
}) {
  const words = useText(variablesWords);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label={words.completions}
      className={styles.list}
      onPointerDown={(event) => event.preventDefault()}
    >
      {items.map((item, index) => (
        <li
          key={item.label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={joined(styles.item, index === active && styles.active)}
          onPointerDown={(event) => {
            event.preventDefault();
            if (event.button === 0) onPick(item);
          }}
        >
          <span className={styles.name}>{item.label}</span>
          {item.variable ? (
            <>
              <span className={joined(styles.value, item.variable.missing && styles.missing)}>
                {item.variable.secret ? "••••••" : item.variable.value.slice(0, 200)}
              </span>
              <span className={styles.origin}>
                {words.origin(item.variable.scope, item.variable.origin)}
              </span>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
