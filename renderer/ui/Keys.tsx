import styles from "./Keys.module.css";
import { keyText } from "./key-text.ts";

/** A key combination as the person's keyboard names it. */
export function Keys({ keys }: { readonly keys: string }) {
  return <kbd className={styles.keys}>{keyText(keys)}</kbd>;
}
