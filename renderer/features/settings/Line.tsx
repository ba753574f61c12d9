import type { ReactNode } from "react";
import { joined } from "../../ui/joined.ts";
import styles from "./Settings.module.css";

/** A setting: its words to the left, its control to the right. */
export function Line({
  label,
  hint,
  wide = false,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  /** The control is for long texts. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={joined(styles.line, wide && styles.long)}>
      <div className={styles.words}>
        <span>{label}</span>
        {hint ? <p className={styles.hint}>{hint}</p> : null}
      </div>
      <div className={styles.end}>{children}</div>
    </div>
  );
}
