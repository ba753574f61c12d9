import { useEffect, useState } from "react";
import { useText } from "../i18n/language.ts";
import { views } from "../i18n/messages/views.ts";
import type { RowsNow } from "./rows/use-rows.ts";
import styles from "./views.module.css";

/** Says, after 300 ms, how much of the source has been counted; and why rows are missing, if they are. */
export function IndexNote({
  rows,
  complete,
}: {
  readonly rows: Pick<RowsNow, "progress" | "failed">;
  readonly complete: boolean;
}) {
  const words = useText(views);
  const { progress } = rows;
  const busy = complete && progress < 1;
  const late = useLate(busy);
  if (rows.failed) return <p className={styles.note}>{words.unreadable}</p>;
  if (!busy || !late) return null;
  return (
    <p className={styles.note} role="status">
      {words.counting(`${Math.floor(progress * 100)}\u00a0%`)}
    </p>
  );
}

/** True once something has gone on for 300 ms. */
export function useLate(busy: boolean, after = 300): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setTimeout(() => setLate(true), after);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [busy, after]);
  return busy && late;
}
