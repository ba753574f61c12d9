import { useId, useState } from "react";
import { isSecretName } from "../../../shared/formats/import/secret-signs.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { variablesWords } from "../../i18n/messages/variables.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import styles from "./PromptsDialog.module.css";

/** What was answered last, for as long as the window is open. */
const remembered = new Map<string, string>();

/** Asks for every `{{?name}}` of a send at once. */
export function PromptsDialog({
  names,
  done,
}: {
  readonly names: readonly string[];
  readonly done: (answers: Readonly<Record<string, string>> | null) => void;
}) {
  const words = useText(variablesWords);
  const text = useText(common);
  const form = useId();
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(names.map((name) => [name, remembered.get(name) ?? ""])),
  );
  const send = () => {
    for (const [name, answer] of Object.entries(answers)) remembered.set(name, answer);
    done(answers);
  };
  return (
    <Dialog
      title={words.promptsTitle}
      isOpen
      onClose={() => done(null)}
      footer={
        <>
          <Button onPress={() => done(null)}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form}>
            {words.promptsSend}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {names.map((name, index) => (
          <Field
            key={name}
            autoFocus={index === 0}
            mono
            label={name}
            type={isSecretName(name) ? "password" : "text"}
            value={answers[name] ?? ""}
            onChange={(answer) => setAnswers((before) => ({ ...before, [name]: answer }))}
          />
        ))}
        <p className={styles.hint}>{words.promptsHint}</p>
      </form>
    </Dialog>
  );
}
