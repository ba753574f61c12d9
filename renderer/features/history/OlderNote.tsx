import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { formatMoment } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { historyWords } from "../../i18n/messages/history.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./History.module.css";

/** Says that what is shown is of the history, and leads back to the latest. */
export function OlderNote({ tabKey }: { readonly tabKey: string }) {
  const app = useApp();
  const words = useText(historyWords);
  const language = useLanguage();
  const [now] = useState(() => Date.now());
  const run = useStore(app.runs.store, ({ runs }) => runs[tabKey]);
  const latest = useStore(app.session, (session) => session.exchanges[tabKey]);
  const exchange = run?.older === true ? run.exchange : null;
  if (exchange === null || exchange.id === latest) return null;
  return (
    <div className={styles.older} role="status">
      {words.older(formatMoment(exchange.startedAt, now, language))}
      {latest === undefined ? null : (
        <Button dense onPress={() => void app.runs.show(tabKey, latest)}>
          {words.latest}
        </Button>
      )}
    </div>
  );
}
