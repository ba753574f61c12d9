import type { ReactNode } from "react";
import styles from "./Settings.module.css";

/** A setting: its words to the left, its control to the right. */
export function Line({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.line}>
      <div className={styles.words}>
        <span>{label}</span>
        {hint ? <p className={styles.hint}>{hint}</p> : null}
      </div>
      <div className={styles.end}>{children}</div>
    </div>
  );
}
