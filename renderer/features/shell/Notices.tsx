import { X } from "lucide-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { dismiss, type Notice } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./Notices.module.css";

/** Short words at the window's edge, read out by assistive technology. */
export function Notices() {
  const app = useApp();
  const words = useText(shell);
  const notices = useStore(app.notices, (state) => state.notices);
  return (
    <section className={styles.region} aria-label={words.notices} aria-live="polite">
      {notices.map((notice) => (
        <Card
          key={notice.id}
          notice={notice}
          dismissLabel={words.dismiss}
          onDismiss={() => dismiss(app.notices, notice.id)}
        />
      ))}
    </section>
  );
}

function Card({
  notice,
  dismissLabel,
  onDismiss,
}: {
  readonly notice: Notice;
  readonly dismissLabel: string;
  readonly onDismiss: () => void;
}) {
  const { tone, text, detail, action } = notice;
  useEffect(() => {
    if (tone === "bad") return;
    const timer = setTimeout(onDismiss, 8000);
    return () => clearTimeout(timer);
  }, [tone, onDismiss]);
  return (
    <div className={styles.card} data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      <div className={styles.words}>
        <p className={styles.text}>{text}</p>
        {detail ? <p className={styles.detail}>{detail}</p> : null}
      </div>
      {action ? (
        <Button
          dense
          onPress={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton label={dismissLabel} dense onPress={onDismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
