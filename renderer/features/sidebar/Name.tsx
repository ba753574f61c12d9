import { useRef } from "react";
import styles from "./Row.module.css";

/** A name with the parts the filter found marked. */
export function Name({
  text,
  marks,
}: {
  readonly text: string;
  readonly marks: readonly (readonly [number, number])[];
}) {
  const parts = marks.map(([start, end], index) => (
    <span key={start}>
      {text.slice(marks[index - 1]?.[1] ?? 0, start)}
      <mark className={styles.mark}>{text.slice(start, end)}</mark>
    </span>
  ));
  return (
    <span className={styles.name}>
      {parts}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </span>
  );
}

/** The name as a field in its row. Enter or leaving it renames, Escape does not. */
export function NameField({
  name,
  label,
  onDone,
}: {
  readonly name: string;
  readonly label: string;
  /** Called once; null: as it was. `byKey`: the tree takes the focus back. */
  readonly onDone: (name: string | null, byKey: boolean) => void;
}) {
  const done = useRef(false);
  const finish = (value: string | null, byKey: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone(value, byKey);
  };
  return (
    <input
      aria-label={label}
      defaultValue={name}
      spellCheck={false}
      autoComplete="off"
      className={styles.field}
      ref={(field) => {
        if (!field || field === document.activeElement) return;
        field.focus();
        field.select();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") finish(event.currentTarget.value, true);
        if (event.key === "Escape") finish(null, true);
      }}
      onBlur={(event) => finish(event.currentTarget.value, false)}
    />
  );
}
