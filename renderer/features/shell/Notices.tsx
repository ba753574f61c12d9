import { X } from "lucide-react";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { remedyWords } from "../../i18n/messages/remedies.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { isOfSecretStore } from "../response/remedy.ts";
import { dismiss, type Notice } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./Notices.module.css";

/**
 * Short words at the window's edge, read out by assistive technology. They lie above dialogs and can be pressed while one is open: the mark
 * tells the dialog's modality that this is no part of the page behind it.
 */
export function Notices() {
  const app = useApp();
  const words = useText(shell);
  const locked = useStore(app.secretStore, ({ value }) => value?.locked === true);
  const all = useStore(app.notices, (state) => state.notices);
  // What was said of a lock, or of a store that could not be opened, is over once it is open.
  const notices = locked
    ? all
    : all.filter((notice) => !isAboutLock(notice) && !isAboutStore(notice));
  const { unlock } = useText(secretStoreWords);
  const remedies = useText(remedyWords);
  return createPortal(
    <section
      className={styles.region}
      aria-label={words.notices}
      aria-live="polite"
      data-react-aria-top-layer="true"
    >
      {notices.map((notice) => (
        <Card
          key={notice.id}
          notice={
            isAboutLock(notice) || isAboutStore(notice)
              ? {
                  ...notice,
                  action: {
                    label: isAboutLock(notice) ? unlock : remedies["secret-settings"],
                    run: () => showOverlay(app.overlay, { kind: "settings", section: "secrets" }),
                  },
                }
              : notice
          }
          dismissLabel={words.dismiss}
          onDismiss={() => dismiss(app.notices, notice.id)}
        />
      ))}
    </section>,
    // Beside the page's root, which is a layer of its own: dialogs are beside it too.
    document.body,
  );
}

function isAboutStore({ failure }: Notice): boolean {
  return failure !== null && isOfSecretStore(failure);
}

function isAboutLock({ failure }: Notice): boolean {
  return failure?.code === "secrets-locked";
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
  const { tone, action } = notice;
  const { text, detail } = wordsOf(notice, useLanguage());
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

function wordsOf(
  { failure, ...said }: Notice,
  language: Language,
): Pick<Notice, "text" | "detail"> {
  if (failure === null) return said;
  const { what, remedy } = failureSentences(failure, language);
  const { place = "" } = failure;
  // Some sentences name the place themselves.
  const named = place === "" || what.includes(place) || remedy.includes(place);
  return { text: what, detail: [named ? "" : place, remedy].filter(Boolean).join(" — ") };
}
