import { Copy } from "lucide-react";
import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { copyText } from "../../views/copy-text.ts";
import styles from "./Secrets.module.css";

/** This machine's public keys, and identities from elsewhere. The first look makes a key when there is none, so it is asked for. */
export function OwnIdentities() {
  const app = useApp();
  const words = useText(secretSourceWords);
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [importing, setImporting] = useState(false);
  const show = () => {
    app.remote["identities.list"](null).then(setKeys, (thrown: unknown) =>
      notifyFailure(app.notices, toFailure(thrown)),
    );
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
      {importing ? (
        <ImportForm
          onDone={(found) => {
            if (found !== null) setKeys(found);
            setImporting(false);
          }}
        />
      ) : (
        <div className={styles.ends}>
          {keys.length === 0 ? <Button onPress={show}>{words.showKey}</Button> : null}
          <Button onPress={() => setImporting(true)}>{words.importIdentity}</Button>
        </div>
      )}
    </section>
  );
}

/**
 * Asks which file the identity lies in. Not by the picker of files that requests send: a private key must not become one of them.
 * `onDone`: all public keys, or null when it was given up.
 */
function ImportForm({ onDone }: { readonly onDone: (keys: readonly string[] | null) => void }) {
  const app = useApp();
  const words = useText(secretSourceWords);
  const text = useText(common);
  const language = useLanguage();
  const [file, setFile] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const said = failure === null ? null : failureSentences(failure, language);
  const take = async () => {
    if (file.trim() === "") return;
    setFailure(null);
    try {
      onDone(await app.remote["identities.import"]({ file: file.trim() }));
      notify(app.notices, { text: words.imported });
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };
  const pick = async () => {
    try {
      const picked = await app.remote["dialogs.openFile"]({ title: words.importTitle });
      if (picked !== null) setFile(picked);
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };
  return (
    <form
      className={joined(styles.form, styles.boxed)}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <Field
        autoFocus
        mono
        label={words.importPath}
        hint={words.importHint}
        value={file}
        onChange={setFile}
        error={said === null ? undefined : `${said.what} ${said.remedy}`.trim()}
      />
      <div className={styles.formEnd}>
        {app.info.capabilities.nativeDialogs ? (
          <Button onPress={() => void pick()}>{words.pick}</Button>
        ) : null}
        <Button onPress={() => onDone(null)}>{text.cancel}</Button>
        <Button type="submit" variant="primary" isDisabled={file.trim() === ""}>
          {words.importIdentity}
        </Button>
      </div>
    </form>
  );
}
