import { safeColour } from "./colours.ts";
import styles from "./Dot.module.css";

/** An environment's colour; a ring when it has none. */
export function Dot({ colour }: { readonly colour: string | undefined }) {
  const safe = safeColour(colour);
  return (
    <span
      aria-hidden="true"
      className={styles.dot}
      data-none={safe === null || undefined}
      style={safe === null ? undefined : { background: safe }}
    />
  );
}
