import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import styles from "./Settings.module.css";

/** Asks where the key is to lie; empty: in the data folder. `onDone` may reject: then why is said. */
export function KeyFileForm({
  onDone,
  onCancel,
}: {
  readonly onDone: (file: string) => Promise<unknown>;
  readonly onCancel: () => void;
}) {
  const words = useText(secretStoreWords);
  const text = useText(common);
  const language = useLanguage();
  const [file, setFile] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const said = failure === null ? null : failureSentences(failure, language);
  const send = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onDone(file.trim());
    } catch (thrown) {
      setFailure(toFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field
        autoFocus
        mono
        label={words.keyFilePath}
        hint={words.keyFilePathHint}
        value={file}
        onChange={setFile}
        error={said === null ? undefined : `${said.what} ${said.remedy}`.trim()}
      />
      <div className={styles.formEnd}>
        <Button onPress={onCancel}>{text.cancel}</Button>
        <Button type="submit" variant="primary" isDisabled={busy}>
          {words.useKeyFile}
        </Button>
      </div>
    </form>
  );
}
