import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import styles from "./KeptNote.module.css";

/** What became of a request's actions after the response that is shown. */
export function KeptNote({ tabKey }: { readonly tabKey: string }) {
  const app = useApp();
  const words = useText(keepWords);
  const language = useLanguage();
  const all = useStore(app.runs.store, ({ runs }) => runs[tabKey]?.kept);
  // That there was no response is said by the pane, and why.
  const kept = (all ?? []).filter(({ failure }) => failure?.code !== "kept-no-response");
  if (kept.length === 0) return null;
  const good = kept.filter((one) => one.failure === undefined);
  return (
    <div className={styles.note} role="status">
      {good.length === 0 ? null : <span className={styles.label}>{words.kept}</span>}
      {good.map((one) => (
        <span key={one.name} className={styles.one}>
          <span className={styles.name}>{one.name}</span>
          <span className={styles.value}>{one.secret ? "••••••" : one.value.slice(0, 80)}</span>
        </span>
      ))}
      {kept.map((one) =>
        one.failure === undefined ? null : (
          <span key={one.name} className={styles.failed}>
            {words.notKept(one.name, failureSentences(one.failure, language).what)}
          </span>
        ),
      )}
    </div>
  );
}
