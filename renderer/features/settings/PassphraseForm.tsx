import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { shortestPassphrase } from "../../../shared/model/secret-store.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import styles from "./Settings.module.css";

/** Asks for a passphrase, or for a new one twice. `onDone` may reject: then why is said, and what was typed stays. */
export function PassphraseForm({
  title,
  button,
  twice = false,
  onDone,
  onCancel,
}: {
  readonly title: string;
  readonly button: string;
  readonly twice?: boolean;
  readonly onDone: (passphrase: string) => Promise<unknown>;
  readonly onCancel?: () => void;
}) {
  const words = useText(secretStoreWords);
  const text = useText(common);
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [again, setAgain] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const differs = twice && again !== "" && again !== typed;
  const short = twice && typed !== "" && typed.length < shortestPassphrase;
  const ready = typed !== "" && !busy && (!twice || (again === typed && !short));
  const send = async () => {
    if (!ready) return;
    setBusy(true);
    setFailure(null);
    try {
      await onDone(typed);
      setTyped("");
      setAgain("");
    } catch (thrown) {
      setFailure(toFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const said = failure === null ? null : failureSentences(failure, language);
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
        type="password"
        label={title}
        value={typed}
        onChange={setTyped}
        error={
          said === null
            ? short
              ? words.tooShort(shortestPassphrase)
              : undefined
            : `${said.what} ${said.remedy}`.trim()
        }
      />
      {twice ? (
        <Field
          type="password"
          label={words.again}
          value={again}
          onChange={setAgain}
          error={differs ? words.differ : undefined}
        />
      ) : null}
      <div className={styles.formEnd}>
        {onCancel ? <Button onPress={onCancel}>{text.cancel}</Button> : null}
        <Button type="submit" variant="primary" isDisabled={!ready}>
          {button}
        </Button>
      </div>
    </form>
  );
}
