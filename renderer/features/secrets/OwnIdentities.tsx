import { Copy } from "lucide-react";
import { useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { pickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { copyText } from "../../views/copy-text.ts";
import styles from "./Secrets.module.css";

/** This machine's public keys, and identities from elsewhere. The first look makes a key when there is none, so it is asked for. */
export function OwnIdentities() {
  const app = useApp();
  const words = useText(secretSourceWords);
  const [keys, setKeys] = useState<readonly string[]>([]);
  const told = async (work: () => Promise<readonly string[] | null>, done?: string) => {
    try {
      const found = await work();
      if (found === null) return;
      setKeys(found);
      if (done !== undefined) notify(app.notices, { text: done });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
  };
  const importFile = async (): Promise<readonly string[] | null> => {
    const file = await pickFile(app, words.importTitle);
    // Envoi's own picker takes the place of this dialog; afterwards the dialog is there again.
    if (app.overlay.getState().overlay.kind !== "settings")
      showOverlay(app.overlay, { kind: "settings", section: "secrets" });
    return file === null ? null : await app.remote["identities.import"]({ file });
  };
  const copy = async (key: string) => {
    if ((await copyText(key)) !== null) notify(app.notices, { text: words.copied });
  };
  return (
    <section aria-label={words.sharing}>
      <h3 className={styles.section}>{words.sharing}</h3>
      <p className={styles.hint}>{words.sharingHint}</p>
      <ul className={styles.list} aria-label={words.ownKey}>
        {keys.map((key) => (
          <li key={key} className={styles.row}>
            <code className={styles.ownKey}>{key}</code>
            <IconButton dense label={words.copyKey} onPress={() => void copy(key)}>
              <Copy size={14} aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className={styles.ends}>
        {keys.length === 0 ? (
          <Button onPress={() => void told(() => app.remote["identities.list"](null))}>
            {words.showKey}
          </Button>
        ) : null}
        <Button onPress={() => void told(importFile, words.imported)}>
          {words.importIdentity}
        </Button>
      </div>
      <p className={styles.hint}>{words.importHint}</p>
    </section>
  );
}
