import styles from "./status.module.css";

/** The colour of a status: by its class (RFC 9110 §15). */
export function statusClass(status: number): string {
  if (status >= 500) return styles.bad ?? "";
  if (status >= 400) return styles.warn ?? "";
  if (status >= 300) return styles.info ?? "";
  if (status >= 200) return styles.good ?? "";
  return styles.plain ?? "";
}
