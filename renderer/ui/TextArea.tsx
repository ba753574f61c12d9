import type { Ref } from "react";
import styles from "./TextArea.module.css";
import { joined } from "./joined.ts";

/** Several lines of plain text. Fills its parent unless a height is given. */
export function TextArea({
  label,
  value,
  onChange,
  placeholder,
  mono,
  readOnly,
  areaRef,
  className,
}: {
  /** The accessible name; it is not drawn. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly readOnly?: boolean;
  readonly areaRef?: Ref<HTMLTextAreaElement>;
  readonly className?: string | undefined;
}) {
  return (
    <textarea
      ref={areaRef}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      readOnly={readOnly}
      spellCheck={!mono}
      autoComplete="off"
      className={joined(styles.area, mono && styles.mono, className)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
